// SPDX-License-Identifier: BSL-1.0
// One connection of the echo server: a conversation on a non-blocking socket. The functions never wait: the loop in
// echo_server.cpp calls the functions when the socket is ready.
#pragma once

#include <cerrno>

#include <sys/socket.h>
#include <unistd.h>

#include "echo_conversation.hpp"

class connection {
 public:
  using clock = conversation::clock;

  connection(int socket, clock::duration patience, bool is_behind_proxy)
      : socket_(socket), talk_(patience, is_behind_proxy) {}
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() { close(socket_); }

  int socket() const { return socket_; }

  // True if the loop has to call run() when the socket takes octets. False if the loop has to call run() when octets of
  // the client have arrived.
  bool waits_to_write() const { return !talk_.output().empty(); }

  // The time at which the loop calls time_is_up(). run() may change this time.
  clock::time_point deadline() const { return talk_.deadline(); }

  // Does all the work that is possible without waiting. Returns false if the connection is over.
  bool run() {
    for (bool may_read = true;;) {
      const conversation::wish wish = talk_.next();
      if (wish == conversation::wish::leave) return false;
      if (wish == conversation::wish::shut) {
        shutdown(socket_, SHUT_WR);
        continue;
      }
      const bool reads = wish == conversation::wish::receive;
      if (reads && !may_read) return true;  // lets the other connections run
      const ssize_t got = reads ? recv(socket_, talk_.room().data(), talk_.room().size(), 0)
                                : send(socket_, talk_.output().data(), talk_.output().size(), MSG_NOSIGNAL);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
      may_read = may_read && !reads;
      if (reads) {
        talk_.received(static_cast<std::size_t>(got));
      } else {
        talk_.sent(static_cast<std::size_t>(got));
      }
    }
  }

  // Called when the deadline has passed. Returns false if the connection is over.
  bool time_is_up() {
    talk_.time_is_up();
    return run();
  }

 private:
  const int socket_;
  echo_conversation talk_;
};
