// SPDX-License-Identifier: BSL-1.0
// Plays docs/answers.md: wshake::write_result show_page(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  const std::string page =
      "HTTP/1.1 200 OK\r\nServer: wshake\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 34\r\n\r\n"
      "<!doctype html><title>chat</title>";
  const std::string head_only = page.substr(0, page.find("Content-Length")) + "\r\n";
  const auto answer = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::request) return play::usual(server, out);
    return play::text(show_page(server, out).written);
  };
  const auto wanted = [](wshake::server& server, wshake::mutable_octets out) {
    if (server.state() != wshake::server_state::request) return play::usual(server, out);
    const wshake::request_view request = server.request();
    if (request.target != "/") return play::text(server.respond(out, {.status = 404}).written);
    if (request.method != "GET" && request.method != "HEAD") {
      return play::text(server.respond(out, {.status = 405}, {{"Allow", "GET, HEAD"}}).written);
    }
    return play::text(server
                          .respond(out, {.status = 200, .body = "<!doctype html><title>chat</title>"},
                                   {{"Content-Type", "text/html; charset=utf-8"}})
                          .written);
  };
  play::play_answers(wshake::default_server_config, answer, {.answer = wanted});

  const auto serve = [&](const std::string& line) {
    const play::pieces sent = {line + " HTTP/1.1\r\nHost: a\r\n\r\n"};
    return play::serve(sent, wshake::default_server_config, {.answer = answer}, 1024, SIZE_MAX).sent;
  };
  const std::string no_method = "HTTP/1.1 405 Method Not Allowed\r\nServer: wshake\r\nAllow: GET, HEAD\r\n";
  const std::string no_page = "HTTP/1.1 404 Not Found\r\n";
  const struct {
    const char* line;
    const std::string& begins;
  } rows[] = {{"GET /", page},           {"GET /?x=1", page},      {"GET http://a", page}, {"GET http://a/", page},
              {"GET http://a?x", page},  {"GET /?/x/", page},      {"HEAD /", head_only},  {"POST /", no_method},
              {"DELETE /?x", no_method}, {"CONNECT /", no_method}, {"GET /x", no_page},    {"GET //", no_page},
              {"POST /x", no_page}};
  for (const auto& row : rows) play::same(row.line, serve(row.line).substr(0, row.begins.size()), row.begins);
  return play::result();
}
