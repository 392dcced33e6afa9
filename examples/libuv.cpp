// SPDX-License-Identifier: BSL-1.0
// libuv: WebSocket on a loop of libuv, server and client.
//
//   libuv serve [--address 127.0.0.1] [--port 0] [--deadline 10]
//   libuv connect [--deadline 10] ws://HOST[:PORT][/PATH] [TEXT...]
//
// The handshake and the messages are in the conversation: echo_conversation.hpp for the server, client_conversation.hpp
// for the client. This file carries the conversation's octets in both directions.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <uv.h>

#include "shared/echo_conversation.hpp"
#include "shared/loop_program.hpp"

namespace {

void check(const char* what, int error) {
  if (error >= 0) return;
  std::fprintf(stderr, "%s: %s\n", what, uv_strerror(error));
  std::exit(3);
}

// Carries a conversation over a TCP handle. The carrier deletes itself when the conversation is over and the handles
// are closed.
class carrier {
 public:
  carrier(uv_loop_t* loop, std::shared_ptr<conversation> talk) : talk_(std::move(talk)) {
    uv_tcp_init(loop, &tcp_);
    uv_timer_init(loop, &timer_);
    tcp_.data = timer_.data = write_.data = this;
  }
  carrier(const carrier&) = delete;
  carrier& operator=(const carrier&) = delete;

  uv_tcp_t& tcp() { return tcp_; }

  // Performs the action that the conversation asks for. Called again when the action is done or has failed, or when the
  // time is up.
  void go_on() {
    if (has_left_) return;
    for (;;) {
      switch (talk_->next()) {
        case conversation::wish::send:
          uv_read_stop(stream());
          return send();
        case conversation::wish::receive:
          uv_read_start(stream(), make_room, on_read);  // no effect if reading has been started
          return watch_time();
        case conversation::wish::shut:
          uv_shutdown(&shutdown_, stream(), nullptr);
          break;
        case conversation::wish::leave:
          return leave();
      }
    }
  }

  void lost(int error) {
    talk_->lost(uv_strerror(error));
    go_on();
  }

  // Sets the timer if the deadline has changed.
  void watch_time() {
    const conversation::clock::time_point deadline = talk_->deadline();
    if (deadline == watched_) return;
    watched_ = deadline;
    if (deadline == conversation::clock::time_point::max()) {
      uv_timer_stop(&timer_);
      return;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - conversation::clock::now()).count();
    uv_timer_start(&timer_, on_timer, static_cast<std::uint64_t>(std::max<decltype(left)>(left, 0)), 0);
  }

  void leave() {
    has_left_ = true;
    const auto on_closed = [](uv_handle_t* handle) {
      carrier& self = of(handle->data);
      if (--self.open_handles_ == 0) delete &self;
    };
    uv_close(reinterpret_cast<uv_handle_t*>(&tcp_), on_closed);
    uv_close(reinterpret_cast<uv_handle_t*>(&timer_), on_closed);
  }

 private:
  static carrier& of(const void* data) { return *static_cast<carrier*>(const_cast<void*>(data)); }
  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&tcp_); }

  // libuv sends the whole output and calls back once. The conversation keeps the octets until the callback.
  void send() {
    const wshake::octets output = talk_->output();
    const uv_buf_t buffer = uv_buf_init(const_cast<char*>(output.data()), static_cast<unsigned>(output.size()));
    sending_ = output.size();
    const int error = uv_write(&write_, stream(), &buffer, 1, [](uv_write_t* request, int status) {
      carrier& self = of(request->data);
      if (status < 0) return self.lost(status);
      self.talk_->sent(self.sending_);
      self.go_on();
    });
    if (error < 0) return lost(error);
    watch_time();
  }

  static void make_room(uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
    const wshake::mutable_octets room = of(handle->data).talk_->room();
    *buffer = uv_buf_init(room.data(), static_cast<unsigned>(room.size()));
  }

  static void on_read(uv_stream_t* handle, ssize_t size, const uv_buf_t*) {
    carrier& self = of(handle->data);
    if (size == 0) return;  // there was nothing to read
    if (size < 0 && size != UV_EOF) return self.lost(static_cast<int>(size));
    if (size < 0) uv_read_stop(handle);
    self.talk_->received(size < 0 ? 0 : static_cast<std::size_t>(size));
    self.go_on();
  }

  static void on_timer(uv_timer_t* timer) {
    carrier& self = of(timer->data);
    self.watched_ = {};
    if (conversation::clock::now() < self.talk_->deadline()) return self.watch_time();
    self.talk_->time_is_up();
    self.go_on();
  }

  const std::shared_ptr<conversation> talk_;
  uv_tcp_t tcp_;
  uv_timer_t timer_;
  uv_write_t write_;
  uv_shutdown_t shutdown_;
  std::size_t sending_ = 0;
  conversation::clock::time_point watched_ = {};
  int open_handles_ = 2;
  bool has_left_ = false;
};

struct server {
  uv_tcp_t listener = {};
  std::chrono::seconds patience = {};
};

void on_connection(uv_stream_t* listener, int error) {
  if (error < 0) return;  // the client is gone, or no descriptors are left
  const std::chrono::seconds patience = static_cast<server*>(listener->data)->patience;
  auto* const added = new carrier(listener->loop, std::make_shared<echo_conversation>(patience));
  if (const int failure = uv_accept(listener, reinterpret_cast<uv_stream_t*>(&added->tcp())); failure < 0) {
    return added->lost(failure);
  }
  uv_tcp_nodelay(&added->tcp(), 1);
  added->go_on();
}

int serve(const echo_settings& wanted) {
  uv_loop_t* const loop = uv_default_loop();
  uv_signal_t signals[2];
  for (uv_signal_t& each : signals) {
    uv_signal_init(loop, &each);
    uv_signal_start(&each, [](uv_signal_t* signal, int) { uv_stop(signal->loop); }, &each == signals ? SIGINT : SIGTERM);
  }
  server served;
  served.patience = wanted.deadline;
  served.listener.data = &served;
  uv_tcp_init(loop, &served.listener);
  check("uv_tcp_open", uv_tcp_open(&served.listener, listen_on(wanted)));
  check("uv_listen", uv_listen(reinterpret_cast<uv_stream_t*>(&served.listener), SOMAXCONN, on_connection));
  return uv_run(loop, UV_RUN_DEFAULT) < 0;
}

// Tries the addresses of a host one after another. Each address has its own carrier.
struct dialer {
  uv_loop_t* loop;
  std::shared_ptr<conversation> talk;
  const addrinfo* address = nullptr;
  carrier* attempt = nullptr;
  uv_connect_t request = {};

  void try_address() {
    request.data = this;
    attempt = new carrier(loop, talk);
    attempt->watch_time();
    const int error = uv_tcp_connect(&request, &attempt->tcp(), address->ai_addr, [](uv_connect_t* done, int status) {
      if (status != UV_ECANCELED) static_cast<dialer*>(done->data)->take(status);  // UV_ECANCELED: the time was up
    });
    if (error < 0) take(error);
  }

  void take(int error) {
    if (error >= 0) {
      uv_tcp_nodelay(&attempt->tcp(), 1);
      attempt->go_on();
    } else if (address->ai_next == nullptr) {
      attempt->lost(error);
    } else {
      attempt->leave();
      address = address->ai_next;
      try_address();
    }
  }
};

int connect(const wshake::uri& where, const std::shared_ptr<client_conversation>& talk) {
  uv_loop_t* const loop = uv_default_loop();
  dialer dialled{loop, talk};
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  uv_getaddrinfo_t request = {};
  request.data = &dialled;
  const auto on_addresses = [](uv_getaddrinfo_t* done, int error, addrinfo* found) {
    dialer& self = *static_cast<dialer*>(done->data);
    self.address = found;
    if (error < 0) return self.talk->lost(uv_strerror(error));
    self.try_address();
  };
  const int error =
      uv_getaddrinfo(loop, &request, on_addresses, host_of(where).c_str(), std::to_string(where.port).c_str(), &hints);
  if (error < 0) talk->lost(uv_strerror(error));
  uv_run(loop, UV_RUN_DEFAULT);
  uv_freeaddrinfo(request.addrinfo);
  return talk->exit_code();
}

}  // namespace

int main(int count, char** values) { return loop_program{"libuv", serve, connect}.run(count, values); }
