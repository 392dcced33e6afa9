// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: // A connection on any event loop
// Replaces: handshake{config}; -> handshake{play::config(config)};
// Replaces: char buffer[1024]; -> play::array buffer;
// Replaces: input.erase(0, -> erase(input, 0,
#include <play.hpp>

namespace {

std::size_t moved = 0;

// Counts the octets that erase() moves to the front.
void erase(std::string& text, std::size_t at, std::size_t size) {
  moved += size == 0 ? 0 : text.size() - at - size;
  text.erase(at, size);
}

}  // namespace

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
    if (!first.is_over()) first.ended();
    return play::outcome{first.out, first.is_open(), first.input};
  };
  play::play_servers(config, play);

  // The work is linear in the number of pipelined requests.
  std::string requests;
  for (int count = 0; count < 1000; ++count) requests += play::plain;
  play::room = 1024;
  play::is_bad = false;
  connection pipelined;
  moved = 0;
  pipelined.received(requests);
  play::check(play::statuses(pipelined.out) == std::vector<int>(1000, 426), "1,000 requests have other answers");
  play::check(moved <= requests.size(), "moves " + std::to_string(moved) + " octets for 1,000 requests");
  return play::result();
}
