// SPDX-License-Identifier: BSL-1.0
// half_open [COUNT]: measures the memory of COUNT connections, by default a million. Each client has sent half of a
// browser's request. The storage of a connection is a slot of the memory pool in slab.hpp: the smallest slot that holds
// the octets received so far. When more octets arrive than the slot holds, the connection gets a larger slot. Then the
// second half of each request arrives, with a different key for each connection. The servers accept all requests, which
// proves that the connections work.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <wshake/wshake.hpp>

#include "inputs.hpp"
#include "slab.hpp"

namespace {

std::size_t resident() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  unsigned long all = 0;
  unsigned long pages = 0;
  if (file == nullptr || std::fscanf(file, "%lu %lu", &all, &pages) != 2) {
    std::fprintf(stderr, "/proc/self/statm cannot be read\n");
    std::exit(1);
  }
  std::fclose(file);
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

class connection {
 public:
  // A connection needs no storage until octets arrive.
  connection() : server_(wshake::mutable_octets()) {}

  wshake::server_state receive(bench::slab& slab, std::string_view data) {
    grow(slab, size_ + data.size());
    const wshake::server_feed_result fed = server_.feed(data);
    size_ += static_cast<unsigned>(fed.consumed);
    return fed.consumed == data.size() ? fed.state : wshake::server_state::failed;
  }

  wshake::write_result accept(wshake::mutable_octets out) { return server_.accept(out); }

  void close(bench::slab& slab) {
    if (slot_ != nullptr) slab.give_back(slot_, size_);
    slot_ = nullptr;
  }

 private:
  void grow(bench::slab& slab, std::size_t size) {
    if (bench::slab::slot_size(size) == bench::slab::slot_size(size_)) return;
    char* const larger = slab.take(size);
    if (slot_ != nullptr) {
      std::memcpy(larger, slot_, size_);
      slab.give_back(slot_, size_);
    }
    slot_ = larger;
    server_.rebase({slot_, bench::slab::slot_size(size)});
  }

  wshake::server server_;
  char* slot_ = nullptr;
  unsigned size_ = 0;  // octets of the head that have arrived
};

std::string key_of(std::size_t number) {
  std::string nonce(16, '\0');
  std::memcpy(nonce.data(), &number, sizeof number);
  return bench::base64(nonce);
}

void require(bool condition, const char* what, std::size_t number) {
  if (condition) return;
  std::fprintf(stderr, "connection %zu: %s\n", number, what);
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
  const bench::workload& chrome = bench::workloads()[1];
  const std::string_view head = chrome.inputs[0].request;
  const std::string_view half = head.substr(0, head.size() / 2);
  const std::size_t key_at = head.find(chrome.inputs[0].key);
  require(head.size() <= bench::slab::largest() && key_at > half.size(), "the request does not suit", 0);

  bench::slab slab;
  const std::size_t before = resident();
  std::vector<connection> connections(count);
  const std::size_t idle = resident();
  for (std::size_t number = 0; number < count; ++number) {
    // The first half of the request arrives in two parts, so that the storage grows twice.
    for (const std::string_view part : {half.substr(0, 100), half.substr(100)}) {
      require(connections[number].receive(slab, part) == wshake::server_state::need_more, "not half-open", number);
    }
  }
  const std::size_t half_open = resident();

  std::string rest(head.substr(half.size()));
  std::array<char, 1024> out;
  for (std::size_t number = 0; number < count; ++number) {
    const std::string key = key_of(number);
    rest.replace(key_at - half.size(), key.size(), key);
    require(connections[number].receive(slab, rest) == wshake::server_state::upgrade, "no handshake", number);
    const wshake::write_result result = connections[number].accept(out);
    const wshake::accept_value value = wshake::detail::accept_key_portable(key);
    const std::string_view answer = result.written;
    require(static_cast<bool>(result) &&
                answer.find(std::string_view(value.data.data(), value.data.size())) != std::string_view::npos,
            "not accepted", number);
    connections[number].close(slab);
  }

  const auto each = [count](std::size_t octets) { return static_cast<double>(octets) / static_cast<double>(count); };
  std::printf("{\"connections\": %zu, \"accepted\": %zu, \"arrived\": %zu, \"server\": %zu, \"connection\": %zu,\n",
              count, count, half.size(), sizeof(wshake::server), sizeof(connection));
  std::printf(" \"slot\": %zu, \"resident_idle\": %.1f, \"resident_half_open\": %.1f}\n",
              bench::slab::slot_size(half.size()), each(idle - before), each(half_open - before));
}
