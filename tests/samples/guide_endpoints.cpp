// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: constexpr wshake::server_config telemetry(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  const auto write = [](wshake::server& server, wshake::mutable_octets out) {
    return play::text(answer(server, out).written);
  };
  play::play_answers(no_endpoint, write, {.answer = write});

  const struct {
    const char* target;
    const char* lines;
    int status;
    const char* subprotocol;
    bool deflate;
  } cases[] = {
      {"/chat", "Origin: https://example.com\r\nSec-WebSocket-Protocol: chat.v1, chat.v2\r\n", 101, "chat.v2", true},
      {"/chat?room=1", "Origin: https://a.example.com\r\n", 101, "", true},
      {"/chat", "", 101, "", true},
      {"/chat", "Origin: https://evil-example.com\r\nSec-WebSocket-Protocol: chat.v2\r\n", 403, "", false},
      {"/telemetry", "Sec-WebSocket-Protocol: chat.v2, metrics\r\n", 101, "metrics", false},
      {"/telemetry", "Origin: https://evil-example.com\r\nSec-WebSocket-Protocol: metrics\r\n", 101, "metrics", false},
      {"/telemetry", "Sec-WebSocket-Protocol: chat.v2\r\n", 400, "", false},
      {"/telemetry", "", 400, "", false},
      {"/chat/", "Origin: https://example.com\r\n", 403, "", false},
      {"/?/chat", "", 403, "", false},
      {"/health", "Origin: https://example.com\r\n", 403, "", false},
  };
  for (const auto& each : cases) {
    for (const std::size_t room : {0, 1, 8, 1024}) {
      wshake::stored_server<> server(no_endpoint);
      const std::string lines = std::string("Sec-WebSocket-Extensions: permessage-deflate\r\n") + each.lines;
      static_cast<void>(server.feed(play::handshake(each.target, lines)));
      const play::array out(room);
      const std::string sent = play::text(answer(server, out).written);
      const bool fits = room == 1024;
      const std::string name = std::string(each.target) + " with " + each.lines;
      play::check(play::statuses(sent) == (fits ? std::vector<int>{each.status} : std::vector<int>()),
                  name + ": " + play::escape(sent));
      play::same(name, server.agreed().subprotocol.text(), fits ? each.subprotocol : "");
      play::check(server.agreed().deflate.agreed == (fits && each.deflate), name + ": compression");
      ++play::runs;
    }
  }
  // Plain requests. A 2xx to CONNECT would fail with bad_status, and nothing would be sent.
  const struct {
    const char* line;
    int status;
  } lines[] = {
      {"GET /health", 200},           {"HEAD /health", 200}, {"GET /health?since=1", 200}, {"GET http://a/health", 200},
      {"GET http://a/health?b", 200}, {"POST /health", 426}, {"CONNECT /health", 426},     {"GET /chat", 426},
      {"GET /?/health", 426},         {"GET /healthy", 426},
  };
  for (const auto& [line, status] : lines) {
    const play::pieces sent = {std::string(line) + " HTTP/1.1\r\nHost: a\r\n\r\n"};
    const std::string seen = play::serve(sent, no_endpoint, {.answer = write}, 1024, SIZE_MAX).sent;
    play::check(play::statuses(seen) == std::vector<int>{status}, std::string(line) + ": " + play::escape(seen));
  }
  return play::result();
}
