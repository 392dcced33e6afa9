// SPDX-License-Identifier: BSL-1.0
// blocking_client ws://HOST[:PORT][/PATH]: does a handshake over a blocking socket and prints the result. Exit status:
// 0 if the WebSocket opens, 1 after a refusal, 2 after a failure.
#include "shared/portable_socket.hpp"

#include <cstdio>
#include <string>
#include <string_view>

#include <wshake/client.hpp>

int fail(const char* why) {
  std::fprintf(stderr, "blocking_client: %s\n", why);
  return 2;
}

// Returns a connected socket, or no_socket.
socket_handle connect_to(const wshake::uri& where) {
  std::string_view host = where.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);  // an IPv6 literal
  addrinfo hints = {}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(std::string(host).c_str(), std::to_string(where.port).c_str(), &hints, &found) != 0) return no_socket;
  socket_handle connection = no_socket;
  for (addrinfo* each = found; each != nullptr && connection == no_socket; each = each->ai_next) {
    connection = prepared(socket(each->ai_family, each->ai_socktype, each->ai_protocol));
    if (connection == no_socket) continue;
    if (connect(connection, each->ai_addr, static_cast<socklen_t>(each->ai_addrlen)) == 0) continue;
    close_socket(connection);
    connection = no_socket;
  }
  freeaddrinfo(found);
  return connection;
}

int main(int count, char** values) {
  const wshake::uri_reading uri = wshake::parse_uri(std::string_view(count == 2 ? values[1] : ""));
  if (!uri || uri.found.secure) return fail("the argument must be ws://HOST[:PORT][/PATH]");
  const socket_handle connection = start_sockets() ? connect_to(uri.found) : no_socket;
  if (connection == no_socket) return fail("cannot connect");

  wshake::stored_client<> client;
  wshake::nonce random;
  if (!fill_random(random)) return fail("random bytes are not available");
  const wshake::octets subprotocols[] = {"chat", "superchat"};
  char buffer[4096];
  const auto request = client.start(buffer, {.where = uri.found, .subprotocols = subprotocols}, random);
  if (!request) return fail(wshake::describe(request.error.code).message);
  if (send_octets(connection, request.written) < 0) return fail("cannot send the request");

  for (wshake::octets input;;) {  // octets that were read and that the client has not consumed
    const wshake::client_feed_result fed = client.feed(input);
    input = input.from(fed.consumed);
    switch (fed.event) {
      case wshake::client_event::need_more: {
        const std::ptrdiff_t size = receive_octets(connection, buffer);
        if (size > 0) input = {buffer, static_cast<std::size_t>(size)};
        if (size <= 0) client.feed_eof();
        break;
      }
      case wshake::client_event::interim:  // the final response follows
        break;
      case wshake::client_event::refused:
        std::printf("refused: %u\n", client.response().status);
        break;
      case wshake::client_event::body:
        std::fwrite(fed.data.data(), 1, fed.data.size(), stdout);
        break;
      case wshake::client_event::done:
        return 1;
      case wshake::client_event::open: {
        const std::string_view subprotocol = client.agreed().subprotocol;
        std::printf("open, subprotocol: %.*s, early bytes:", static_cast<int>(subprotocol.size()), subprotocol.data());
        for (const char each : input) std::printf(" %02x", static_cast<unsigned char>(each));  // octets of frames
        std::puts("");
        return 0;
      }
      case wshake::client_event::failed:
        return fail(wshake::describe(client.error().code).message);
      case wshake::client_event::idle:  // before start()
      case wshake::client_event::closed:
        return fail("the connection closed during the handshake");
    }
  }
}
