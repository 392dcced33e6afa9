// SPDX-License-Identifier: BSL-1.0
// asio [PORT [SECONDS]]: an echo server on standalone Asio. A client has SECONDS to open its WebSocket. The server uses
// callbacks, because Asio does not support the coroutines of clang 14.
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include <asio.hpp>

#include <wshake/server.hpp>

#include "frames.hpp"

using asio::error_code;
using asio::ip::tcp;
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

// Each pending handler holds the connection, so the connection lives until the last handler has run.
struct connection : session, std::enable_shared_from_this<connection> {
  tcp::socket socket;
  asio::steady_timer timer;
  std::array<char, 16384> buffer;

  explicit connection(tcp::socket accepted) : socket(std::move(accepted)), timer(socket.get_executor()) {}

  // Starts the next operation. At most one operation and the timer are pending.
  void go_on() {
    error_code ignored;  // the client may have left
    if (at == stage::over) {
      timer.cancel();
      socket.close(ignored);
      return;
    }
    if (timer.expiry() != deadline) watch_deadline();
    if (!out.empty()) return send();
    if (at == stage::leaving) socket.shutdown(tcp::socket::shutdown_send, ignored);
    receive();
  }

  void watch_deadline() {
    timer.expires_at(deadline);
    timer.async_wait([self = shared_from_this()](const error_code& error) {
      if (error) return;  // cancelled: the deadline has changed, or the connection is over
      self->check_deadline();
      self->socket.cancel();  // the handler of the pending operation calls go_on()
    });
  }

  void receive() {
    socket.async_read_some(asio::buffer(buffer), [self = shared_from_this()](const error_code& error, std::size_t size) {
      if (size > 0) self->received({self->buffer.data(), size});
      if (error == asio::error::eof) self->at_end();
      self->check(error);
    });
  }

  void send() {
    socket.async_write_some(asio::buffer(out), [self = shared_from_this()](const error_code& error, std::size_t size) {
      if (size > 0) self->sent(size);
      self->check(error);
    });
  }

  void check(const error_code& error) {
    const bool is_harmless = !error || error == asio::error::eof || error == asio::error::operation_aborted;
    if (!is_harmless) at = stage::over;
    go_on();
  }
};

void accept_next(tcp::acceptor& acceptor, asio::steady_timer& pause) {
  acceptor.async_accept([&](const error_code& error, tcp::socket socket) {
    if (error) {  // no descriptors are left, for example: the clients wait in the kernel's queue
      pause.expires_after(std::chrono::milliseconds(50));
      return pause.async_wait([&](const error_code&) { accept_next(acceptor, pause); });
    }
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::make_shared<connection>(std::move(socket))->go_on();
    accept_next(acceptor, pause);
  });
}

int main(int count, char** values) try {
  if (count > 2) patience = std::chrono::seconds(std::strtol(values[2], nullptr, 10));
  const auto port = static_cast<std::uint16_t>(count > 1 ? std::strtoul(values[1], nullptr, 10) : 9001);
  asio::io_context io(1);
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), port});
  asio::steady_timer pause(io);
  std::printf("listening on http://127.0.0.1:%d/\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  accept_next(acceptor, pause);
  io.run();
} catch (const std::exception& error) {
  std::fprintf(stderr, "asio: %s\n", error.what());
  return 2;
}
