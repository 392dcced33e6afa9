// SPDX-License-Identifier: BSL-1.0
// echo_server: WebSocket on an epoll loop of its own. wshake performs the opening handshake, wslay reads and writes
// frames.
//
//   echo_server [--address 127.0.0.1] [--port 0] [--deadline 10]
//
// GET / answers a page that opens a WebSocket to this server. A handshake to any path opens and echoes every message;
// /forbidden is refused with 403, /private wants Basic credentials, alice and wonderland. --deadline is in seconds: how
// long a client may take for a request.
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <csignal>

#include "echo_connection.hpp"

namespace {

using clock = connection::clock;

struct settings {
  std::string address = "127.0.0.1";
  std::string port = "0";  // 0: any free one
  std::chrono::seconds deadline{10};
};

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(3);
}

class echo_server {
 public:
  explicit echo_server(const settings& wanted) : patience_(wanted.deadline) {
    config_.subprotocols = subprotocols_;
    // SIGINT and SIGTERM become readable, so that they arrive between two events and not within one.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &signals, nullptr) != 0) fail("sigprocmask");
    signals_ = signalfd(-1, &signals, SFD_CLOEXEC);
    if (signals_ < 0) fail("signalfd");
    watch(signals_, EPOLL_CTL_ADD, EPOLLIN, &signals_);
    listen_on(wanted);
    watch(listener_, EPOLL_CTL_ADD, EPOLLIN, &listener_);
  }

  // Until SIGINT or SIGTERM.
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
  void listen_on(const settings& wanted) {
    addrinfo hints = {};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* address = nullptr;
    if (const int error = getaddrinfo(wanted.address.c_str(), wanted.port.c_str(), &hints, &address); error != 0) {
      std::fprintf(stderr, "%s port %s: %s\n", wanted.address.c_str(), wanted.port.c_str(), gai_strerror(error));
      std::exit(3);
    }
    const int on = 1;
    listener_ = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener_ < 0) fail("socket");
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener_, address->ai_addr, address->ai_addrlen) != 0) fail("bind");
    if (listen(listener_, SOMAXCONN) != 0) fail("listen");
    const bool is_ipv6 = address->ai_family == AF_INET6;
    freeaddrinfo(address);

    sockaddr_storage bound = {};
    socklen_t size = sizeof bound;
    std::array<char, NI_MAXSERV> port = {};
    if (getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &size) != 0) fail("getsockname");
    getnameinfo(reinterpret_cast<sockaddr*>(&bound), size, nullptr, 0, port.data(), port.size(), NI_NUMERICSERV);
    std::printf("listening on http://%s%s%s:%s/\n", is_ipv6 ? "[" : "", wanted.address.c_str(), is_ipv6 ? "]" : "",
                port.data());
    std::fflush(stdout);
  }

  void accept_all() {
    for (;;) {
      const int socket = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (socket < 0) {
        // No descriptors left: further clients wait in the kernel's queue until a connection of ours is over.
        is_full_ = (errno == EMFILE || errno == ENFILE) && !connections_.empty();
        if (is_full_) watch(listener_, EPOLL_CTL_MOD, 0, &listener_);
        return;
      }
      const int on = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      auto added = std::make_unique<connection>(socket, config_, patience_);
      watch(socket, EPOLL_CTL_ADD, EPOLLIN, added.get());
      deadlines_.emplace(added->deadline(), added.get());
      connections_.emplace(socket, std::move(added));
    }
  }

  // Lets a connection do something. Afterwards it is over, or what it waits for may have changed.
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

  // Milliseconds; -1 is for ever.
  int until_next_deadline() const {
    if (deadlines_.empty() || deadlines_.begin()->first == clock::time_point::max()) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadlines_.begin()->first - clock::now());
    return left.count() > 0 ? static_cast<int>(left.count()) : 0;
  }

  // Shared by all connections, and what it points to lives as long as they do.
  static constexpr std::array<octets, 2> subprotocols_ = {"chat", "superchat"};
  wshake::server_config config_;

  const clock::duration patience_;
  const int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  int listener_ = -1;
  int signals_ = -1;
  bool is_full_ = false;
  std::unordered_map<int, std::unique_ptr<connection>> connections_;  // by socket
  std::set<std::pair<clock::time_point, connection*>> deadlines_;     // the next one first
};

// A number of seconds from 1 to a day; 0 for anything else.
int read_seconds(const char* text) {
  char* end = nullptr;
  const long number = std::strtol(text, &end, 10);
  return *text != '\0' && *end == '\0' && number >= 1 && number <= 86400 ? static_cast<int>(number) : 0;
}

}  // namespace

int main(int count, char** values) {
  settings wanted;
  for (int at = 1; at < count; at += 2) {
    const std::string_view name = values[at];
    const char* const value = at + 1 < count ? values[at + 1] : nullptr;
    if (value != nullptr && name == "--address") {
      wanted.address = value;
    } else if (value != nullptr && name == "--port") {
      wanted.port = value;
    } else if (value != nullptr && name == "--deadline" && read_seconds(value) != 0) {
      wanted.deadline = std::chrono::seconds(read_seconds(value));
    } else {
      const bool asked = name == "--help" || name == "-h";
      std::fputs("Usage: echo_server [--address 127.0.0.1] [--port 0] [--deadline SECONDS]\n", asked ? stdout : stderr);
      return asked ? 0 : 2;
    }
  }

  // As many connections as the system lets us have.
  rlimit files = {};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  echo_server(wanted).run();
}
