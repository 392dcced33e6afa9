// SPDX-License-Identifier: BSL-1.0
// Plays docs/beast.md: wshake::server_state adopt(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  for (const bool bad : {false, true}) {
    play::is_bad = bad;
    for (const std::size_t storage : {0, 1, 8, 100, 4096}) {
      for (const bool valid : {true, false}) {
        http::request<http::string_body> request(http::verb::get, "/chat", 11);
        request.set("Host", "example.com");
        request.set("Upgrade", "websocket");
        request.set("Connection", "Upgrade");
        request.set("Sec-WebSocket-Version", valid ? "13" : "12");
        request.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        const play::array memory(storage);
        wshake::server server(memory, play::config());
        const bool upgrades = valid && storage == 4096 && !bad;
        const wshake::server_state state = adopt(server, request);
        play::check((state == wshake::server_state::upgrade) == upgrades, "a storage of " + std::to_string(storage));
        play::check(upgrades || state == wshake::server_state::failed, "neither upgrade nor failed");
        request = {};  // the server has copied the parts of the request that it needs
        const play::array out;
        const std::string sent = play::usual(server, out);
        play::check(!bad || sent == play::plain_500, "not the plain 500: " + play::escape(sent));
        const int status = bad ? 500 : upgrades ? 101 : storage < 4096 ? 431 : 426;
        play::check(play::statuses(sent) == std::vector<int>{status}, play::escape(sent));
        ++play::runs;
      }
    }
  }
  return play::result();
}
