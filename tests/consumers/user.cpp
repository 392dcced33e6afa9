// SPDX-License-Identifier: BSL-1.0
// A client and a server shake hands in memory.
#include <cstdio>

#include <wshake/wshake.hpp>
#if __has_include(<wshake/error_code.hpp>)  // it is not among the two files
#include <wshake/error_code.hpp>
#endif

int main() {
  char client_storage[wshake::small_client_storage_size], server_storage[wshake::small_server_storage_size], buffer[1024];
  wshake::client client(client_storage);
  wshake::server server(server_storage);

  const wshake::uri_reading uri = wshake::parse_uri("ws://example.com/chat");
  const wshake::nonce random = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};  // of this program only
  const wshake::write_result request = client.start(buffer, {.where = uri.found}, random);
  if (!request || server.feed({buffer, request.size}).what != wshake::event::upgrade) return 1;
  const wshake::write_result answer = server.accept(buffer);
  if (!answer || client.feed({buffer, answer.size}).what != wshake::event::open) return 1;

#if __has_include(<wshake/error_code.hpp>)
  wshake::server another(server_storage);
  if (another.feed("GET / HTTP/1.1\r\n\r\n").what != wshake::event::failed) return 1;
  const std::error_code error = another.error();
  if (error != wshake::errc::missing_host) return 1;
#endif
  std::printf("C++: client %s, server %s\n", wshake::describe(client.state()), wshake::describe(server.state()));
}
