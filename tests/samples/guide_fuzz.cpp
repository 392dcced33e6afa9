// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: extern "C" int LLVMFuzzerTestOneInput(
// Replaces: char storage[wshake::small_server_storage_size], out[1024]; -> play::array storage(storage_size), out;
// Replaces: server(storage); -> server(storage, play::config());
#include <play.hpp>

namespace {
std::size_t storage_size = wshake::small_server_storage_size;
}  // namespace

#include "sample.inc"

int main() {
  LLVMFuzzerTestOneInput(nullptr, 0);
  for (const bool bad : {false, true}) {
    for (const play::script& script : play::scripts()) {
      for (const std::size_t size : {0, 1, 8, 100, 4096}) {
        for (const std::size_t room : {0, 1, 8, 1024}) {
          play::is_bad = bad;
          play::room = room;
          storage_size = size;
          // The data is in a heap block of its own, so that the sanitizer sees a read of the first octet after it.
          const std::vector<std::uint8_t> data(script.octets.begin(), script.octets.end());
          play::check(LLVMFuzzerTestOneInput(data.data(), data.size()) == 0, script.name);
          ++play::runs;
        }
      }
    }
  }
  return play::result();
}
