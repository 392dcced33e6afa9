// SPDX-License-Identifier: BSL-1.0
// Plays docs/negotiation.md: int window_of_server(
// Replaces: wshake::server(storage, config); -> wshake::server(storage, play::config(config));
#include "client_scripts.hpp"
//
#include "sample.inc"

int main() {
  const std::string whole =
      play::request_for("/chat", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
  const wshake::uri where = {.host = "example.com", .resource_name = "/chat"};
  for (const bool bad : {false, true}) {
    play::is_bad = bad;
    for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - 1, whole.size()}) {
      const play::array memory(4096), storage(4096), out(room), answer(1024);
      wshake::client client(memory);
      wshake::server server = make_server(storage);
      const wshake::write_result request = ask(client, out, where, play::sample_nonce);
      play::same("the request", play::text(request.written), room == whole.size() ? whole : "");
      static_cast<void>(server.feed(request.written));
      const std::string sent = play::usual(server, answer);
      static_cast<void>(client.feed(sent));
      const int window = !bad && room == whole.size() ? 12 : 0;
      play::check(window_of_server(server.agreed()) == window, "another window of the server");
      play::check(window_of_server(client.agreed()) == window, "another window of the client");
      play::check(!bad || room < whole.size() || sent == play::plain_500, "not the plain 500: " + play::escape(sent));
      ++play::runs;
    }
  }
  return play::result();
}
