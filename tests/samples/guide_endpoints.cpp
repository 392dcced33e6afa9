// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: wshake::write_result route(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  const auto answer = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::upgrade) return play::usual(server, out);
    return play::text(route(server, out).written);
  };
  const auto wanted = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::upgrade) return play::usual(server, out);
    if (server.request().target != "/chat") return play::text(server.respond(out, {.status = 404}).written);
    for (const wshake::octets offered : server.handshake().subprotocols) {
      if (offered == "chat.v2") return play::text(server.accept(out, {.subprotocol = "chat.v2"}).written);
    }
    return play::text(server.respond(out, {.error = wshake::errc::no_common_subprotocol}).written);
  };
  play::play_answers(wshake::default_server_config, answer, {.answer = wanted});

  const struct {
    const char* target;
    const char* offered;
    const char* agreed;
    int status;
  } cases[] = {
      {"/chat", "chat.v2", "chat.v2", 101},
      {"/chat?room=1", "chat.v1, chat.v2", "chat.v2", 101},
      {"/telemetry", "metrics", "metrics", 101},
      {"/telemetry", "chat.v2", "", 400},
      {"/chat", "Chat.v2", "", 400},
      {"/chat/", "chat.v2", "", 404},
      {"/?/chat", "chat.v2", "", 404},
      {"/", "metrics", "", 404},
  };
  for (const auto& each : cases) {
    for (const std::size_t room : {0, 1, 8, 1024}) {
      wshake::stored_server<> server;
      const std::string line = std::string("Sec-WebSocket-Protocol: ") + each.offered + "\r\n";
      static_cast<void>(server.feed(play::handshake(each.target, line)));
      const play::array out(room);
      const std::string sent = play::text(route(server, out).written);
      const bool fits = room == 1024;
      const std::string name = std::string(each.target) + " with " + each.offered;
      play::check(play::statuses(sent) == (fits ? std::vector<int>{each.status} : std::vector<int>()),
                  name + ": " + play::escape(sent));
      play::same(name, server.agreed().subprotocol.text(), fits ? each.agreed : "");
      ++play::runs;
    }
  }
  return play::result();
}
