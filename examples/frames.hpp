// SPDX-License-Identifier: BSL-1.0
// Reads and writes frames with wslay, for a client or a server. Copy this header together with a program that includes
// it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <utility>

#include <sys/random.h>
#include <wslay/wslay.h>

#include <wshake/octets.hpp>

class frames {
 public:
  enum class role : bool { server, client };
  using message = wslay_event_on_msg_recv_arg;

  // Calls `take` with every message, control frames included. wslay answers Ping and Close by itself.
  frames(role whose, std::function<void(const message&)> take) : take_(std::move(take)) {
    wslay_event_callbacks callbacks = {};
    callbacks.recv_callback = pull;
    callbacks.send_callback = push;
    callbacks.genmask_callback = make_mask;
    callbacks.on_msg_recv_callback = [](wslay_event_context_ptr, const message* received, void* user) {
      static_cast<frames*>(user)->take_(*received);
    };
    const auto make = whose == role::server ? wslay_event_context_server_init : wslay_event_context_client_init;
    if (make(&context_, &callbacks, this) != 0) return;
    wslay_event_config_set_max_recv_msg_length(context_, most_message);
  }
  frames(const frames&) = delete;
  frames& operator=(const frames&) = delete;
  ~frames() {
    if (context_ != nullptr) wslay_event_context_free(context_);
  }

  // Consumes all of `in`, the peer's octets. Appends frames to `out` until `out` holds `most_output` octets. Send
  // `out`, then call step() again. Returns false if the connection ends after `out` is sent.
  bool step(wshake::octets in, std::string& out, std::size_t most_output = 65536) {
    if (context_ == nullptr) return false;
    in_ = in;
    out_ = &out;
    most_output_ = most_output;
    return wslay_event_recv(context_) == 0 && wslay_event_send(context_) == 0 && !is_over();
  }

  // Queues a message, or a Close. After a Close wslay queues nothing more.
  void send(std::uint8_t opcode, wshake::octets data) {
    const wslay_event_msg queued = {opcode, reinterpret_cast<const std::uint8_t*>(data.data()), data.size()};
    if (context_ != nullptr) (void)wslay_event_queue_msg(context_, &queued);
  }
  void close() {
    if (context_ != nullptr) (void)wslay_event_queue_close(context_, WSLAY_CODE_NORMAL_CLOSURE, nullptr, 0);
  }

  bool wants_write() const { return context_ != nullptr && wslay_event_want_write(context_) != 0; }

 private:
  static constexpr std::size_t most_message = std::size_t{16} << 20;

  bool is_over() const { return wslay_event_want_read(context_) == 0 && !wants_write(); }

  // Gives wslay the octets of in_.
  static ssize_t pull(wslay_event_context_ptr context, std::uint8_t* data, std::size_t size, int, void* user) {
    frames& self = *static_cast<frames*>(user);
    const wshake::octets part = self.in_.first(size);
    if (part.empty()) return stop(context);
    std::memcpy(data, part.data(), part.size());
    self.in_ = self.in_.from(part.size());
    return static_cast<ssize_t>(part.size());
  }

  static ssize_t push(wslay_event_context_ptr context, const std::uint8_t* data, std::size_t size, int, void* user) {
    frames& self = *static_cast<frames*>(user);
    const std::size_t taken = std::min(size, self.most_output_ - std::min(self.most_output_, self.out_->size()));
    if (taken == 0) return stop(context);
    self.out_->append(reinterpret_cast<const char*>(data), taken);
    return static_cast<ssize_t>(taken);
  }

  static ssize_t stop(wslay_event_context_ptr context) {
    wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
    return -1;
  }

  // Makes a mask that nobody can guess: a script must not choose the octets that a proxy sees (RFC 6455 section 10.3).
  static int make_mask(wslay_event_context_ptr, std::uint8_t* mask, std::size_t size, void*) {
    return getrandom(mask, size, 0) == static_cast<ssize_t>(size) ? 0 : -1;
  }

  const std::function<void(const message&)> take_;
  wslay_event_context_ptr context_ = nullptr;
  wshake::octets in_;           // valid during step()
  std::string* out_ = nullptr;  // valid during step()
  std::size_t most_output_ = 0;
};
