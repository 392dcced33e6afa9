// SPDX-License-Identifier: BSL-1.0
// What the client says after the handshake, in frames by wslay: a message, and when it has come back, Close.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <sys/random.h>
#include <wslay/wslay.h>

#include <wshake/wshake.hpp>

#include "client_text.hpp"

class client_frames {
 public:
  explicit client_frames(std::string_view message) : message_(message) {
    wslay_event_callbacks callbacks = {};
    callbacks.recv_callback = pull;
    callbacks.send_callback = push;
    callbacks.genmask_callback = make_mask;
    callbacks.on_msg_recv_callback = receive;
    if (wslay_event_context_client_init(&frames_, &callbacks, this) != 0) return;
    wslay_event_config_set_max_recv_msg_length(frames_, most_message);
    const wslay_event_msg text = {WSLAY_TEXT_FRAME, reinterpret_cast<const std::uint8_t*>(message_.data()),
                                  message_.size()};
    wslay_event_queue_msg(frames_, &text);
  }
  client_frames(const client_frames&) = delete;
  client_frames& operator=(const client_frames&) = delete;
  ~client_frames() {
    if (frames_ != nullptr) wslay_event_context_free(frames_);
  }

  // Takes octets from the server and returns those for it.
  std::string feed(wshake::octets data) {
    input_ = data;
    out_.clear();
    is_broken_ = frames_ == nullptr || wslay_event_recv(frames_) != 0 || wslay_event_send(frames_) != 0;
    return std::move(out_);
  }

  // Nothing more is to be sent or read.
  bool is_over() const {
    return is_broken_ || (wslay_event_want_read(frames_) == 0 && wslay_event_want_write(frames_) == 0);
  }

  bool is_echoed() const { return is_echoed_; }

  // The server's Close has come, and has been told.
  bool is_closed() const { return is_closed_; }

 private:
  static constexpr std::size_t most_message = std::size_t{16} << 20;

  static void receive(wslay_event_context_ptr frames, const wslay_event_on_msg_recv_arg* message, void* user) {
    client_frames& self = *static_cast<client_frames*>(user);
    if (message->opcode == WSLAY_CONNECTION_CLOSE) {
      // A Close that names no code counts as 1005 (RFC 6455 §7.1.5). wslay answers it, unless ours came first.
      constexpr int no_code = WSLAY_CODE_NO_STATUS_RCVD;
      say("closed " + std::to_string(message->status_code == 0 ? no_code : message->status_code));
      self.is_closed_ = true;
    } else if (message->opcode == WSLAY_TEXT_FRAME) {
      const wshake::octets text = {message->msg, message->msg_length};
      say("message " + printable(text));
      if (self.is_echoed_ || text != self.message_) return;
      self.is_echoed_ = true;
      wslay_event_queue_close(frames, WSLAY_CODE_NORMAL_CLOSURE, nullptr, 0);
    }
  }

  // wslay asks for octets: it gets those that have been read.
  static ssize_t pull(wslay_event_context_ptr frames, std::uint8_t* data, std::size_t size, int, void* user) {
    client_frames& self = *static_cast<client_frames*>(user);
    if (self.input_.empty()) {
      wslay_event_set_error(frames, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }
    const wshake::octets part = self.input_.first(size);
    std::memcpy(data, part.data(), part.size());
    self.input_ = self.input_.from(part.size());
    return static_cast<ssize_t>(part.size());
  }

  static ssize_t push(wslay_event_context_ptr, const std::uint8_t* data, std::size_t size, int, void* user) {
    static_cast<client_frames*>(user)->out_.append(reinterpret_cast<const char*>(data), size);
    return static_cast<ssize_t>(size);
  }

  // What nobody can guess: a script must not choose the octets that a proxy sees (RFC 6455 §10.3).
  static int make_mask(wslay_event_context_ptr, std::uint8_t* mask, std::size_t size, void*) {
    return getrandom(mask, size, 0) == static_cast<ssize_t>(size) ? 0 : -1;
  }

  const std::string message_;
  wslay_event_context_ptr frames_ = nullptr;
  wshake::octets input_;
  std::string out_;
  bool is_broken_ = false;
  bool is_echoed_ = false;
  bool is_closed_ = false;
};
