// SPDX-License-Identifier: BSL-1.0
// Plays docs/requests.md: wshake::write_result admit(
// Replaces: char buffer[128]; -> play::array buffer(token_size);
#include <play.hpp>

namespace {
std::size_t token_size = 128;
}  // namespace

#include "sample.inc"

bool is_session(wshake::octets id) { return id == "31d4d96e"; }
bool is_token(wshake::octets token) { return token == "a b"; }

int main() {
  const auto answer = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::upgrade) return play::usual(server, out);
    return play::text(admit(server, out).written);
  };
  // The requests in play::scripts() have neither a session nor a token.
  const auto wanted = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::upgrade) return play::usual(server, out);
    return play::text(server.respond(out, {.status = 403}).written);
  };
  play::play_answers(wshake::default_server_config, answer, {.answer = wanted});

  const struct {
    std::string target, lines;
    int status;
    bool by_token;
  } cases[] = {
      {"/chat", "Cookie: session=31d4d96e\r\n", 101, false},
      {"/chat", "Cookie: lang=en-US; session=31d4d96e\r\n", 101, false},
      {"/chat", "Cookie: lang=en-US\r\nCookie: session=31d4d96e\r\n", 101, false},
      {"/chat", "Cookie: Session=31d4d96e\r\n", 403, false},
      {"/chat", "Cookie: session=\"31d4d96e\"\r\n", 403, false},
      {"/chat", "Cookie: session=; xsession=31d4d96e\r\n", 403, false},
      {"/chat?token=a%20b", "", 101, true},
      {"/chat?token=a+b", "Cookie: session=other\r\n", 101, true},
      {"http://example.com?x=1&t%6fken=a%20b", "", 101, true},
      {"/chat?token=a%2", "", 403, false},
      {"/chat?token=" + std::string(400, 'a'), "", 403, false},
      {"/chat?token", "", 403, false},
      {"/chat?session=31d4d96e", "", 403, false},
  };
  for (const auto& each : cases) {
    for (const std::size_t size : {0, 1, 2, 3, 128}) {
      for (const std::size_t room : {0, 1, 8, 1024}) {
        token_size = size;
        wshake::stored_server<> server;
        static_cast<void>(server.feed(play::handshake(each.target, each.lines)));
        const play::array out(room);
        const wshake::write_result result = admit(server, out);
        const int status = room < 1024 ? 0 : each.by_token && size < 3 ? 403 : each.status;
        const std::string sent = play::text(result.written);
        play::check(play::statuses(sent) == (status == 0 ? std::vector<int>() : std::vector<int>{status}),
                    each.target + " with " + std::to_string(size) + " octets: " + play::escape(sent));
        ++play::runs;
      }
    }
  }
  const wshake::field list[] = {{"Cookie", "a=1; b=2"}, {"Cookie", "A=1; b=3"}};
  const wshake::fields header(list);
  play::check(!is_repeated(header, "a"), "a occurs once");
  play::check(is_repeated(header, "b"), "b occurs twice");
  play::check(!is_repeated(header, "c"), "c occurs never");
  return play::result();
}
