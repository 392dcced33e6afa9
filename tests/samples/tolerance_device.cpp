// SPDX-License-Identifier: BSL-1.0
// Plays docs/tolerance.md: wshake::server_state adopt_corrected(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  using enum wshake::server_state;
  std::string head = play::handshake();
  head.erase(head.find("Connection"), std::string("Connection: Upgrade\r\n").size());
  std::string other = head;
  other.replace(other.find("Version: 13"), 11, "Version: 12");
  const struct {
    std::string head;
    wshake::server_state state;
    int status;
  } cases[] = {{head + play::frames, upgrade, 101}, {other, failed, 426}, {play::plain, request, 426}, {"", failed, 400}};
  for (const bool bad : {false, true}) {
    play::is_bad = bad;
    for (const auto& each : cases) {
      // The request lies in a buffer of its own, or in the server's storage.
      for (const bool inside : {false, true}) {
        for (const std::size_t room : {0, 1, 8, 1024}) {
          const play::array storage(4096), buffer(each.head.size()), out(room);
          char* const place = inside ? storage.data() : buffer.data();
          std::copy(each.head.begin(), each.head.end(), place);
          const wshake::request_reading read = wshake::read_request(wshake::octets(place, each.head.size()));
          wshake::server server(storage, play::config());
          const wshake::server_state state = adopt_corrected(server, read);
          play::check(state == (bad ? failed : each.state),
                      play::escape(each.head) + " leads to " + wshake::describe(state));
          const std::string sent = play::usual(server, out);
          const int status = bad ? 500 : each.status;
          play::check(play::statuses(sent) == (room < 1024 ? std::vector<int>() : std::vector<int>{status}),
                      play::escape(sent));
          play::check(!bad || sent.empty() || sent == play::plain_500, play::escape(sent));
          ++play::runs;
        }
      }
    }
  }
  return play::result();
}
