// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: // A connection on any event loop
// Replaces: handshake{config}; -> handshake{play::config(config)};
// Replaces: char buffer[1024]; -> play::array buffer;
#include <play.hpp>
//
#include "sample.inc"

int main() {
  // The connection is in a vector that grows between two pieces, at most forty times. Each growth moves the connection.
  const auto play = [](const play::pieces& sent) {
    std::vector<connection> all(1);
    std::size_t growth = 0;
    for (const std::string& piece : sent) {
      if (growth++ % (sent.size() / 40 + 1) == 0) {
        all.shrink_to_fit();
        all.emplace_back();
        all.pop_back();
      }
      if (all.front().is_over()) break;
      all.front().received(piece);
    }
    connection& first = all.front();
    return play::outcome{first.out, first.is_open(), first.input};
  };
  play::play_servers(config, play, {.hears_end = false});
  return play::result();
}
