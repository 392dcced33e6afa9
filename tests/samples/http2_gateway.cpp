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
      {{{":status", "103"}}, interim, ""},
      {{{":status", "199"}}, interim, ""},
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
      const wshake::client_event event = works || each.written.empty() ? each.event : failed;
      play::check(passed.event == event, "the event");
      play::check(static_cast<bool>(passed) == (event != failed), "an error after `failed` only");
      ++play::runs;
    }
  }
}

// The client sends `plain` behind the request. The server keeps its state after a forwarded refusal.
void play_early() {
  const std::string sent = request + play::plain;
  wshake::stored_server<> server;
  const std::size_t consumed = server.feed(sent).consumed;
  const play::array buffer(1024), out(1024);
  const wshake::field_request asked = pass_on(server.request(), true, buffer);
  const wshake::field list[] = {{":status", "404"}, {"content-length", "0"}};
  const wshake::forwarded_answer passed = pass_back(list, server.request(), asked, out);
  play::check(passed.event == wshake::client_event::refused && !passed.close, "the connection goes on");
  play::check(server.state() == wshake::server_state::upgrade, "the state is still upgrade");
  server.reset();
  play::check(server.feed(wshake::octets(sent).from(consumed)).state == wshake::server_state::request, "reads on");
  ++play::runs;
}

void play_refusals() {
  using wshake::errc;
  const struct {
    errc error;
    int status;
  } refusals[] = {{errc::extended_connect_not_allowed, 502},
                  {errc::need_room, 502},
                  {errc::bad_field_value, 400},
                  {errc::forbidden_origin, 403},
                  {errc::head_too_large, 431}};
  for (const auto& each : refusals) {
    for (const std::size_t room : {0, 8, 1024}) {
      wshake::stored_server<> server;
      play::check(server.feed(request).state == wshake::server_state::upgrade, "the request is valid");
      const play::array out(room);
      const std::string sent = play::text(refuse(server, each.error, out).written);
      const std::vector<int> wanted(room < 1024 ? 0 : 1, each.status);
      play::check(play::statuses(sent) == wanted, "refused: " + play::escape(sent));
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
  play_early();
  play_refusals();
  return play::result();
}
