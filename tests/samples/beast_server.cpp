// SPDX-License-Identifier: BSL-1.0
// Plays docs/beast.md: wshake::octets accept(wshake::server& server, std::string& input
// Replaces: stored_server<>(config); -> stored_server<>(play::config(config));
#include <play.hpp>
//
#include "sample.inc"

namespace {

std::string wanted(wshake::server& server, wshake::mutable_octets out) {
  const wshake::response_options not_found = {.status = 404};
  const wshake::field line[] = {{"X-Request-Id", "7"}};
  wshake::write_result answer;
  if (server.state() == wshake::server_state::failed) {
    answer = server.respond(out);
  } else if (server.state() == wshake::server_state::upgrade && server.request().target == "/chat") {
    answer = server.accept(out, {.header = line});
  } else {
    answer = server.respond(out, not_found);
  }
  return play::text(answer.written);
}

}  // namespace

int main() {
  const auto play = [](const play::pieces& sent) {
    wshake::stored_server<> server = make_server();
    play::outcome seen;
    for (const std::string& piece : sent) {
      seen.rest += piece;
      const play::array out;
      seen.sent += accept(server, seen.rest, out).text();
    }
    seen.open = server.state() == wshake::server_state::open;
    return seen;
  };
  play::play_servers(config, play, {.answer = wanted, .answers = 1, .hears_end = false});
  return play::result();
}
