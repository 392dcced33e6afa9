// SPDX-License-Identifier: BSL-1.0
// Gives the sockets of Linux, macOS and Windows one set of names. Include this header first: on Windows this header
// defines a macro that must be defined before <stdlib.h>. A program for Windows is linked with the library ws2_32.
#pragma once

#if defined(_WIN32)
#if defined(_INC_STDLIB)
#error include portable_socket.hpp before any other header
#endif
#define _CRT_RAND_S  // <stdlib.h> then declares rand_s()
#if !defined(NOMINMAX)
#define NOMINMAX  // <windows.h> then has no macros min and max
#endif
#include <stdlib.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <cerrno>
#include <cstddef>
#include <cstdio>

#include <wshake/octets.hpp>

#if defined(_WIN32)
using socket_handle = SOCKET;
using socket_size = int;
inline constexpr socket_handle no_socket = INVALID_SOCKET;
inline constexpr int shut_sending = SD_SEND;
inline constexpr int without_signal = 0;
inline constexpr int claim_port = SO_EXCLUSIVEADDRUSE;  // SO_REUSEADDR would let another program take the port over

inline bool start_sockets() {
  WSADATA data;
  return WSAStartup(MAKEWORD(2, 2), &data) == 0;
}

inline int close_socket(socket_handle socket) { return closesocket(socket); }

inline bool make_nonblocking(socket_handle socket) {
  u_long on = 1;
  return ioctlsocket(socket, FIONBIO, &on) == 0;
}

inline bool must_wait() { return WSAGetLastError() == WSAEWOULDBLOCK; }

inline void print_socket_error(const char* what) { std::fprintf(stderr, "%s: error %d\n", what, WSAGetLastError()); }

inline bool fill_random(wshake::mutable_octets out) {
  for (std::size_t at = 0; at < out.size(); ++at) {
    unsigned number = 0;
    if (rand_s(&number) != 0) return false;
    out.data()[at] = static_cast<char>(number & 0xff);
  }
  return true;
}
#else
using socket_handle = int;
using socket_size = std::size_t;
inline constexpr socket_handle no_socket = -1;
inline constexpr int shut_sending = SHUT_WR;
inline constexpr int claim_port = SO_REUSEADDR;  // a server that starts again then gets its port at once
#if defined(MSG_NOSIGNAL)
inline constexpr int without_signal = MSG_NOSIGNAL;
#else
inline constexpr int without_signal = 0;  // macOS before version 11: prepared() sets SO_NOSIGPIPE
#endif

inline bool start_sockets() { return true; }

inline int close_socket(socket_handle socket) { return close(socket); }

inline bool make_nonblocking(socket_handle socket) {
  int on = 1;
  return ioctl(socket, FIONBIO, &on) == 0;
}

inline bool must_wait() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

inline void print_socket_error(const char* what) { std::perror(what); }

inline bool fill_random(wshake::mutable_octets out) { return getentropy(out.data(), out.size()) == 0; }
#endif

// Switches an option of a socket on.
inline bool set_option(socket_handle socket, int level, int option) {
  const int on = 1;
  return setsockopt(socket, level, option, reinterpret_cast<const char*>(&on), sizeof on) == 0;
}

// Prepares a socket that socket() or accept() returned. On Linux and macOS, exec() then closes the socket. If
// SO_NOSIGPIPE exists, a program that sends to a closed connection then gets no SIGPIPE; otherwise send_octets()
// prevents the signal.
inline socket_handle prepared(socket_handle socket) {
#if !defined(_WIN32)
  if (socket != no_socket) fcntl(socket, F_SETFD, FD_CLOEXEC);
#endif
#if defined(SO_NOSIGPIPE)
  if (socket != no_socket) set_option(socket, SOL_SOCKET, SO_NOSIGPIPE);
#endif
  return socket;
}

// Returns the number of octets that were sent. After a failure the number is negative, and must_wait() says whether the
// next try may succeed.
inline std::ptrdiff_t send_octets(socket_handle socket, wshake::octets data) {
  return send(socket, data.data(), static_cast<socket_size>(data.size()), without_signal);
}

// Returns the number of octets that were received, 0 at the end of the stream. After a failure the number is negative,
// as for send_octets().
inline std::ptrdiff_t receive_octets(socket_handle socket, wshake::mutable_octets room) {
  return recv(socket, room.data(), static_cast<socket_size>(room.size()), 0);
}
