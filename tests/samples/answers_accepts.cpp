// SPDX-License-Identifier: BSL-1.0
// Plays docs/answers.md: bool accepts(
// Replaces: char storage[wshake::small_server_storage_size]; -> play::array storage;
// Replaces: server(storage, config); -> server(storage, play::config(config));
#include <play.hpp>
//
#include "sample.inc"

int main() {
  const std::string origin = "Origin: https://example.com\r\n";
  const std::string chat = "Sec-WebSocket-Protocol: superchat, chat\r\n";
  const std::string whole = play::handshake("/chat", origin + chat);
  const struct {
    std::string head;
    bool accepted;
  } cases[] = {
      {whole, true},
      {play::handshake("/chat", chat), true},
      {whole + play::frames, true},
      {play::handshake("/chat", origin), false},
      {play::handshake("/chat", "Origin: https://example.com:8443\r\n" + chat), false},
      {whole.substr(0, whole.size() - 1), false},
      {play::plain, false},
      {"", false},
  };
  for (const bool bad : {false, true}) {
    for (const auto& each : cases) {
      for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - 1, whole.size()}) {
        play::is_bad = bad;
        play::room = room;
        const bool accepted = each.accepted && !bad && room >= each.head.find("\r\n\r\n") + 4;
        play::check(accepts(each.head) == accepted,
                    "a storage of " + std::to_string(room) + ": " + play::escape(each.head));
        ++play::runs;
      }
    }
  }
  return play::result();
}
