// SPDX-License-Identifier: BSL-1.0
// One connection of the echo server: first the handshake by wshake, then frames by wslay. It has a non-blocking socket
// and never waits; when to call it is the business of the loop in echo_server.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <sys/socket.h>
#include <unistd.h>
#include <wslay/wslay.h>

#include <wshake/wshake.hpp>

#include "echo_page.hpp"
#include "written.hpp"

using wshake::octets;

class connection {
 public:
  using clock = std::chrono::steady_clock;

  connection(int socket, const wshake::server_config& config, clock::duration patience)
      : socket_(socket), server_(storage_, config), patience_(patience), deadline_(clock::now() + patience) {}
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  ~connection() {
    if (frames_ != nullptr) wslay_event_context_free(frames_);
    close(socket_);
    // The head may have carried a password or a cookie.
    explicit_bzero(storage_.data(), storage_.size());
    explicit_bzero(buffer_.data(), buffer_.size());
  }

  int socket() const { return socket_; }

  // What to call run() for next: room to write, or else something to read.
  bool waits_to_write() const { return !out_.empty(); }

  // When to call time_is_up(), unless run() moves it.
  clock::time_point deadline() const { return deadline_; }

  // Does all that can be done without waiting. False: the connection is over.
  bool run() {
    for (bool may_read = true;;) {
      // Output goes first: while a slow peer does not take it, nothing is read that could make more of it.
      if (!write_out()) return false;
      if (!out_.empty()) return true;

      if (stage_ == stage::handshake && (!input_.empty() || server_.state() != wshake::event::need_more)) {
        step_handshake();
      } else if (stage_ == stage::frames && (!input_.empty() || wslay_event_want_write(frames_) != 0)) {
        if (!step_frames()) return false;
      } else if (stage_ == stage::leaving) {
        // Closing at once could destroy the last answer on its way, if the peer is still sending (RFC 9112 §9.6).
        shutdown(socket_, SHUT_WR);
        stage_ = stage::gone;
      } else if (!may_read) {
        return true;  // the others have their turn
      } else {
        may_read = false;
        const ssize_t got = recv(socket_, buffer_.data(), buffer_.size(), 0);
        if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
        if (got > 0 && stage_ != stage::gone) input_ = {buffer_.data(), static_cast<std::size_t>(got)};
        if (got == 0 && stage_ != stage::handshake) return false;
        // Half of a head gets an answer: the peer may have closed its sending direction only.
        if (got == 0) server_.feed_eof();
      }
    }
  }

  // The deadline has passed. False: the connection is over.
  bool time_is_up() {
    if (stage_ != stage::handshake || !out_.empty()) return false;
    // Nothing of a request has come: there is nothing to answer. A browser opens such connections in advance.
    if (server_.feed_eof() == wshake::event::closed) return false;
    answer([&](wshake::mutable_octets out) { return server_.reject(out, {.error = wshake::errc::timed_out}); });
    deadline_ = clock::now() + linger;
    return run();
  }

 private:
  enum class stage : std::uint8_t {
    handshake,
    frames,
    leaving,  // the last octets have been written to out_
    gone,     // our direction is shut, what the peer still sends is thrown away
  };

  static constexpr std::chrono::seconds linger{2};
  static constexpr std::size_t most_output = 65536;
  static constexpr std::size_t most_message = std::size_t{16} << 20;

  // Feeds the handshake and answers whatever it reports. What it does not consume stays in input_.
  void step_handshake() {
    const wshake::feed_result fed = server_.feed(input_);
    input_ = input_.from(fed.consumed);
    switch (fed.what) {
      case wshake::event::need_more:
        break;
      case wshake::event::upgrade:
        answer_handshake();
        break;
      case wshake::event::request:
        answer_request();
        break;
      case wshake::event::failed:
        answer([&](wshake::mutable_octets out) { return server_.respond(out); });
        break;
      case wshake::event::rejected:
        // The next attempt comes on this connection, or its octets are here already.
        if (server_.next_request() == wshake::event::need_more) deadline_ = clock::now() + patience_;
        break;
      case wshake::event::open:
        start_frames();
        break;
      case wshake::event::closed:
        leave();
        break;
      default:  // events of a client
        break;
    }
  }

  // A valid opening handshake: who may open which resource is the application's decision.
  void answer_handshake() {
    const std::string_view path = requested_path();
    if (path == "/forbidden") {
      answer([&](wshake::mutable_octets out) { return server_.reject(out, {.status = 403}); });
    } else if (path == "/private" && !knows_password()) {
      const wshake::field challenge[] = {{"WWW-Authenticate", "Basic realm=\"wshake\", charset=\"UTF-8\""}};
      answer([&](wshake::mutable_octets out) { return server_.reject(out, {.status = 401, .header = challenge}); });
    } else {
      answer([&](wshake::mutable_octets out) { return server_.accept(out); });
      if (path == "/page") greeting_ = out_;
    }
  }

  // A request that does not ask for a WebSocket: any status makes a complete answer of it, 200 as well.
  void answer_request() {
    const wshake::request_head request = server_.request();
    if (!server_.handshake().key.empty()) {
      // It was meant to, but a proxy took the upgrade away: 426 says so.
      answer([&](wshake::mutable_octets out) { return server_.respond(out); });
    } else if (requested_path() != "/") {
      answer([&](wshake::mutable_octets out) { return server_.reject(out, {.status = 404}); });
    } else if (request.method != "GET" && request.method != "HEAD") {
      const wshake::field allow[] = {{"Allow", "GET, HEAD"}};
      answer([&](wshake::mutable_octets out) { return server_.reject(out, {.status = 405, .header = allow}); });
    } else {
      const wshake::field header[] = {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"}};
      answer([&](wshake::mutable_octets out) {
        return server_.reject(out, {.status = 200, .header = header, .body = echo_page});
      });
    }
  }

  // The path of the resource, without the query.
  std::string_view requested_path() const {
    const std::string_view name = server_.handshake().resource_name;
    return name.substr(0, name.find('?'));
  }

  bool knows_password() const {
    const auto value = server_.request().header.find("Authorization");
    if (!value) return false;
    std::array<char, 256> buffer;
    const wshake::basic_credentials given = wshake::read_basic(*value, buffer);
    // How long this takes must not tell how much of a guess was right.
    const bool user = wshake::equal_constant_time(given.user, "alice");
    const bool password = wshake::equal_constant_time(given.password, "wonderland");
    explicit_bzero(buffer.data(), buffer.size());
    return given.valid && user && password;
  }

  // Appends to the output what a verb of the handshake writes.
  template <class Verb>
  void answer(Verb verb) {
    wshake::errc error = wshake::errc::none;
    out_ += written_by(verb, error);
    if (error != wshake::errc::none) leave();  // a mistake in the arguments above
  }

  // The 101 is on its way: from here on the octets are frames, those behind the head in input_ as well.
  void start_frames() {
    wslay_event_callbacks callbacks = {};
    callbacks.recv_callback = pull;
    callbacks.send_callback = push;
    callbacks.on_msg_recv_callback = echo;
    if (wslay_event_context_server_init(&frames_, &callbacks, this) != 0) return leave();
    wslay_event_config_set_max_recv_msg_length(frames_, most_message);
    stage_ = stage::frames;
    deadline_ = clock::time_point::max();
    if (greeting_.empty()) return;
    // The page shows the octets of its own handshake: the request's head, then the response's. They are binary messages
    // because a head may hold octets that are no UTF-8.
    send_message(WSLAY_BINARY_FRAME, server_.request().raw);
    send_message(WSLAY_BINARY_FRAME, greeting_);
    greeting_.clear();
  }

  bool step_frames() {
    if (wslay_event_recv(frames_) != 0 || wslay_event_send(frames_) != 0) return false;
    // After a close frame wslay reads no more, whatever follows.
    if (wslay_event_get_read_enabled(frames_) == 0) input_ = {};
    if (wslay_event_want_read(frames_) == 0 && wslay_event_want_write(frames_) == 0) leave();
    return true;
  }

  void send_message(std::uint8_t opcode, octets data) {
    const wslay_event_msg message = {opcode, reinterpret_cast<const std::uint8_t*>(data.data()), data.size()};
    (void)wslay_event_queue_msg(frames_, &message);  // refused after a close frame, rightly
  }

  // wslay asks for octets: it gets those that have been read.
  static ssize_t pull(wslay_event_context_ptr frames, std::uint8_t* data, std::size_t size, int, void* user) {
    connection& self = *static_cast<connection*>(user);
    if (self.input_.empty()) {
      wslay_event_set_error(frames, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }
    const octets part = self.input_.first(size);
    std::memcpy(data, part.data(), part.size());
    self.input_ = self.input_.from(part.size());
    return static_cast<ssize_t>(part.size());
  }

  static ssize_t push(wslay_event_context_ptr frames, const std::uint8_t* data, std::size_t size, int, void* user) {
    connection& self = *static_cast<connection*>(user);
    const std::size_t room = most_output - std::min(most_output, self.out_.size());
    if (room == 0) {
      wslay_event_set_error(frames, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }
    const std::size_t taken = std::min(size, room);
    self.out_.append(reinterpret_cast<const char*>(data), taken);
    return static_cast<ssize_t>(taken);
  }

  static void echo(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg* message, void* user) {
    if (wslay_is_ctrl_frame(message->opcode)) return;  // wslay answers pings and close by itself
    static_cast<connection*>(user)->send_message(message->opcode, {message->msg, message->msg_length});
  }

  // Writes as much as the socket takes. False: the peer is gone.
  bool write_out() {
    std::size_t written = 0;
    while (written < out_.size()) {
      const ssize_t got = send(socket_, out_.data() + written, out_.size() - written, MSG_NOSIGNAL);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return false;
      if (got < 0) break;
      written += static_cast<std::size_t>(got);
    }
    out_.erase(0, written);
    return true;
  }

  void leave() {
    stage_ = stage::leaving;
    input_ = {};
    deadline_ = clock::now() + linger;
  }

  const int socket_;
  std::array<char, wshake::server_storage_size> storage_;  // of server_
  wshake::server server_;
  wslay_event_context_ptr frames_ = nullptr;
  stage stage_ = stage::handshake;
  const clock::duration patience_;  // for one request
  clock::time_point deadline_;
  std::array<char, 16384> buffer_;  // what was read
  octets input_;                    // the part of it that nobody has consumed
  std::string out_;                 // what the socket has not taken
  std::string greeting_;            // the response's head, for the page
};
