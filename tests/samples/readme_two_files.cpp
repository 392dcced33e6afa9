// SPDX-License-Identifier: BSL-1.0
// Plays README.md: #include "wshake.hpp"
// Replaces: int main() -> int play_main()
// Replaces: stored_server<> server; -> stored_server<> server{play::config()};
// Replaces: char out[512]; -> play::array out;
// Replaces: std::fwrite(answer.written.data(), 1, answer.written.size(), stdout); -> return play_write(answer.written);
#include <play.hpp>

namespace {

std::string sent;

int play_write(wshake::octets answer) {
  sent += answer.text();
  return 0;
}

}  // namespace

#include "sample.inc"

int main() {
  const std::string whole = play::expect({play::handshake()}, play::config(), {}, play::enough).sent;
  for (const bool bad : {false, true}) {
    for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - 1, whole.size()}) {
      play::is_bad = bad;
      play::room = room;
      sent.clear();
      const bool works = !bad && room == whole.size();
      play::check((play_main() == 0) == works, "a buffer of " + std::to_string(room));
      play::same("what is written", sent, works ? whole : "");
      ++play::runs;
    }
  }
  return play::result();
}
