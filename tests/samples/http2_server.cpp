// SPDX-License-Identifier: BSL-1.0
// Plays docs/http2.md: wshake::field_answer judge(
// Replaces: check(read.head, config) -> check(read.head, play::config(config))
// Replaces: read.head, config, { -> read.head, play::config(config), {
// Replaces: gather(read.head), config) -> gather(read.head), play::config(config))
// Replaces: agreed, config) -> agreed, play::config(config))
#include <play.hpp>
//
#include "sample.inc"

namespace {

// The fields and the body of an answer as text. Empty if there is no answer.
std::string text_of(const wshake::field_answer& answer) {
  if (!answer) return {};
  std::string text = ":status: " + std::to_string(answer.head.status) + "\n";
  for (const wshake::field& line : answer.head.header) {
    text += play::text(line.name) + ": " + play::text(line.value) + "\n";
  }
  return text + "\n" + play::text(answer.body);
}

std::string refusal(const char* status, const std::string& lines, const std::string& body) {
  return ":status: " + std::string(status) + "\n" + lines +
         "content-type: text/plain; charset=utf-8\ncontent-length: " + std::to_string(body.size()) + "\n\n" + body;
}

struct request {
  std::vector<wshake::field> list;
  std::string answer;  // empty if the list is malformed
  bool ends_stream = false;
};

std::vector<request> requests() {
  const std::vector<wshake::field> whole = {{":method", "CONNECT"},
                                            {":protocol", "websocket"},
                                            {":scheme", "https"},
                                            {":authority", "example.com"},
                                            {":path", "/chat"},
                                            {"sec-websocket-version", "13"},
                                            {"origin", "https://example.com"},
                                            {"sec-websocket-protocol", "superchat, chat"}};
  const auto with = [&](std::size_t index, wshake::field line) {
    std::vector<wshake::field> list = whole;
    list[index] = line;
    return list;
  };
  const std::string open = ":status: 200\nsec-websocket-protocol: chat\nserver: wshake\n\n";
  const std::string server = "server: wshake\n";
  const std::string version = "sec-websocket-version: 13\n" + server;
  const std::vector<wshake::field> get = {
      {":method", "GET"}, {":scheme", "https"}, {":authority", "example.com"}, {":path", "/"}};
  std::vector<wshake::field> with_key = whole;
  with_key.push_back({"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="});
  return {
      {whole, open},
      {with_key,
       ":status: 200\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nsec-websocket-protocol: "
       "chat\nserver: wshake\n\n"},
      {with(7, {"x", "y"}), ":status: 200\nserver: wshake\n\n"},
      {with(5, {"sec-websocket-version", "12"}),
       refusal("400", version, "Sec-WebSocket-Version is not 13 (RFC 6455 §4.4)\n")},
      {with(6, {"origin", "https://example.org"}),
       refusal("403", server, "Origin is not allowed (RFC 6455 §4.2.2(4))\n")},
      {with(1, {":protocol", "connect-udp"}), refusal("501", server, ":protocol is not websocket (RFC 9220 §3)\n")},
      {get, refusal("405", "allow: CONNECT\n" + server, "request is no CONNECT with :protocol (RFC 8441 §4)\n")},
      {whole, refusal("400", server, "handshake request announces a body or ends its stream (RFC 9110 §9.3.1)\n"), true},
      {with(7, {"connection", "close"}), ""},
      {with(7, {":path", "/"}), ""},
      {with(3, {"host", "example.com"}), ""},
      {{}, ""},
  };
}

}  // namespace

int main() {
  const std::string plain_500 = refusal("500", "", "configuration is invalid (RFC 9110 §15.6.1)\n");
  for (const bool bad : {false, true}) {
    play::is_bad = bad;
    for (const request& each : requests()) {
      const std::string whole = bad && !each.answer.empty() ? plain_500 : each.answer;
      const play::array much(play::enough);
      const wshake::field_answer measured = judge(each.list, each.ends_stream, much);
      play::same("with enough room", text_of(measured), whole);
      play::check(static_cast<bool>(measured) != wshake::is_malformed(measured.error.code), "a reset, or an answer");
      const play::array none(0);
      const std::size_t needed = judge(each.list, each.ends_stream, none).needed;
      play::check((needed == 0) == whole.empty(), "needs room for an answer only");
      for (const std::size_t room : {std::size_t{1}, std::size_t{8}, needed - !whole.empty(), needed}) {
        const play::array out(room);
        const wshake::field_answer answer = judge(each.list, each.ends_stream, out);
        play::same("a buffer of " + std::to_string(room), text_of(answer), room < needed ? "" : whole);
        ++play::runs;
      }
    }
  }
  return play::result();
}
