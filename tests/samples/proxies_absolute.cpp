// SPDX-License-Identifier: BSL-1.0
// Plays docs/proxies.md: wshake::write_result ask_forward_proxy(
#include "client_scripts.hpp"
//
#include "sample.inc"

int main() {
  std::string whole = play::request_for("http://example.com/chat");
  const std::string key = "Sec-WebSocket-Key";
  whole.insert(whole.find(key), "Proxy-Authorization: Basic YTpi\r\n");
  for (const bool bad : {false, true}) {
    for (const char* const uri : {"ws://example.com/chat", "wss://example.com/chat", ""}) {
      for (const char* const credentials : {"Basic YTpi", "Basic\r\nX: y"}) {
        for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - 1, whole.size()}) {
          wshake::stored_client<> client(bad ? play::bad_client_config() : wshake::default_client_config);
          const play::array out(room);
          const wshake::uri where = wshake::parse_uri(wshake::octets::c_string(uri)).found;
          const wshake::write_result result =
              ask_forward_proxy(client, out, where, play::sample_nonce, wshake::octets::c_string(credentials));
          const bool works = !bad && room == whole.size() && std::string_view(uri) == "ws://example.com/chat" &&
                             std::string_view(credentials) == "Basic YTpi";
          play::same(std::string(uri) + ", " + std::to_string(room), play::text(result.written), works ? whole : "");
          play::check(static_cast<bool>(result) == works, "says that it worked, or that it did not");
          ++play::runs;
        }
      }
    }
  }
  return play::result();
}
