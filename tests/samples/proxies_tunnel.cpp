// SPDX-License-Identifier: BSL-1.0
// Plays docs/proxies.md: int open_tunnel(
// Replaces: read(connection, -> play::peer.read(connection,
// Replaces: send(connection, -> play::peer.send(connection,
// Replaces: close(connection) -> play_close(connection)
#include "client_scripts.hpp"

void play_close(int connection);
//
#include "sample.inc"

namespace {

using messages = std::vector<std::string>;

// The messages of each connection, and what the sample has sent on each connection. The message of a script comes alone
// or in pieces, but never together with the next message, which answers another request.
std::vector<messages> scripts;
messages sent;
std::size_t piece = 1;
int connections = 0;  // that are not closed

void begin(const std::vector<messages>& all, std::size_t size) {
  scripts = all;
  sent.clear();
  piece = size;
  connections = 0;
}

// Returns the bytes that were sent on each connection.
const messages& all_sent() {
  if (!sent.empty()) sent.back() = play::peer.sent;
  return sent;
}

}  // namespace

int connect_to_proxy() {
  static_cast<void>(all_sent());
  play::pieces pieces;
  if (sent.size() < scripts.size()) {
    for (const std::string& message : scripts[sent.size()]) {
      const play::pieces some = play::cut(message, piece);
      pieces.insert(pieces.end(), some.begin(), some.end());
    }
  }
  play::peer.begin(pieces);
  sent.emplace_back();
  ++connections;
  return static_cast<int>(sent.size());
}

void play_close(int connection) {
  play::check(connection == static_cast<int>(sent.size()), "closes the connection that it has");
  --connections;
}

wshake::nonce random_nonce() { return play::sample_nonce; }

namespace {

const std::string front = "CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\nUser-Agent: wshake\r\n";
const std::string plain = front + "\r\n";
const std::string with_login = front + "Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n\r\n";
const std::string opened = "HTTP/1.1 200 Connection established\r\n\r\n";
const std::string no =
    "HTTP/1.1 407 No\r\nProxy-Authenticate: Digest realm=\"a\", Basic realm=\"b\"\r\nContent-Length: 2\r\n";
const std::string no_basic = "HTTP/1.1 407 No\r\nProxy-Authenticate: Digest realm=\"a\"\r\nContent-Length: 0\r\n\r\n";
const std::string stays = no + "\r\nno", ends = no + "Connection: close\r\n\r\nno";
const std::string server = "bytes of the server";
const std::string colon = "us:er", whole = "user", large(500, 'u');

constexpr std::string_view early = "bytes behind the 407";

const struct {
  const char* name;
  std::string user;
  std::vector<messages> connections;
  messages sent;  // on each connection
  bool opens;
  std::string rest = {};
} tunnels[] = {
    {"no login asked for", whole, {{opened + server}}, {plain}, true, server},
    {"nothing", whole, {{}}, {plain}, false},
    {"half an answer", whole, {{opened.substr(0, 20)}}, {plain}, false},
    {"an interim answer", whole, {{"HTTP/1.1 103 Early\r\n\r\n" + opened}}, {plain}, true},
    {"a login on the same connection", whole, {{stays, opened + server}}, {plain + with_login}, true, server},
    {"a login on a new connection", whole, {{ends}, {opened + server}}, {plain, with_login}, true, server},
    {early.data(), whole, {{stays + "HTTP/1.1 200"}, {opened}}, {plain, with_login}, true},
    {"a login that is refused", whole, {{stays, stays}}, {plain + with_login}, false},
    {"no Basic", whole, {{no_basic, opened}}, {plain}, false},
    {"403", whole, {{"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno"}}, {plain}, false},
    {"no HTTP", whole, {{"SSH-2.0-OpenSSH\r\n\r\n"}}, {plain}, false},
    {"a user with a colon", colon, {{stays, opened}}, {plain}, false},
    {"a user that is too large", large, {{stays, opened}}, {plain}, false},
};

std::string moved(const std::string& location, const std::string& lines = "") {
  return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 5\r\n" + lines + "\r\nmoved";
}

const std::string yes =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
const std::string asked = plain + play::request_for("/chat");
const std::string there = "CONNECT example.org:81 HTTP/1.1\r\nHost: example.org:81\r\nUser-Agent: wshake\r\n\r\n";

const struct {
  const char* name;
  std::string uri;
  std::vector<messages> connections;
  messages sent;
  bool opens;
  std::string rest = {};
} websockets[] = {
    {"101", "ws://example.com/chat", {{opened, yes + play::frames}}, {asked}, true, play::frames},
    {"the server's bytes behind the proxy's answer", "ws://example.com/chat", {{opened + yes}}, {asked}, true},
    {"nothing", "ws://example.com/chat", {{opened}}, {asked}, false},
    {"no tunnel", "ws://example.com/chat", {{stays, stays}}, {plain + with_login}, false},
    {"a redirect to the same origin",
     "ws://example.com/chat",
     {{opened, moved("/b"), yes}},
     {asked + play::request_for("/b")},
     true},
    {"a redirect after which the server closes",
     "ws://example.com/chat",
     {{opened, moved("/b", "Connection: close\r\n")}, {opened, yes}},
     {asked, plain + play::request_for("/b")},
     true},
    {"a redirect to another origin",
     "ws://example.com/chat",
     {{opened, moved("ws://example.org:81/b") + "HTTP/1.1 101"}, {opened, yes + play::frames}},
     {asked, there + play::request_for("/b", "", "example.org:81")},
     true,
     play::frames},
    {"a 407 of the server", "ws://example.com/chat", {{opened, stays, yes}}, {asked}, false},
    {"redirects without an end",
     "ws://example.com/chat",
     {{opened, moved("/chat"), moved("/chat"), moved("/chat"), moved("/chat"), moved("/chat"), yes}},
     {asked + play::request_for("/chat") + play::request_for("/chat") + play::request_for("/chat") +
      play::request_for("/chat")},
     false},
    {"a redirect to nowhere", "ws://example.com/chat", {{opened, moved("mailto:a@b"), yes}}, {asked}, false},
    {"a URI with TLS", "wss://example.com/chat", {{opened, yes}}, {}, false},
    {"no URI", "ws:/example.com", {{opened, yes}}, {}, false},
};

void compare(const std::string& name, const messages& wanted, bool opens, int connection) {
  play::check((connection >= 0) == opens, name + " opens, or does not");
  play::check(connections == (opens ? 1 : 0), name + " leaves a connection");
  play::check(all_sent().size() == wanted.size(), name + " takes " + std::to_string(sent.size()) + " connections");
  for (std::size_t at = 0; at < wanted.size() && at < sent.size(); ++at) play::same(name, sent[at], wanted[at]);
  ++play::runs;
}

}  // namespace

int main() {
  const wshake::uri where = wshake::parse_uri("ws://example.com/chat").found;
  for (const std::size_t size : {1, 3, 100000}) {
    for (const auto& each : tunnels) {
      // Bytes that come alone arrive behind the next request, and count as its answer.
      if (each.name == early && size < early.size()) continue;
      begin(each.connections, size);
      std::string input;
      compare(each.name, each.sent, each.opens, open_tunnel(where, each.user, "secret", input));
      if (each.opens) play::same(each.name, play::peer.rest(input), each.rest);
    }
    for (const auto& each : websockets) {
      begin(each.connections, size);
      std::string input;
      compare(each.name, each.sent, each.opens, open_websocket(each.uri, "user", "secret", input));
      if (each.opens) play::same(each.name, play::peer.rest(input), each.rest);
    }
  }
  for (const char* const host : {"a b", ""}) {
    begin({{opened}}, 1);
    std::string input;
    compare("a host that is none", {""}, false, open_tunnel({.host = wshake::octets::c_string(host)}, "", "", input));
  }
  return play::result();
}
