// SPDX-License-Identifier: BSL-1.0
// Plays docs/limits.md: struct growing
// Replaces: handshake{storage}; -> handshake{storage, play::config()};
#include <play.hpp>
//
#include "sample.inc"

int main() {
  // A server with growing storage has the same results for heads and bodies as a server that has the largest storage
  // from the start.
  const auto play = [](const play::pieces& sent) {
    growing connection;
    play::outcome seen;
    std::string input;
    for (const std::string& piece : sent) {
      input += piece;
      for (;;) {
        std::string_view data = input;
        const wshake::server_state state = connection.receive(data);
        input.erase(0, input.size() - data.size());
        seen.open = state == wshake::server_state::open;
        seen.rest = input;
        if (seen.open || state == wshake::server_state::need_more || state == wshake::server_state::closed) break;
        const play::array out;
        const std::string answer = play::usual(connection.handshake, out);
        if (answer.empty()) return seen;
        seen.sent += answer;
        if (connection.handshake.state() == wshake::server_state::responded) connection.handshake.next_request();
        connection.size = 0;
      }
    }
    return seen;
  };
  play::play_servers(wshake::default_server_config, play, {.storage = wshake::server_storage_size, .hears_end = false});
  return play::result();
}
