// SPDX-License-Identifier: BSL-1.0
// io_uring [PORT [SECONDS]]: an echo server. A client has SECONDS to open its WebSocket. Exit status 77: no io_uring.
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>

#include <liburing.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <wshake/server.hpp>

#include "frames.hpp"

using std::chrono::steady_clock;

constexpr wshake::octets subprotocols[] = {"chat", "superchat"};
// A page of another site must not open a WebSocket, because the browser would add the user's cookies for this site.
constexpr wshake::server_config config({.subprotocols = subprotocols, .same_host_origin = true});
std::chrono::seconds patience(10);  // the time that a client has for its handshake

// The handshake and the frames of one connection. The loop receives only while `out` is empty, so `out` stays small.
struct session {
  enum class stage { handshake, frames, leaving, over } at = stage::handshake;
  steady_clock::time_point deadline = steady_clock::now() + patience;
  wshake::stored_server<> server{config};
  std::string in, out;  // `in`: received, not consumed yet; `out`: not sent yet
  frames messages{frames::role::server, [this](const frames::message& message) { echo(message); }};

  void received(wshake::octets data) {
    in += data.text();
    if (at == stage::handshake) shake_hands();
    if (at == stage::frames && !messages.step(in, out)) leave();
    if (at != stage::handshake) in.clear();
  }

  void sent(std::size_t size) {
    out.erase(0, size);
    if (out.empty()) received({});  // `messages` may hold more octets to send
  }

  // Answers requests until a request opens the WebSocket. The octets behind this request are frames, and stay in `in`.
  void shake_hands() {
    while (at == stage::handshake) {
      const wshake::server_feed_result fed = server.feed(in);
      in.erase(0, fed.consumed);
      char buffer[config.response_size()];
      switch (fed.state) {
        case wshake::server_state::need_more:
          return;
        case wshake::server_state::upgrade:  // here your program decides who may connect
          answer(server.handshake().resource_name == "/forbidden" ? server.respond(buffer) : server.accept(buffer));
          break;
        case wshake::server_state::request:
        case wshake::server_state::failed:
          answer(server.respond(buffer));
          break;
        case wshake::server_state::responded:
          server.next_request();
          break;
        case wshake::server_state::open:
          at = stage::frames;
          deadline = steady_clock::time_point::max();
          break;
        case wshake::server_state::closed:
          leave();
          break;
      }
    }
  }

  void answer(const wshake::write_result& result) {
    out += result.written.text();
    if (!result) at = stage::over;  // the buffer is too small: see server_config::response_size()
  }

  void echo(const frames::message& message) {
    if (!wslay_is_ctrl_frame(message.opcode)) messages.send(message.opcode, {message.msg, message.msg_length});
  }

  // Gives the client 2 seconds to close first: close() could destroy an answer in transit (RFC 9112 section 9.6).
  void leave() {
    at = stage::leaving;
    deadline = steady_clock::now() + std::chrono::seconds(2);
  }

  // Called when the client has closed its sending direction. An incomplete request gets an answer.
  void at_end() {
    if (at != stage::handshake) at = stage::over;
    server.feed_eof();
    received({});
  }

  // Ends the connection after its deadline. If a part of a request has arrived, the client gets a 408 first.
  void check_deadline() {
    if (steady_clock::now() < deadline) return;
    const bool has_part = at == stage::handshake && out.empty() && server.feed_eof() == wshake::server_state::failed;
    at = stage::over;
    if (!has_part) return;
    char buffer[config.response_size()];
    answer(server.respond(buffer, {.error = wshake::errc::timed_out}));
    leave();
  }
};

// Returns an entry of the submission queue for an operation. A second entry stays free for the operation's timeout,
// because both entries must be submitted together.
io_uring_sqe* new_entry(io_uring& ring) {
  while (io_uring_sq_space_left(&ring) < 2)
    if (io_uring_submit(&ring) <= 0) std::abort();  // the kernel takes no entries
  return io_uring_get_sqe(&ring);
}

struct connection : session {
  const int socket;
  __kernel_timespec until = {};
  char buffer[16384];

  explicit connection(int accepted) : socket(accepted) {}
  ~connection() { close(socket); }

  // Starts a send or a receive: a connection has one pending operation. The kernel cancels it at the deadline.
  void go_on(io_uring& ring) {
    if (at == stage::over) return delete this;
    if (at == stage::leaving && out.empty()) shutdown(socket, SHUT_WR);
    io_uring_sqe* const operation = new_entry(ring);
    if (!out.empty()) io_uring_prep_send(operation, socket, out.data(), out.size(), MSG_NOSIGNAL);
    if (out.empty()) io_uring_prep_recv(operation, socket, buffer, sizeof buffer, 0);
    io_uring_sqe_set_data(operation, this);
    if (deadline == steady_clock::time_point::max()) return;
    operation->flags |= IOSQE_IO_LINK;
    const std::chrono::nanoseconds time = deadline.time_since_epoch();  // io_uring and steady_clock share a clock
    until = {time.count() / 1'000'000'000, time.count() % 1'000'000'000};
    io_uring_sqe* const timeout = io_uring_get_sqe(&ring);
    io_uring_prep_link_timeout(timeout, &until, IORING_TIMEOUT_ABS);
    io_uring_sqe_set_data(timeout, nullptr);
  }

  void done(int result) {
    if (result >= 0 && !out.empty()) return sent(static_cast<std::size_t>(result));
    if (result > 0) return received({buffer, static_cast<std::size_t>(result)});
    if (result == 0) return at_end();
    if (result != -ECANCELED && result != -EINTR && result != -EAGAIN) at = stage::over;
    check_deadline();
  }
};

// Returns a listening socket, or -1.
int listen_on(in_port_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  sockaddr_in here = {AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}, {}};
  socklen_t size = sizeof here;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // accepted sockets inherit this option
  if (bind(listener, reinterpret_cast<sockaddr*>(&here), size) != 0 || listen(listener, SOMAXCONN) != 0) return -1;
  getsockname(listener, reinterpret_cast<sockaddr*>(&here), &size);
  std::printf("listening on http://127.0.0.1:%d/\n", ntohs(here.sin_port));
  std::fflush(stdout);
  return listener;
}

int main(int count, char** values) {
  if (count > 2) patience = std::chrono::seconds(std::strtol(values[2], nullptr, 10));
  io_uring ring;
  if (const int error = io_uring_queue_init(1024, &ring, 0); error < 0) {
    return std::fprintf(stderr, "io_uring: this system does not permit io_uring: %s\n", std::strerror(-error)), 77;
  }
  int listener = listen_on(static_cast<in_port_t>(count > 1 ? std::strtoul(values[1], nullptr, 10) : 9001));
  if (listener < 0) return std::perror("io_uring"), 2;
  __kernel_timespec pause = {.tv_sec = 0, .tv_nsec = 50'000'000};
  const auto accept_next = [&](bool has_descriptors) {  // if false, new clients wait in the kernel's queue
    io_uring_sqe* const entry = new_entry(ring);
    if (has_descriptors) io_uring_prep_accept(entry, listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (!has_descriptors) io_uring_prep_timeout(entry, &pause, 0, 0);
    io_uring_sqe_set_data(entry, &listener);
  };
  accept_next(true);
  for (;;) {
    io_uring_submit_and_wait(&ring, 1);
    for (io_uring_cqe* completed = nullptr; io_uring_peek_cqe(&ring, &completed) == 0;) {
      void* const whose = io_uring_cqe_get_data(completed);
      const int result = completed->res;
      io_uring_cqe_seen(&ring, completed);
      if (whose == &listener) {
        if (result >= 0) (new connection(result))->go_on(ring);
        accept_next(result >= 0 || result == -ETIME);
      } else if (whose != nullptr) {  // nullptr: the result of a timeout
        static_cast<connection*>(whose)->done(result);
        static_cast<connection*>(whose)->go_on(ring);
      }
    }
  }
}
