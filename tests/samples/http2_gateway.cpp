// SPDX-License-Identifier: BSL-1.0
// Plays docs/http2.md: wshake::field_request pass_on(
// Replaces: wshake::default_server_config -> play::config()
#include <play.hpp>
//
#include "sample.inc"

namespace {

const std::string request =
    "GET /chat HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade, X-Hop\r\nUpgrade: websocket\r\nX-Hop: 1\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat\r\n\r\n";

void play_requests(const wshake::request_view& front) {
  const std::string whole =
      "CONNECT websocket http example.com /chat\nsec-websocket-version: 13\nsec-websocket-protocol: chat\n"
      "via: 1.1 gateway\n";
  play::play_field_requests(whole, [&](bool allowed, const play::array& out) { return pass_on(front, allowed, out); });
}

void play_answers(const wshake::request_view& front) {
  using enum wshake::client_event;
  const std::string open_front =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
  const struct {
    std::vector<wshake::field> list;
    wshake::client_event event;
    std::string written;
  } answers[] = {
      {{{":status", "200"}, {"sec-websocket-protocol", "chat"}},
       open,
       open_front + "sec-websocket-protocol: chat\r\nVia: 2 gateway\r\n\r\n"},
      {{{":status", "404"}, {"content-length", "2"}},
       refused,
       "HTTP/1.1 404 Not Found\r\nVia: 2 gateway\r\nContent-Length: 2\r\n\r\n"},
      {{{":status", "200"}, {"sec-websocket-protocol", "other"}}, failed, ""},
      {{{":status", "103"}}, failed, ""},
      {{{":status", "200"}, {"upgrade", "websocket"}}, failed, ""},
      {{{"server", "a"}}, failed, ""},
      {{}, failed, ""},
  };
  const play::array buffer(1024);
  const wshake::field_request asked = pass_on(front, true, buffer);
  for (const auto& each : answers) {
    const play::array none(0);
    const std::size_t needed = pass_back(each.list, front, asked, none).needed;
    play::check((needed == 0) == each.written.empty(), "needs room for an answer only");
    for (const std::size_t room : {std::size_t{1}, std::max<std::size_t>(needed, 1) - 1, needed}) {
      const play::array out(room);
      const wshake::forwarded_answer passed = pass_back(each.list, front, asked, out);
      const bool works = needed != 0 && room == needed;
      play::same("a buffer of " + std::to_string(room), play::text(passed.written), works ? each.written : "");
      play::check(passed.event == (works ? each.event : failed), "the event");
      ++play::runs;
    }
  }
}

}  // namespace

int main() {
  const wshake::request_reading read = wshake::read_request(request);
  play::check(read.consumed == request.size(), "the request is read");
  play_requests(read.head);
  play_answers(read.head);
  return play::result();
}
