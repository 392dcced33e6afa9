// SPDX-License-Identifier: BSL-1.0
// Plays docs/answers.md: std::string where_next(
// Replaces: char buffer[1024]; -> play::array buffer;
#include "client_scripts.hpp"
//
#include "sample.inc"

int main() {
  const std::string there = "wss://example.org/room?a=b";
  for (const play::answer_script& script : play::answers()) {
    for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, there.size() - 1, there.size()}) {
      for (const bool asked : {true, false}) {
        play::room = room;
        wshake::stored_client<> client;
        const play::array out(1024);
        const wshake::client_request request = {.where = wshake::parse_uri("wss://example.com/chat").found};
        if (asked) static_cast<void>(client.start(out, request, play::sample_nonce));
        for (std::string_view left = script.octets;;) {
          const wshake::client_feed_result fed = client.feed(left);
          left.remove_prefix(fed.consumed);
          if (fed.event == client.state()) break;
        }
        const bool redirects = asked && std::string_view(script.name) == "302" && room == there.size();
        play::same(std::string(script.name) + ", " + std::to_string(room), where_next(client), redirects ? there : "");
        ++play::runs;
      }
    }
  }
  return play::result();
}
