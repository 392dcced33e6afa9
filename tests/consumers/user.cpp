// SPDX-License-Identifier: BSL-1.0
// A client and a server shake hands in memory.
#include <cstdio>

#include <wshake/wshake.hpp>
#if __has_include(<wshake/error_code.hpp>)  // not part of the two-file distribution
#include <wshake/error_code.hpp>
#endif

int main() {
  wshake::stored_client<> client;
  wshake::stored_server<> server;
  char buffer[1024];

  const wshake::uri_reading uri = wshake::parse_uri("ws://example.com/chat");
  const wshake::nonce random = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};  // fixed, in this example only
  const wshake::write_result request = client.start(buffer, {.where = uri.found}, random);
  if (!request || server.feed(request.written).state != wshake::server_state::upgrade) return 1;
  const wshake::write_result answer = server.accept(buffer);
  if (!answer || client.feed(answer.written).event != wshake::client_event::open) return 1;

#if __has_include(<wshake/error_code.hpp>)
  wshake::stored_server<> another;
  if (another.feed("GET / HTTP/1.1\r\n\r\n").state != wshake::server_state::failed) return 1;
  const std::error_code error = another.error().code;
  if (error != wshake::errc::missing_host) return 1;
#endif
  std::printf("C++: client %s, server %s\n", wshake::describe(client.state()), wshake::describe(server.state()));
}
