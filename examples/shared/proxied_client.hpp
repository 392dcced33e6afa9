// SPDX-License-Identifier: BSL-1.0
// Prints the client that a header of the PROXY protocol names, or the reason why the header names no client.
#pragma once

#include <array>
#include <cstdio>
#include <cstring>

#include <arpa/inet.h>
#include <sys/socket.h>

#include <wshake/error.hpp>
#include <wshake/proxy_header.hpp>

// Prints one line, such as "client 192.0.2.1 port 56324". For a connection that the proxy opened for itself, such as a
// health check, the line is "client is the proxy".
inline void print_client(const wshake::proxy_header& header) {
  const wshake::proxy_endpoint& client = header.source;
  std::array<char, INET6_ADDRSTRLEN> address = {};
  switch (header.family) {
    case wshake::proxy_family::ipv4:
    case wshake::proxy_family::ipv6:
      inet_ntop(header.family == wshake::proxy_family::ipv4 ? AF_INET : AF_INET6, client.ip.data(), address.data(),
                address.size());
      std::printf("client %s port %u\n", address.data(), client.port);
      break;
    case wshake::proxy_family::unix_socket:
      std::printf("client on a Unix socket\n");  // the path is not printed: it may hold control characters
      break;
    case wshake::proxy_family::unspecified:
      std::printf(header.command == wshake::proxy_command::local ? "client is the proxy\n" : "client is unknown\n");
      break;
  }
  std::fflush(stdout);
}

// Prints one line for a connection that ends because its header of the PROXY protocol is missing or invalid.
inline void print_no_client(const wshake::diagnostic& error) {
  const wshake::error_info& info = wshake::describe(error.code);
  std::printf("no client: %s (%s), offset %zu\n", info.message, info.rule, error.offset);
  std::fflush(stdout);
}
