// SPDX-License-Identifier: BSL-1.0
// A conversation is one side of a connection: it takes received octets, gives octets to send, and has a deadline. The
// socket belongs to the event loop. Any event loop can drive a conversation:
//
//   for (;;) switch (talk.next()) {
//     case conversation::wish::send:    talk.sent(send some of talk.output()); break;
//     case conversation::wish::receive: talk.received(receive into talk.room()); break;
//     case conversation::wish::shut:    close the sending direction; break;
//     case conversation::wish::leave:   close; return;
//   }
//
// If the socket is not ready before talk.deadline(), call talk.time_is_up(). If the socket reports an error, call
// talk.lost(). Then call next() again. A conversation sends or receives, never both: while a slow peer does not take
// the output, the conversation reads no input, because the answer to this input could add to the output.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <wshake/octets.hpp>

#include "../frames.hpp"

class conversation {
 public:
  using clock = std::chrono::steady_clock;

  enum class wish : std::uint8_t { send, receive, shut, leave };

  conversation(const conversation&) = delete;
  conversation& operator=(const conversation&) = delete;
  // A head in the buffer may hold a password or a cookie.
  virtual ~conversation() { explicit_bzero(buffer_.data(), buffer_.size()); }

  // Does all the work that is possible without waiting, and returns the action for the loop.
  wish next() {
    for (;;) {
      if (stage_ == stage::over) return wish::leave;
      if (!out_.empty()) return wish::send;
      if (stage_ == stage::handshake) {
        if (!step_handshake()) return wish::receive;
      } else if (stage_ == stage::frames) {
        if (in_.empty() && !frames_->wants_write()) return wish::receive;
        step_frames();
      } else if (stage_ == stage::leaving) {
        // Closing the socket at once could destroy the last octets in transit, if the peer is still sending (RFC 9112
        // section 9.6).
        stage_ = stage::gone;
        return wish::shut;
      } else {
        in_ = {};
        return wish::receive;
      }
    }
  }

  // For wish::send: send output(), then call sent() with the number of octets that were sent.
  wshake::octets output() const { return out_; }
  void sent(std::size_t size) { out_.erase(0, size); }

  // For wish::receive: receive into room(), then call received() with the number of octets, 0 at the end of the stream.
  wshake::mutable_octets room() { return buffer_; }
  void received(std::size_t size) {
    in_ = {buffer_.data(), size};
    if (size == 0) at_end();
  }

  // The time at which the loop calls time_is_up(). Calls of the other functions may change this time.
  clock::time_point deadline() const { return deadline_; }
  virtual void time_is_up() = 0;

  // Called by the loop if the connection broke or could not be made.
  virtual void lost(const char* why) = 0;

 protected:
  enum class stage : std::uint8_t {
    handshake,
    frames,
    leaving,  // the last octets have been written to out_
    gone,     // the sending direction is shut, and octets from the peer are discarded
    over,
  };

  explicit conversation(clock::time_point deadline) : deadline_(deadline) {}

  // Returns false if the handshake needs more octets.
  virtual bool step_handshake() = 0;
  virtual void take_message(const frames::message& message) = 0;
  // Called when the closing handshake is done, or when the peer broke the framing.
  virtual void end_frames() = 0;
  virtual void at_end() = 0;

  // Called when the handshake is done. All further octets are frames, including the octets that are in in_ already.
  void start_frames(frames::role whose) {
    frames_.emplace(whose, [this](const frames::message& message) { take_message(message); });
    stage_ = stage::frames;
  }

  void step_frames() {
    constexpr std::size_t most_output = 65536;
    const wshake::octets in = std::exchange(in_, {});
    if (!frames_->step(in, out_, most_output)) end_frames();
  }

  void leave() {
    constexpr std::chrono::seconds linger{2};
    stage_ = stage::leaving;
    in_ = {};
    deadline_ = clock::now() + linger;
  }

  stage stage_ = stage::handshake;
  clock::time_point deadline_;
  std::array<char, 16384> buffer_;  // octets that were read
  wshake::octets in_;               // octets that were received and not consumed, in buffer_ or in a subclass
  std::string out_;                 // octets that are not sent yet
  std::optional<frames> frames_;
};
