// SPDX-License-Identifier: BSL-1.0
// Plays docs/README.md: wshake::octets answer(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  // The sample drops the octets that feed() leaves, so a run ends after one answer.
  const auto play = [](const play::pieces& sent) {
    wshake::stored_server<> server(play::config());
    play::outcome seen;
    for (const std::string& piece : sent) {
      const play::array out;
      seen.sent += answer(server, piece, out).text();
    }
    seen.open = server.state() == wshake::server_state::open;
    return seen;
  };
  play::play_servers(wshake::default_server_config, play, {.answers = 1, .hears_end = false, .keeps_rest = false});
  return play::result();
}
