// SPDX-License-Identifier: BSL-1.0
// echo_server: an echo server on its own epoll loop. wshake performs the opening handshake, wslay reads and writes
// frames.
//
//   echo_server [--address 127.0.0.1] [--port 0] [--deadline 10] [--proxy-protocol]
//
// GET / answers with a page that opens a WebSocket to this server. A handshake to /forbidden is refused with 403. A
// handshake to /private requires the Basic credentials alice:wonderland, or the secret looking-glass. The secret is the
// value of the cookie `session` or of the member `token` of the query. A handshake to any other path succeeds, and the
// server echoes every message. --deadline limits the time for a request, in seconds. With --proxy-protocol every
// connection must begin with a header of the PROXY protocol, and the server prints the client's address from the
// header.
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/echo_connection.hpp"
#include "shared/echo_settings.hpp"

namespace {

using clock = connection::clock;

class echo_server {
 public:
  explicit echo_server(const echo_settings& wanted)
      : patience_(wanted.deadline), is_behind_proxy_(wanted.is_behind_proxy) {
    // SIGINT and SIGTERM become readable events, so that no signal interrupts the handling of another event.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &signals, nullptr) != 0) fail("sigprocmask");
    signals_ = signalfd(-1, &signals, SFD_CLOEXEC);
    if (signals_ < 0) fail("signalfd");
    watch(signals_, EPOLL_CTL_ADD, EPOLLIN, &signals_);
    listener_ = listen_on(wanted);
    watch(listener_, EPOLL_CTL_ADD, EPOLLIN, &listener_);
  }

  // Runs until SIGINT or SIGTERM.
  void run() {
    std::array<epoll_event, 256> ready;
    for (;;) {
      const int count = epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), until_next_deadline());
      if (count < 0 && errno != EINTR) fail("epoll_wait");
      for (int at = 0; at < count; ++at) {
        void* const whose = ready[static_cast<std::size_t>(at)].data.ptr;
        if (whose == &signals_) return;
        if (whose == &listener_) {
          accept_all();
        } else {
          drive(*static_cast<connection*>(whose), &connection::run);
        }
      }
      while (!deadlines_.empty() && deadlines_.begin()->first <= clock::now()) {
        drive(*deadlines_.begin()->second, &connection::time_is_up);
      }
    }
  }

 private:
  void accept_all() {
    for (;;) {
      const int socket = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket < 0) {
        // No descriptors are left. Further clients wait in the kernel's queue until a connection of this server is
        // over.
        is_full_ = (errno == EMFILE || errno == ENFILE) && !connections_.empty();
        if (is_full_) watch(listener_, EPOLL_CTL_MOD, 0, &listener_);
        return;
      }
      const int on = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      auto added = std::make_unique<connection>(socket, patience_, is_behind_proxy_);
      watch(socket, EPOLL_CTL_ADD, EPOLLIN, added.get());
      deadlines_.emplace(added->deadline(), added.get());
      connections_.emplace(socket, std::move(added));
    }
  }

  // Calls `what`, a function of the connection. Then removes the connection if it is over, or updates the events and
  // the deadline for which the connection waits.
  void drive(connection& each, bool (connection::*what)()) {
    const clock::time_point old_deadline = each.deadline();
    const bool waited_to_write = each.waits_to_write();
    if (!(each.*what)()) {
      deadlines_.erase({old_deadline, &each});
      connections_.erase(each.socket());
      if (is_full_) watch(listener_, EPOLL_CTL_MOD, EPOLLIN, &listener_);
      is_full_ = false;
      return;
    }
    if (each.deadline() != old_deadline) {
      deadlines_.erase({old_deadline, &each});
      deadlines_.emplace(each.deadline(), &each);
    }
    if (each.waits_to_write() != waited_to_write) {
      watch(each.socket(), EPOLL_CTL_MOD, each.waits_to_write() ? EPOLLOUT : EPOLLIN, &each);
    }
  }

  void watch(int descriptor, int how, std::uint32_t what, void* whose) {
    epoll_event event = {};
    event.events = what;
    event.data.ptr = whose;
    if (epoll_ctl(epoll_, how, descriptor, &event) != 0) fail("epoll_ctl");
  }

  // Returns the milliseconds until the next deadline, or -1 for no deadline.
  int until_next_deadline() const {
    if (deadlines_.empty() || deadlines_.begin()->first == clock::time_point::max()) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadlines_.begin()->first - clock::now());
    return left.count() > 0 ? static_cast<int>(left.count()) : 0;
  }

  const clock::duration patience_;
  const bool is_behind_proxy_;
  const int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  int listener_ = -1;
  int signals_ = -1;
  bool is_full_ = false;
  std::unordered_map<int, std::unique_ptr<connection>> connections_;  // the keys are the sockets
  std::set<std::pair<clock::time_point, connection*>> deadlines_;     // earliest first
};

}  // namespace

int main(int count, char** values) {
  const std::span<char*> arguments = std::span(values, static_cast<std::size_t>(count)).subspan(count > 0 ? 1 : 0);
  echo_server(echo_settings(arguments, "echo_server", proxy_option::present)).run();
}
