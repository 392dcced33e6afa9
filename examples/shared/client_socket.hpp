// SPDX-License-Identifier: BSL-1.0
// The TCP connections of the program `client`, one at a time. open() waits for the resolver. The other functions
// never wait: epoll reports when to call connect(), read() or write() again.
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <wshake/wshake.hpp>

class client_socket {
 public:
  using clock = std::chrono::steady_clock;

  enum class progress : std::uint8_t { pending, connected, failed };

  explicit client_socket(int epoll) : epoll_(epoll) {}
  client_socket(const client_socket&) = delete;
  client_socket& operator=(const client_socket&) = delete;

  ~client_socket() {
    leave();
    if (addresses_ != nullptr) freeaddrinfo(addresses_);
  }

  // Closes the old connection and resolves the host. Then call connect(). Returns false on failure, and error() gives
  // the reason. The system's resolver blocks on the network, so a program with other work should call open() in another
  // thread.
  bool open(const wshake::uri& where, clock::time_point deadline) {
    leave();
    out_.clear();
    if (addresses_ != nullptr) freeaddrinfo(addresses_);
    addresses_ = nullptr;
    std::string_view host = where.host;
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);  // an IPv6 literal
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    const int failure = getaddrinfo(std::string{host}.c_str(), std::to_string(where.port).c_str(), &hints, &addresses_);
    error_ = failure == 0 ? "" : gai_strerror(failure);
    deadline_ = deadline;
    consider(failure == 0 ? addresses_ : nullptr);
    return failure == 0;
  }

  // Tries one address after another. If connect() returns pending, call it again after the next event of epoll.
  progress connect() {
    for (; address_ != nullptr; consider(address_->ai_next)) {
      if (socket_ < 0 && !make_socket()) continue;
      if (::connect(socket_, address_->ai_addr, address_->ai_addrlen) == 0) return progress::connected;
      if (errno == EINPROGRESS || errno == EALREADY || errno == EINTR) return progress::pending;
      error_ = std::strerror(errno);
    }
    return progress::failed;
  }

  // The deadline of the current address. The addresses that are left share the remaining time equally.
  clock::time_point patience() const { return patience_; }

  // Gives up the current address, because connecting took too long. connect() then tries the next address.
  void give_up_address() {
    error_ = std::strerror(ETIMEDOUT);
    if (address_ != nullptr) consider(address_->ai_next);
  }

  // Queues octets for write().
  void send(wshake::octets data) { out_.append(data.data(), data.size()); }
  bool has_sent_all() const { return out_.empty(); }

  // Sends as many octets as the socket takes. Does not report an error of send(): the peer may have sent an answer
  // before the error, and read() returns this answer.
  void write() {
    while (!out_.empty()) {
      const ssize_t sent = ::send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
      out_.erase(0, sent < 0 ? out_.size() : static_cast<std::size_t>(sent));
    }
    const std::uint32_t wanted = out_.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT;
    if (wanted != watched_) watch(EPOLL_CTL_MOD, wanted);
  }

  // Returns the number of octets, 0 at the end of the stream, or -1 if no octets have come yet or the connection broke.
  // If the connection broke, error() has the reason.
  ssize_t read(wshake::mutable_octets buffer) {
    error_.clear();
    ssize_t got = 0;
    do {
      got = recv(socket_, buffer.data(), buffer.size(), 0);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK) error_ = std::strerror(errno);
    return got;
  }

  const std::string& error() const { return error_; }

 private:
  void leave() {
    if (socket_ >= 0) close(socket_);  // also removes the socket from the epoll set
    socket_ = -1;
  }

  void consider(const addrinfo* address) {
    leave();
    address_ = address;
    std::ptrdiff_t left = 0;
    for (; address != nullptr; address = address->ai_next) ++left;
    patience_ = clock::now() + (deadline_ - clock::now()) / std::max<std::ptrdiff_t>(left, 1);
  }

  bool make_socket() {
    socket_ = socket(address_->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) {
      error_ = std::strerror(errno);
      return false;
    }
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(EPOLL_CTL_ADD, EPOLLOUT);
    return true;
  }

  void watch(int how, std::uint32_t what) {
    watched_ = what;
    epoll_event event = {};
    event.events = what;
    if (epoll_ctl(epoll_, how, socket_, &event) != 0) error_ = std::strerror(errno);
  }

  const int epoll_;
  int socket_ = -1;
  addrinfo* addresses_ = nullptr;
  const addrinfo* address_ = nullptr;  // the address that is tried, or that answered
  clock::time_point deadline_;
  clock::time_point patience_;
  std::uint32_t watched_ = 0;  // the events that epoll watches for
  std::string out_;            // octets that the socket has not taken
  std::string error_;
};
