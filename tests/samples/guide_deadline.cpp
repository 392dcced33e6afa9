// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: wshake::octets time_is_up(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  const std::string late =
      "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nServer: wshake\r\nContent-Type: text/plain; "
      "charset=utf-8\r\n"
      "Content-Length: 51\r\n\r\nrequest did not arrive in time (RFC 9110 §15.5.9)\n";
  for (const bool bad : {false, true}) {
    play::is_bad = bad;
    const std::string& wanted = bad ? play::plain_500 : late;
    for (std::size_t arrived = 0; arrived <= play::handshake().size(); ++arrived) {
      for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, wanted.size() - 1, wanted.size()}) {
        wshake::stored_server<> server(play::config());
        const wshake::server_state state = server.feed(play::handshake().substr(0, arrived)).state;
        const play::array out(room);
        const bool waits = state == wshake::server_state::need_more && arrived != 0;
        const bool sent = waits && room >= wanted.size();
        play::same("after " + std::to_string(arrived), time_is_up(server, out).text(), sent ? wanted : "");
        play::same("once more", time_is_up(server, out).text(), "");
        ++play::runs;
      }
    }
  }
  // After a rule was broken, the answer is not for the deadline.
  wshake::stored_server<> failed;
  const play::array out(1024);
  static_cast<void>(failed.feed("GET / HTTP/1.1\r\n\r\n"));
  play::same("after a failure", time_is_up(failed, out).text(), "");
  // Between two requests, and while a body is skipped, no client waits for an answer.
  wshake::stored_server<> idle;
  static_cast<void>(idle.feed(play::plain));
  static_cast<void>(idle.respond(out));
  idle.next_request();
  play::same("after an answer", time_is_up(idle, out).text(), "");
  wshake::stored_server<> server;
  static_cast<void>(server.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"));
  static_cast<void>(server.respond(out));
  server.next_request();
  play::same("in a body", time_is_up(server, out).text(), "");
  return play::result();
}
