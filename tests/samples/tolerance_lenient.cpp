// SPDX-License-Identifier: BSL-1.0
// Plays docs/tolerance.md: constexpr wshake::client_config overlooking(
#include "client_scripts.hpp"
//
#include "sample.inc"

namespace {

wshake::client_event last_event(wshake::stored_client<> client, const std::string& answer, std::size_t size) {
  const play::array out;
  const wshake::uri where = {.host = "example.com", .resource_name = "/chat"};
  static_cast<void>(client.start(out, {.where = where}, play::sample_nonce));
  std::string input;
  for (const std::string& piece : play::cut(answer, size)) {
    input += piece;
    for (;;) {
      const wshake::client_feed_result fed = client.feed(input);
      input.erase(0, fed.consumed);
      if (fed.event == client.state()) break;
    }
  }
  return client.state();
}

}  // namespace

int main() {
  for (const play::answer_script& script : play::answers()) {
    for (const std::size_t size : play::cuts_of(script.octets)) {
      const wshake::client_event event = last_event(make_client(), script.octets, size);
      play::check(event == script.event, std::string(script.name) + " leads to " + wshake::describe(event));
      ++play::runs;
    }
  }
  const std::string lines =
      "\nUpgrade: websocket\nConnection : Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n"
      "Set-Cookie: a=\x01\n\n";
  for (const char* const first : {"HTTP/1.1 101 Yes", "\r\nHTTP/1.10   101 Yes"}) {
    for (const std::size_t size : {SIZE_MAX, std::size_t{1}}) {
      play::check(last_event(make_client(), first + lines, size) == wshake::client_event::open, "not overlooked");
      play::check(last_event(wshake::stored_client<>(), first + lines, size) == wshake::client_event::failed,
                  "overlooked by default");
      ++play::runs;
    }
  }
  return play::result();
}
