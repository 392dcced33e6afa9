// SPDX-License-Identifier: BSL-1.0
// Plays docs/beast.md: wshake::octets ask(wshake::client& client
#include "client_scripts.hpp"
//
#include "sample.inc"

int main() {
  const std::string whole =
      "GET /chat HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade\r\nUser-Agent: wshake\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nAuthorization: Bearer abc\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      "Sec-WebSocket-Protocol: chat\r\n\r\n";
  for (const bool bad : {false, true}) {
    for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - 1, whole.size()}) {
      const play::array out(room);
      wshake::stored_client<> client(bad ? play::bad_client_config() : wshake::default_client_config);
      const std::string asked = play::text(ask(client, out, play::sample_nonce));
      play::same("the request", asked, !bad && room == whole.size() ? whole : "");
      wshake::octets input = play::frames;
      if (asked.empty()) play::check(!is_open(client, input), "open without a request");
      ++play::runs;
    }
  }
  for (const play::answer_script& script : play::answers()) {
    for (const std::size_t size : play::cuts_of(script.octets)) {
      const play::array out;
      wshake::stored_client<> client;
      static_cast<void>(ask(client, out, play::sample_nonce));
      std::string input;
      bool open = false;
      for (const std::string& piece : play::cut(script.octets, size)) {
        input += piece;
        wshake::octets left = input;
        open = is_open(client, left);
        input.erase(0, input.size() - left.size());
      }
      play::check(client.state() == script.event,
                  std::string(script.name) + " leads to " + wshake::describe(client.state()));
      play::check(open == (script.event == wshake::client_event::open),
                  std::string(script.name) + " is open, or is not");
      const auto frames = script.octets.find(play::frames);
      if (open) play::same("what is left", input, frames == std::string::npos ? "" : play::frames);
      ++play::runs;
    }
  }
  return play::result();
}
