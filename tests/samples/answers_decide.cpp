// SPDX-License-Identifier: BSL-1.0
// Plays docs/answers.md: wshake::write_result decide(
// Replaces: char decoded[256]; -> play::array decoded(decoded_size);
#include <play.hpp>

namespace {
std::size_t decoded_size = 256;
}  // namespace

#include "sample.inc"

int main() {
  const auto answer = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::upgrade) return play::usual(server, out);
    return play::text(decide(server, out).written);
  };
  // The requests in play::scripts() carry no credentials.
  const auto wanted = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::upgrade) return play::usual(server, out);
    if (server.request().target != "/chat") return play::text(server.respond(out, {.status = 404}).written);
    const wshake::field line[] = {{"WWW-Authenticate", "Basic realm=\"chat\""}};
    return play::text(server.respond(out, {.status = 401, .header = line}).written);
  };
  play::play_answers(wshake::default_server_config, answer, {.answer = wanted});

  // The rows have alice's credentials or other credentials. The decoded text of each row fits in 18 octets.
  const struct {
    std::string value;
    int status;
    std::string target = "/chat";
  } cases[] = {
      {"Basic YWxpY2U6d29uZGVybGFuZA==", 101},
      {"Basic YWxpY2U6d29uZGVybGFuZQ==", 401},
      {"Basic YWxpY2U6d29uZGVy", 401},
      {"Basic YWxpY2U", 401},
      {"Basic", 401},
      {"Basic !", 401},
      {"Basic " + std::string(800, 'Y'), 401},
      {"Bearer YWxpY2U6d29uZGVybGFuZA==", 401},
      {"Basic YWxpY2U6d29uZGVybGFuZA==", 101, "/chat?token=x"},
      {"Basic YWxpY2U6d29uZGVybGFuZA==", 404, "/chatter"},
      {"Basic YWxpY2U6d29uZGVybGFuZA==", 404, "/?/chat"},
  };
  for (const auto& each : cases) {
    for (const std::size_t size : {0, 1, 8, 15, 18, 256}) {
      for (const std::size_t room : {0, 1, 8, 1024}) {
        decoded_size = size;
        wshake::stored_server<> server;
        const std::string head = play::handshake(each.target, "Authorization: " + each.value + "\r\n");
        static_cast<void>(server.feed(head));
        const play::array out(room);
        const wshake::write_result result = decide(server, out);
        const int status = room < 1024 ? 0 : each.status == 101 && size < 18 ? 401 : each.status;
        const std::string sent = play::text(result.written);
        const std::string name = each.target + ", " + each.value + " with " + std::to_string(size) + " octets to decode";
        play::check(play::statuses(sent) == (status == 0 ? std::vector<int>() : std::vector<int>{status}),
                    name + ": " + play::escape(sent));
        ++play::runs;
      }
    }
  }
  return play::result();
}
