// SPDX-License-Identifier: BSL-1.0
// endpoints: three WebSocket endpoints and a health check on one port. Each endpoint has its own configuration: the
// origins that may connect, the subprotocols, compression, and header fields for the answer.
//
//   endpoints [PORT [SECONDS]]    PORT 0, the default: any free port; SECONDS: how long the server waits for octets
//
// | path | origins | subprotocol | compression |
// |---|---|---|---|
// | /chat | https://example.com and its subdomains, required | chat.v2 or chat.v1, required | permessage-deflate |
// | /telemetry | every origin; devices send no Origin | metrics, required | none |
// | /feed | every origin | none | permessage-deflate without context takeover |
// | /health | no origin | none | none; GET and HEAD get a 200 |
//
// When a WebSocket is open, the server sends one message with the agreement, then a Close. One thread serves each
// connection.
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <wshake/server.hpp>

namespace {

using wshake::server_state;

constexpr wshake::octets chat_origins[] = {"https://example.com", "https://*.example.com"};
constexpr wshake::octets chat_subprotocols[] = {"chat.v2", "chat.v1"};
constexpr wshake::octets telemetry_subprotocols[] = {"metrics"};
constexpr wshake::field health_header[] = {{"Cache-Control", "no-store"}};
constexpr wshake::octets nowhere[] = {"https://nowhere.invalid"};

constexpr wshake::server_config chat({
    .subprotocols = chat_subprotocols,
    .require_subprotocol = true,
    .origins = chat_origins,
    .require_origin = true,
    .deflate = {.enabled = true},
});
constexpr wshake::server_config telemetry({.subprotocols = telemetry_subprotocols, .require_subprotocol = true});
constexpr wshake::server_config feed({
    .deflate = {.enabled = true, .server_no_context_takeover = true, .client_no_context_takeover = true},
});
constexpr wshake::server_config health({.origins = nowhere, .require_origin = true, .header = health_header});

// The configuration for every path without an endpoint: refuses all handshakes, and closes the connection after a
// refusal.
constexpr wshake::server_config elsewhere({.origins = nowhere, .require_origin = true, .close_refused = true});

constexpr struct {
  std::string_view path;
  const wshake::server_config& config;
} endpoints[] = {{"/chat", chat}, {"/telemetry", telemetry}, {"/feed", feed}, {"/health", health}};

std::string_view path_of(const wshake::server& server) {
  const std::string_view name = server.handshake().resource_name;
  return name.substr(0, name.find('?'));
}

const wshake::server_config& endpoint_of(const wshake::server& server) {
  for (const auto& each : endpoints) {
    if (each.path == path_of(server)) return each.config;
  }
  return elsewhere;
}

// Answers a request that asks for no WebSocket.
wshake::write_result answer_request(wshake::server& server, wshake::mutable_octets out) {
  const std::string_view method = server.request().method;
  if (path_of(server) != "/health") return server.respond(out);
  if (method == "GET" || method == "HEAD") return server.respond(out, {.status = 200, .body = "well\n"});
  return server.respond(out, {.status = 405}, {{"Allow", "GET, HEAD"}});
}

bool send_all(int socket, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = send(socket, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Sends a text message with the agreement, then a Close with code 1000 (RFC 6455 sections 5.2 and 5.5.1). A message may
// be uncompressed even if compression was agreed (RFC 7692 section 6).
void greet(int socket, const wshake::server& server) {
  const wshake::agreement agreed = server.agreed();
  std::string text = std::string(path_of(server)) + " " + std::string(agreed.subprotocol.text());
  if (agreed.deflate.agreed) text += agreed.deflate.server_no_context_takeover ? " deflate alone" : " deflate";
  text.resize(text.size() < 125 ? text.size() : 125);
  send_all(socket, std::string("\x81") + static_cast<char>(text.size()) + text + std::string("\x88\x02\x03\xe8", 4));
}

void serve(int socket, timeval patience) {
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  wshake::stored_server<> server(elsewhere);
  std::array<char, 4096> buffer;
  wshake::octets in;
  bool is_late = false;
  for (bool alive = true; alive;) {
    const wshake::server_feed_result fed = server.feed(in);
    in = in.from(fed.consumed);
    std::array<char, 1024> out;
    wshake::write_result answer;
    switch (server.configure(endpoint_of(server))) {
      case server_state::need_more: {
        const ssize_t size = recv(socket, buffer.data(), buffer.size(), 0);
        is_late = size < 0 && errno == EAGAIN;
        if (size <= 0) server.feed_eof();  // a client that has sent nothing gets no answer
        in = {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
        continue;
      }
      case server_state::upgrade:
        answer = server.accept(out);
        break;
      case server_state::request:
        answer = answer_request(server, out);
        break;
      case server_state::failed:
        answer = server.respond(out, {.error = is_late ? wshake::errc::timed_out : wshake::errc::none});
        break;
      case server_state::responded:
        server.next_request();
        continue;
      case server_state::open:
        greet(socket, server);
        alive = false;
        continue;
      case server_state::closed:
        alive = false;
        continue;
    }
    alive = answer && send_all(socket, answer.written);
  }
  // Closing the socket at once could destroy octets that the client has not received yet, if the client is still
  // sending (RFC 9112 section 9.6).
  shutdown(socket, SHUT_WR);
  while (recv(socket, buffer.data(), buffer.size(), 0) > 0) {
  }
  close(socket);
}

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(3);
}

}  // namespace

int main(int count, char** values) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(count > 1 ? std::atoi(values[1]) : 0));
  const timeval patience = {count > 2 ? std::atoi(values[2]) : 10, 0};
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  if (listener < 0) fail("socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("bind");
  if (listen(listener, SOMAXCONN) != 0) fail("listen");
  socklen_t size = sizeof address;
  if (getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
  std::printf("listening on http://127.0.0.1:%u/\n", unsigned{ntohs(address.sin_port)});
  std::fflush(stdout);
  for (;;) {
    const int accepted = accept(listener, nullptr, nullptr);
    if (accepted >= 0) std::thread(serve, accepted, patience).detach();
  }
}
