// SPDX-License-Identifier: BSL-1.0
// Plays docs/answers.md: wshake::write_result show_page(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  const auto answer = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::request) return play::usual(server, out);
    return play::text(show_page(server, out).written);
  };
  const auto wanted = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::request) return play::usual(server, out);
    const wshake::field line[] = {{"Content-Type", "text/html; charset=utf-8"}};
    wshake::response_options options = {.status = 404};
    if (server.request().target == "/") {
      options.status = 200;
      options.body = "<!doctype html><title>chat</title>";
      options.header = line;
    }
    return play::text(server.respond(out, options).written);
  };
  play::play_answers(wshake::default_server_config, answer, {.answer = wanted});

  const play::pieces sent = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n"};
  play::same("the page", play::serve(sent, wshake::default_server_config, {.answer = answer}, 1024, SIZE_MAX).sent,
             "HTTP/1.1 200 OK\r\nServer: wshake\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 34\r\n\r\n"
             "<!doctype html><title>chat</title>");
  return play::result();
}
