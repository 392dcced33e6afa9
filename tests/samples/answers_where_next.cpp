// SPDX-License-Identifier: BSL-1.0
// Plays docs/answers.md: std::string where_next(
#include "client_scripts.hpp"
//
#include "sample.inc"

namespace {

void play_answer(const play::answer_script& script, const std::string& host, const std::string& target, bool asked) {
  const bool redirects = asked && !host.empty();
  const std::string there = "wss://" + host + target;
  const std::string whole = play::request_for(target, "", host);
  for (const std::size_t room : {std::size_t{0}, std::size_t{8}, whole.size()}) {
    wshake::stored_client<> client;
    const play::array out(1024);
    const wshake::client_request request = {.where = wshake::parse_uri("wss://example.com/chat").found};
    if (asked) static_cast<void>(client.start(out, request, play::sample_nonce));
    for (std::string_view left = script.octets;;) {
      const wshake::client_feed_result fed = client.feed(left);
      left.remove_prefix(fed.consumed);
      if (fed.event == client.state()) break;
    }
    play::same(script.name, where_next(client), redirects ? there : "");
    const play::array next(room);
    const wshake::write_result written = follow(client, next, play::sample_nonce);
    const bool works = redirects && room == whole.size();
    play::same(std::string(script.name) + ", " + std::to_string(room), play::text(written.written), works ? whole : "");
    play::check(static_cast<bool>(written) == works, "says whether there is a request");
    ++play::runs;
  }
}

}  // namespace

int main() {
  for (const bool asked : {true, false}) {
    for (const play::answer_script& script : play::answers()) {
      const bool redirects = std::string_view(script.name) == "302";
      play_answer(script, redirects ? "example.org" : "", "/room?a=b", asked);
    }
    // A URI that fits no buffer of a fixed size, and a path with dot segments.
    const std::string path = "/" + std::string(2000, 'p');
    for (const std::string& location : {path, "/./x/.." + path}) {
      const std::string moved = "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
      play_answer({"a long URI", moved, wshake::client_event::done}, "example.com", path, asked);
    }
  }
  return play::result();
}
