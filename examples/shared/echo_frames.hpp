// SPDX-License-Identifier: BSL-1.0
// A conversation that echoes every message, from the first frame on.
#pragma once

#include <string>
#include <utility>

#include "conversation.hpp"

class echo_frames : public conversation {
 public:
  // Makes the conversation of a connection whose handshake is done. `early` holds the octets that came behind the
  // request's head.
  explicit echo_frames(std::string early) : echo_frames(clock::time_point::max()) {
    early_ = std::move(early);
    in_ = early_;
    start_frames(frames::role::server);
  }

  void time_is_up() override { stage_ = stage::over; }
  void lost(const char*) override { stage_ = stage::over; }

 protected:
  explicit echo_frames(clock::time_point deadline) : conversation(deadline) {}

  bool step_handshake() override { return false; }

  void take_message(const frames::message& message) override {
    if (!wslay_is_ctrl_frame(message.opcode)) frames_->send(message.opcode, {message.msg, message.msg_length});
  }

  void end_frames() override { leave(); }
  void at_end() override { stage_ = stage::over; }

 private:
  std::string early_;
};
