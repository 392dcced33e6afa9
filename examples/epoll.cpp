// SPDX-License-Identifier: BSL-1.0
// epoll [PORT [SECONDS]]: an echo server on epoll. A client has SECONDS to open its WebSocket.
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unordered_map>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
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
  const int epoll, socket;
  unsigned watched = 0;

  connection(int loop, int accepted) : epoll(loop), socket(accepted) { watch(); }
  ~connection() { close(socket); }

  void watch() {
    epoll_event wanted = {.events = out.empty() ? EPOLLIN : EPOLLOUT, .data = {.fd = socket}};
    if (wanted.events != watched) epoll_ctl(epoll, watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &wanted);
    watched = wanted.events;
  }

  // Called when the socket is ready or broken. If the socket is broken, recv() or send() fails.
  void run() {
    if (out.empty()) receive();
    if (!out.empty()) send_output();
    if (at == stage::leaving && out.empty()) shutdown(socket, SHUT_WR);
    watch();
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

// If the process has no descriptors left, clients wait in the kernel's queue. The next call accepts these clients.
void accept_all(int epoll, int listener, std::unordered_map<int, connection>& connections) {
  for (;;) {
    const int socket = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) connections.try_emplace(socket, epoll, socket);
    if (socket < 0 && errno != ECONNABORTED && errno != EINTR) return;
  }
}

int main(int count, char** values) {
  if (count > 2) patience = std::chrono::seconds(std::strtol(values[2], nullptr, 10));
  const int listener = listen_on(static_cast<in_port_t>(count > 1 ? std::strtoul(values[1], nullptr, 10) : 9001));
  if (listener < 0) return std::perror("epoll"), 2;
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  epoll_event event = {.events = EPOLLIN | EPOLLET, .data = {.fd = listener}};  // edge-triggered: see accept_all()
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  std::unordered_map<int, connection> connections;  // the keys are the sockets
  for (steady_clock::time_point last_check = {};;) {
    epoll_event ready[256];
    const int events = epoll_wait(epoll, ready, 256, 1000);
    for (int at = 0; at < events; ++at) {
      const auto found = connections.find(ready[at].data.fd);
      if (found == connections.end()) continue;  // the event of the listener
      found->second.run();
      if (found->second.at == session::stage::over) connections.erase(found);
    }
    accept_all(epoll, listener, connections);
    if (steady_clock::now() - last_check < std::chrono::seconds(1)) continue;
    last_check = steady_clock::now();
    for (auto& [socket, each] : connections) {
      each.check_deadline();
      each.watch();
    }
    std::erase_if(connections, [](const auto& each) { return each.second.at == session::stage::over; });
  }
}
