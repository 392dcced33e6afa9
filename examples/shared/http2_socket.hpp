// SPDX-License-Identifier: BSL-1.0
// The functions with which the examples for HTTP/2 connect, send and listen on sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <wshake/uri.hpp>

// Returns a connected socket, or -1.
inline int connect_to(const wshake::uri& where) {
  std::string_view host = where.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);  // an IPv6 literal
  addrinfo hints = {}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(std::string(host).c_str(), std::to_string(where.port).c_str(), &hints, &found) != 0) return -1;
  int connection = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  if (connection >= 0 && connect(connection, found->ai_addr, found->ai_addrlen) != 0) {
    close(connection);
    connection = -1;
  }
  freeaddrinfo(found);
  return connection;
}

// Sends all bytes on a blocking socket.
inline bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

// Listens on the loopback interface and prints the port. Port 0 selects a free port. Serves each connection in a thread
// of its own. Returns if it cannot listen.
template <class Serve>
void serve_threads(std::uint16_t port, const Serve& serve) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, SOMAXCONN) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return;
  }
  std::printf("listening on 127.0.0.1:%u\n", ntohs(address.sin_port));
  std::fflush(stdout);
  for (;;) {
    const int socket = accept(listener, nullptr, nullptr);
    if (socket >= 0) std::thread([socket, serve] { serve(socket); }).detach();
  }
}
