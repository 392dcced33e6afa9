// SPDX-License-Identifier: BSL-1.0
// The client's side of a connection: the handshake by wshake, then the texts. Each text is sent after the echo of the
// text before. Events go to standard output, one per line, as in the example client.
#pragma once

#include <array>
#include <chrono>
#include <cstdio>
#include <span>
#include <string>

#include <sys/random.h>

#include <wshake/wshake.hpp>

#include "client_text.hpp"
#include "conversation.hpp"
#include "written.hpp"

class client_conversation : public conversation {
 public:
  enum outcome : int { echoed = 0, refused = 1, broken = 2 };  // exit codes

  // Writes the request at once. The program then connects and carries the octets. `texts` must outlive this object.
  client_conversation(const wshake::uri& where, std::span<char*> texts, clock::duration patience)
      : conversation(clock::now() + patience), texts_(texts) {
    wshake::nonce random;
    wshake::diagnostic error;
    if (getrandom(random.data(), random.size(), 0) == static_cast<ssize_t>(random.size())) {
      out_ = written_by([&](auto out) { return client_.start(out, {.where = where}, random); }, error);
      if (!error.ok()) lost(("the request cannot be written: " + mistake_in(error)).c_str());
    } else {
      lost("random bytes are not available");
    }
  }

  ~client_conversation() override { explicit_bzero(storage_.data(), storage_.size()); }  // it may hold a cookie

  int exit_code() const { return outcome_; }

  void time_is_up() override {
    if (stage_ == stage::handshake || stage_ == stage::frames) complain("the deadline has passed");
    stage_ = stage::over;
  }

  void lost(const char* why) override {
    if (stage_ == stage::frames) return end_frames();
    if (stage_ == stage::handshake) complain(why);
    stage_ = stage::over;
  }

 private:
  bool step_handshake() override {
    const wshake::client_feed_result fed = client_.feed(in_);
    in_ = in_.from(fed.consumed);
    switch (fed.event) {
      case wshake::client_event::idle:  // start() has failed, and the constructor has reported it
      case wshake::client_event::need_more:
        return false;
      case wshake::client_event::interim:
        say("interim " + std::to_string(client_.response().status));
        break;
      case wshake::client_event::refused:
        say(joined("refused " + std::to_string(client_.response().status), client_.response().reason));
        outcome_ = refused;
        break;
      case wshake::client_event::body:
        body_.append(fed.data.data(), fed.data.size());
        break;
      case wshake::client_event::done:
        end_refusal();
        break;
      case wshake::client_event::closed:
        if (outcome_ != refused) complain("the connection closed without a response");
        if (outcome_ == refused) complain("body of the refusal: " + text_of(client_.error()));
        stage_ = stage::over;
        break;
      case wshake::client_event::failed:
        complain(text_of(client_.error()));
        stage_ = stage::over;
        break;
      case wshake::client_event::open:
        say("open");
        start_frames(frames::role::client);
        send_next();
        break;
    }
    return true;
  }

  void end_refusal() {
    say("body " + std::to_string(body_.size()));
    std::fwrite(body_.data(), 1, body_.size(), stdout);
    std::fputc('\n', stdout);
    stage_ = stage::over;
  }

  void send_next() {
    if (sent_ == texts_.size()) return frames_->close();
    frames_->send(WSLAY_TEXT_FRAME, std::string_view(texts_[sent_]));
  }

  void take_message(const frames::message& message) override {
    if (message.opcode == WSLAY_CONNECTION_CLOSE) {
      say_closed(message.status_code);
      is_closed_ = true;
    } else if (message.opcode == WSLAY_TEXT_FRAME) {
      const wshake::octets text = {message.msg, message.msg_length};
      say("message " + printable(text));
      if (sent_ == texts_.size() || text != std::string_view(texts_[sent_])) return;  // a message that is no echo
      ++sent_;
      send_next();
    }
  }

  void end_frames() override {
    leave();
    if (!is_closed_) say("closed 1006");  // no Close was received (RFC 6455 §7.1.5)
    if (sent_ == texts_.size()) {
      outcome_ = echoed;
    } else {
      complain("the connection closed before all echoes");
    }
  }

  void at_end() override {
    if (stage_ == stage::handshake) {
      client_.feed_eof();
    } else {
      lost("the connection ended");
    }
  }

  const std::span<char*> texts_;
  std::size_t sent_ = 0;                                   // texts that were sent and echoed
  std::array<char, wshake::client_storage_size> storage_;  // for client_
  wshake::client client_{storage_};
  outcome outcome_ = broken;
  std::string body_;  // the body of a refusal
  bool is_closed_ = false;
};
