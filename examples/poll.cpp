// SPDX-License-Identifier: BSL-1.0
// poll [PORT [SECONDS]]: an echo server on poll(), for a loop of your own. A client has SECONDS to open its WebSocket.
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <string>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
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

struct connection : session {
  const int socket;

  explicit connection(int accepted) : socket(accepted) {}
  ~connection() { close(socket); }

  // Called when the socket is ready or broken. If the socket is broken, recv() or send() fails.
  void run() {
    if (out.empty()) receive();
    if (!out.empty()) send_output();
    if (at == stage::leaving && out.empty()) shutdown(socket, SHUT_WR);
  }

  void receive() {
    char buffer[16384];
    const ssize_t size = recv(socket, buffer, sizeof buffer, 0);
    if (size > 0) return received({buffer, static_cast<std::size_t>(size)});
    if (size == 0) return at_end();
    if (errno != EAGAIN && errno != EINTR) at = stage::over;
  }

  void send_output() {
    const ssize_t size = send(socket, out.data(), out.size(), MSG_NOSIGNAL);
    if (size >= 0) return sent(static_cast<std::size_t>(size));
    if (errno != EAGAIN && errno != EINTR) at = stage::over;
  }
};

// Returns a listening, non-blocking socket, or -1.
int listen_on(in_port_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
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

// Returns false if the process has no descriptors left: further clients wait in the kernel's queue.
bool accept_all(int listener, std::list<connection>& connections) {
  for (;;) {
    const int socket = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) connections.emplace_back(socket);
    if (socket < 0 && errno != ECONNABORTED && errno != EINTR) return errno == EAGAIN;
  }
}

int main(int count, char** values) {
  if (count > 2) patience = std::chrono::seconds(std::strtol(values[2], nullptr, 10));
  const int listener = listen_on(static_cast<in_port_t>(count > 1 ? std::strtoul(values[1], nullptr, 10) : 9001));
  if (listener < 0) return std::perror("poll"), 2;
  std::list<connection> connections;
  for (bool is_full = false;;) {
    std::vector<pollfd> waits;
    for (const connection& each : connections) {
      waits.push_back({each.socket, static_cast<short>(each.out.empty() ? POLLIN : POLLOUT), 0});
    }
    waits.push_back({listener, static_cast<short>(is_full ? 0 : POLLIN), 0});
    poll(waits.data(), waits.size(), 1000);  // 1 s at most, to check the deadlines; if poll() fails, no socket is ready
    auto wait = waits.cbegin();
    for (connection& each : connections) {
      if ((wait++)->revents != 0) each.run();
      each.check_deadline();
    }
    connections.remove_if([](const connection& each) { return each.at == session::stage::over; });
    if (is_full || wait->revents != 0) is_full = !accept_all(listener, connections);
  }
}
