// SPDX-License-Identifier: BSL-1.0
// Plays docs/adopting.md: wshake::octets take_over(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  using lines = std::vector<std::pair<std::string, std::string>>;
  const lines head = {{"Host", "example.com"},
                      {"Upgrade", "websocket"},
                      {"Connection", "Upgrade"},
                      {"Sec-WebSocket-Version", "13"},
                      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
  lines other = head;
  other[3].second = "12";
  lines large = head;
  large.emplace_back("Origin", "https://" + std::string(5000, 'a'));
  const your_request requests[] = {{"GET", "/chat", head},  {"GET", "/chat", other}, {"GET", "/chat", large},
                                   {"POST", "/chat", head}, {"GET", "/a b", head},   {"GET", "/", {{"Host", "a"}}},
                                   {"GET", "/chat", {}}};
  for (const bool bad : {false, true}) {
    play::is_bad = bad;
    for (const your_request& each : requests) {
      std::vector<wshake::field> list;
      for (const auto& [name, value] : each.header) list.push_back({name, value});
      const wshake::request_view view = {.method = each.method, .target = each.target, .header = list};
      wshake::stored_server<> reference(play::config());
      reference.adopt(view);
      const play::array much(play::enough);
      const std::string whole = wshake::is_upgrade(view) ? play::usual(reference, much) : "";
      for (const std::size_t room :
           {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - !whole.empty(), whole.size()}) {
        wshake::stored_server<> server(play::config());
        const play::array out(room);
        const std::string name = each.method + " " + each.target + ", a buffer of " + std::to_string(room);
        play::same(name, take_over(server, each, out).text(), room < whole.size() ? "" : whole);
        // A second call after an answer writes nothing.
        if (room == whole.size() && !whole.empty())
          play::same(name + ", again", take_over(server, each, out).text(), "");
        play::check(!bad || whole.empty() || whole == play::plain_500, "not the plain 500: " + play::escape(whole));
        ++play::runs;
      }
    }
  }
  return play::result();
}
