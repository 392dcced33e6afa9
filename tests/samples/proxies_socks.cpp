// SPDX-License-Identifier: BSL-1.0
// Plays docs/proxies.md: bool connect_by_socks(int connection
// Replaces: read(connection, -> play::peer.read(connection,
// Replaces: send(connection, -> play::peer.send(connection,
#include <play.hpp>
//
#include "sample.inc"

namespace {

struct script {
  const char* name;
  std::string octets;
  bool login;
  bool opens;
};

std::string bytes(std::initializer_list<unsigned char> octets) { return {octets.begin(), octets.end()}; }

// The proxy's messages (RFC 1928 §3, §6, RFC 1929 §2).
const std::string no_login = bytes({5, 0});
const std::string asks_login = bytes({5, 2});
const std::string login_taken = bytes({1, 0});
const std::string connected = bytes({5, 0, 0, 1, 192, 0, 2, 1, 0, 80});
const script scripts[] = {
    {"nothing", "", false, false},
    {"without login", no_login + connected, false, true},
    {"without login, although one is offered", no_login + connected, true, true},
    {"with login", asks_login + login_taken + connected, true, true},
    {"early bytes", asks_login + login_taken + connected + play::frames, true, true},
    {"no method", bytes({5, 255}), true, false},
    {"a login that was not offered", asks_login, false, false},
    {"a refused login", asks_login + bytes({1, 1}), true, false},
    {"a refused connection", no_login + bytes({5, 5, 0, 1, 0, 0, 0, 0, 0, 0}), false, false},
    {"half a reply", no_login + connected.substr(0, 5), false, false},
    {"HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n", false, false},
};

}  // namespace

int main() {
  wshake::socks_request request;
  request.where = wshake::parse_uri("ws://example.com/chat").found;
  const std::string asked = bytes({5, 1, 0, 3, 11}) + "example.com" + bytes({0, 80});
  for (const script& each : scripts) {
    request.user = wshake::octets("user").first(each.login ? 4 : 0);
    request.password = wshake::octets("secret").first(each.login ? 6 : 0);
    for (const std::size_t size : play::cuts_of(each.octets)) {
      play::peer.begin(play::cut(each.octets, size));
      std::string input;
      play::check(connect_by_socks(0, request, input) == each.opens, std::string(each.name) + " opens, or does not");
      if (each.opens) {
        const bool logs_in = each.octets.starts_with(asks_login);
        const std::string greeting = each.login ? bytes({5, 2, 0, 2}) : bytes({5, 1, 0});
        const std::string login = logs_in ? bytes({1, 4}) + "user" + bytes({6}) + "secret" : "";
        play::same(each.name, play::peer.sent, greeting + login + asked);
        const bool early = each.octets.ends_with(play::frames);
        play::same(each.name, play::peer.rest(input), early ? play::frames : "");
      }
      ++play::runs;
    }
  }
  play::peer.begin({no_login + connected}, false);
  std::string input;
  play::check(!connect_by_socks(0, request, input), "a connection that takes nothing opens");
  request.where = {};
  play::peer.begin({no_login + connected});
  play::check(!connect_by_socks(0, request, input), "a request without a host opens");
  play::same("a request without a host", play::peer.sent, "");
  return play::result();
}
