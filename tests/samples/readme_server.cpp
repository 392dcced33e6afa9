// SPDX-License-Identifier: BSL-1.0
// Plays README.md: bool shake_hands(int connection, std::string& rest)
// Replaces: stored_server<> server; -> stored_server<> server{play::config()};
// Replaces: char in[1024], out[1024]; -> char in[1024]; play::array out;
// Replaces: recv(connection, -> play::peer.recv(connection,
// Replaces: send(connection, -> play::peer.send(connection,
#include <play.hpp>
//
#include "sample.inc"

int main() {
  play::play_servers(wshake::default_server_config, [](const play::pieces& sent) {
    play::peer.begin(sent);
    std::string rest;
    const bool open = shake_hands(0, rest);
    return play::outcome{play::peer.sent, open, play::peer.rest(rest)};
  });
  play::peer.begin({play::plain, play::handshake()}, false);
  std::string rest;
  play::check(!shake_hands(0, rest), "a connection that takes nothing is open");
  return play::result();
}
