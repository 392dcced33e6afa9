// SPDX-License-Identifier: BSL-1.0
// Reads one case from each line of standard input, and prints wshake's verdict on each case. A case is the word
// "request" or "response", a space, and the message's octets in hexadecimal. run.py runs this program.
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

namespace {

using namespace wshake;

struct verdict {
  std::string state;
  std::string reason;
  std::string heads;
};

void add(std::string& heads, const std::string& what) { heads += (heads.empty() ? "" : " ") + what; }

// Reads requests as a server that skips the body of each request. Reports the target of each request, and the offset of
// the request's first octet.
verdict read_requests(octets data) {
  static char storage[65536];
  server role(mutable_octets(storage, sizeof storage));
  std::string heads;
  for (std::size_t at = 0;;) {
    const server_feed_result fed = role.feed(data.from(at));
    at += fed.consumed;
    if (fed.state == server_state::need_more) {
      const server_state ended = role.feed_eof();
      return {ended == server_state::closed && role.error().ok() ? "ok" : "more", "", heads};
    }
    if (fed.state != server_state::request) return {"refused", describe(role.error().code).name, heads};
    const request_head request = role.request();
    add(heads, std::to_string(at - request.raw.size()) + std::string(std::string_view(request.target)));
    if (role.next_request() != server_state::need_more) return {"close", "", heads};
  }
}

// Reads one response to its end, as a client. Interim responses may come before the response.
verdict read_response_to_end(octets data) {
  static char storage[65536];
  client role(mutable_octets(storage, sizeof storage));
  char out[1024];
  client_request request;
  request.where = parse_uri("ws://a/").found;
  if (!role.start(out, request, {})) return {"broken", "", ""};
  std::string heads;
  std::size_t at = 0, size = 0;
  std::uint32_t sum = 0;
  bool ended = false;
  for (;;) {
    const client_feed_result fed = role.feed(data.from(at));
    at += fed.consumed;
    client_event event = fed.event;
    for (const char octet : fed.data) sum = sum * 31 + static_cast<unsigned char>(octet);
    size += fed.data.size();
    if (event == client_event::interim || event == client_event::refused) {
      add(heads, std::to_string(role.response().status));
    }
    if (event == client_event::need_more) {
      event = role.feed_eof();
      ended = true;
    }
    if (event == client_event::done) {
      add(heads, std::to_string(size) + ":" + std::to_string(sum));
      add(heads, ended ? "close" : std::to_string(at));
      return {"ok", "", heads};
    }
    if (event == client_event::failed || event == client_event::closed) {
      if (role.error() == errc::truncated || role.error().ok()) return {"more", "", heads};
      return {"refused", describe(role.error().code).name, heads};
    }
  }
}

int digit_of(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t space = line.find(' ');
    std::string data;
    for (std::size_t at = space + 1; at + 1 < line.size(); at += 2) {
      data += static_cast<char>(digit_of(line[at]) * 16 + digit_of(line[at + 1]));
    }
    const bool request = line.compare(0, space, "request") == 0;
    const verdict said = request ? read_requests(octets(data)) : read_response_to_end(octets(data));
    std::cout << said.state << '\t' << said.reason << '\t' << said.heads << '\n';
  }
}
