// SPDX-License-Identifier: BSL-1.0
// Plays docs/origins.md: struct admission
#include <play.hpp>
//
#include "sample.inc"

int main() {
  const struct {
    std::vector<std::string> read;
    bool is_usable;
    int own, foreign;  // the statuses for https://example.com and https://evil.example
  } cases[] = {
      {{"https://example.com"}, true, 101, 403},
      {{"https://a.example", "http://localhost:*", "https://example.com"}, true, 101, 403},
      {{"https://*.example.com"}, true, 403, 403},
      {{}, false, 101, 101},
      {{"https://example.com/"}, false, 500, 500},
      {{"https://example.com", ""}, false, 500, 500},
  };
  for (const auto& [read, is_usable, own, foreign] : cases) {
    const admission admitted(read);
    const std::string name = read.empty() ? "no origin" : read.back();
    play::check(admitted.is_usable() == is_usable, name + ": is_usable() is wrong");
    for (const auto& [origin, status] : {std::pair("https://example.com", own), {"https://evil.example", foreign}}) {
      const play::pieces sent = {play::handshake("/chat", std::string("Origin: ") + origin + "\r\n")};
      const std::string seen = play::expect(sent, admitted.config, {.answers = 1}, play::enough).sent;
      play::check(play::statuses(seen) == std::vector<int>{status}, name + ": " + play::escape(seen));
      ++play::runs;
    }
  }
  return play::result();
}
