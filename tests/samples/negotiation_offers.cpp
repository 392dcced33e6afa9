// SPDX-License-Identifier: BSL-1.0
// Plays docs/negotiation.md: ask(wshake::client& client, wshake::mutable_octets out, const wshake::nonce& random)
#include "client_scripts.hpp"
//
#include "sample.inc"

int main() {
  const std::string whole = play::request_for("/chat",
                                              "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
                                              "Sec-WebSocket-Protocol: chat.v2, chat\r\n");
  for (const bool bad : {false, true}) {
    for (const std::size_t storage : {0, 1, 8, 4096}) {
      for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - 1, whole.size()}) {
        const play::array memory(storage), out(room);
        wshake::client client(memory, bad ? play::bad_client_config() : wshake::default_client_config);
        const wshake::write_result result = ask(client, out, play::sample_nonce);
        const bool works = !bad && storage == 4096 && room == whole.size();
        play::same("the request", play::text(result.written), works ? whole : "");
        play::check(static_cast<bool>(result) == works, "says that it worked, or that it did not");
        play::check((client.state() == wshake::client_event::need_more) == works, "awaits an answer, or does not");
        ++play::runs;
      }
    }
  }
  return play::result();
}
