// SPDX-License-Identifier: BSL-1.0
// The frames of the program `client` after the handshake: a message, and a Close after the echo of this message.
#pragma once

#include <limits>
#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

#include "../frames.hpp"
#include "client_text.hpp"

class client_frames {
 public:
  explicit client_frames(std::string_view message) : message_(message) { frames_.send(WSLAY_TEXT_FRAME, message_); }
  client_frames(const client_frames&) = delete;
  client_frames& operator=(const client_frames&) = delete;

  // Takes octets from the server and returns the octets to send.
  std::string feed(wshake::octets data) {
    std::string out;
    is_over_ = !frames_.step(data, out, std::numeric_limits<std::size_t>::max());
    return out;
  }

  // True if the connection ends after the octets that feed() returned are sent.
  bool is_over() const { return is_over_; }

  bool is_echoed() const { return is_echoed_; }

  // True if the server's Close has come and was printed.
  bool is_closed() const { return is_closed_; }

 private:
  void receive(const frames::message& message) {
    if (message.opcode == WSLAY_CONNECTION_CLOSE) {
      say_closed(message.status_code);
      is_closed_ = true;
    } else if (message.opcode == WSLAY_TEXT_FRAME) {
      const wshake::octets text = {message.msg, message.msg_length};
      say("message " + printable(text));
      if (is_echoed_ || text != message_) return;
      is_echoed_ = true;
      frames_.close();
    }
  }

  const std::string message_;
  frames frames_{frames::role::client, [this](const frames::message& message) { receive(message); }};
  bool is_over_ = false;
  bool is_echoed_ = false;
  bool is_closed_ = false;
};
