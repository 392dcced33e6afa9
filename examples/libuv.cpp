// SPDX-License-Identifier: BSL-1.0
// libuv [PORT [SECONDS]]: an echo server on libuv. A client has SECONDS to open its WebSocket.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <uv.h>

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

// Deletes itself when its handles are closed.
struct connection : session {
  uv_tcp_t tcp;
  uv_timer_t timer;
  uv_write_t write;
  uv_shutdown_t shutdown;
  bool is_sending = false;
  char buffer[16384];

  explicit connection(uv_loop_t* loop) {
    uv_tcp_init(loop, &tcp);
    uv_timer_init(loop, &timer);
    tcp.data = timer.data = write.data = this;
    uv_timer_start(&timer, on_time, 1000, 1000);
  }

  static connection& of(void* data) { return *static_cast<connection*>(data); }
  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&tcp); }

  // Starts the next operation.
  void go_on() {
    if (at == stage::over) return end();
    if (is_sending) return;
    if (!out.empty()) return send();
    if (at == stage::leaving) uv_shutdown(&shutdown, stream(), nullptr);
    uv_read_start(stream(), make_room, on_read);  // no effect if libuv already reads
  }

  void end() {
    uv_close(reinterpret_cast<uv_handle_t*>(&tcp), [](uv_handle_t* closed) {
      uv_handle_t* const second = reinterpret_cast<uv_handle_t*>(&of(closed->data).timer);
      uv_close(second, [](uv_handle_t* last) { delete &of(last->data); });
    });
  }

  // libuv sends all of `out`, then calls back. `out` does not change before the callback.
  void send() {
    uv_read_stop(stream());
    const uv_buf_t all = uv_buf_init(out.data(), static_cast<unsigned>(out.size()));
    is_sending = true;
    const int error = uv_write(&write, stream(), &all, 1, on_sent);
    if (error != 0) on_sent(&write, error);
  }

  static void on_sent(uv_write_t* sent, int error) {
    connection& self = of(sent->data);
    self.is_sending = false;
    if (error == 0) self.sent(self.out.size());
    if (error != 0) self.at = stage::over;
    if (error != UV_ECANCELED) self.go_on();  // UV_ECANCELED: end() has closed the connection
  }

  static void make_room(uv_handle_t* handle, std::size_t, uv_buf_t* room) {
    *room = uv_buf_init(of(handle->data).buffer, sizeof buffer);
  }

  static void on_read(uv_stream_t* handle, ssize_t size, const uv_buf_t*) {
    connection& self = of(handle->data);
    if (size > 0) self.received({self.buffer, static_cast<std::size_t>(size)});
    if (size == UV_EOF) self.at_end();
    if (size < 0 && size != UV_EOF) self.at = stage::over;
    self.go_on();
  }

  static void on_time(uv_timer_t* handle) {
    of(handle->data).check_deadline();
    of(handle->data).go_on();
  }
};

void on_connection(uv_stream_t* listener, int error) {
  if (error != 0) return;  // if no descriptors are left, libuv closes the connections of waiting clients
  connection* const added = new connection(listener->loop);
  if (uv_accept(listener, added->stream()) != 0) added->at = session::stage::over;
  uv_tcp_nodelay(&added->tcp, 1);
  added->go_on();
}

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);  // libuv may write to a connection that the client has closed
  if (count > 2) patience = std::chrono::seconds(std::strtol(values[2], nullptr, 10));
  sockaddr_in here;
  uv_ip4_addr("127.0.0.1", count > 1 ? static_cast<int>(std::strtol(values[1], nullptr, 10)) : 9001, &here);
  uv_tcp_t listener;
  uv_tcp_init(uv_default_loop(), &listener);
  uv_tcp_bind(&listener, reinterpret_cast<const sockaddr*>(&here), 0);
  const int error = uv_listen(reinterpret_cast<uv_stream_t*>(&listener), SOMAXCONN, on_connection);
  if (error != 0) return std::fprintf(stderr, "libuv: %s\n", uv_strerror(error)), 2;
  int size = sizeof here;
  uv_tcp_getsockname(&listener, reinterpret_cast<sockaddr*>(&here), &size);
  std::printf("listening on http://127.0.0.1:%d/\n", ntohs(here.sin_port));
  std::fflush(stdout);
  return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
