// SPDX-License-Identifier: BSL-1.0
// The echo server's side of a connection: wshake performs the handshake, then frames are echoed.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

#include "echo_answers.hpp"
#include "echo_frames.hpp"
#include "echo_page.hpp"
#include "proxied_client.hpp"
#include "written.hpp"

class echo_conversation : public echo_frames {
 public:
  // `patience`: the time in which a whole request must arrive. `is_behind_proxy`: a header of the PROXY protocol must
  // come first.
  explicit echo_conversation(clock::duration patience, bool is_behind_proxy = false)
      : echo_frames(clock::now() + patience),
        needs_proxy_header_(is_behind_proxy),
        server_(storage_, echo_config),
        patience_(patience) {}

  ~echo_conversation() override { explicit_bzero(storage_.data(), storage_.size()); }  // the head may hold a password

  void time_is_up() override {
    // A connection without any octet of a request gets no answer. Browsers open such connections in advance.
    const bool in_handshake = stage_ == stage::handshake && out_.empty();
    const bool has_request = in_handshake && server_.feed_eof() != wshake::server_state::closed;
    if (!has_request) return echo_frames::time_is_up();
    answer([&](wshake::mutable_octets out) { return server_.respond(out, {.error = wshake::errc::timed_out}); });
    deadline_ = clock::now() + patience_for_answer;
  }

 private:
  static constexpr std::chrono::seconds patience_for_answer{2};

  // Feeds the server, and answers as the server's state requires. Octets that the server does not consume stay in in_.
  bool step_handshake() override {
    if (needs_proxy_header_) return step_proxy_header();
    const wshake::server_feed_result fed = server_.feed(in_);
    in_ = in_.from(fed.consumed);
    switch (fed.state) {
      case wshake::server_state::need_more:
        return false;
      case wshake::server_state::upgrade:
        answer([&](auto out) { return answer_handshake(server_, server_.request().header, out); });
        break;
      case wshake::server_state::request:
        answer_request();
        break;
      case wshake::server_state::failed:
        answer([&](wshake::mutable_octets out) { return server_.respond(out); });
        break;
      case wshake::server_state::responded:
        // The next request may come on this connection. Its octets may be in in_ already.
        if (server_.next_request() == wshake::server_state::need_more) deadline_ = clock::now() + patience_;
        break;
      case wshake::server_state::open:
        start_frames(frames::role::server);
        deadline_ = clock::time_point::max();
        if (requested_path(server_) == "/page") show_heads();
        break;
      case wshake::server_state::closed:
        leave();
        break;
    }
    return true;
  }

  // Reads the header of the PROXY protocol. A connection without a valid header ends without an answer: its peer may be
  // a client that is not allowed to connect to this port.
  bool step_proxy_header() {
    proxy_octets_ += in_;
    in_ = {};
    const wshake::proxy_header_reading found = wshake::read_proxy_header(proxy_octets_);
    if (found.need_more()) return false;
    if (!found.error.ok()) {
      print_no_client(found.error);
      stage_ = stage::over;
      return true;
    }
    print_client(found.header);
    in_ = wshake::octets(proxy_octets_).from(found.consumed);
    needs_proxy_header_ = false;
    return true;
  }

  // Answers a request that does not ask for a WebSocket.
  void answer_request() {
    const wshake::request_head request = server_.request();
    if (!server_.handshake().key.empty()) {
      // A proxy may have removed Upgrade from the request. respond() writes a 426 that says so.
      answer([&](wshake::mutable_octets out) { return server_.respond(out); });
    } else if (requested_path(server_) != "/") {
      answer([&](wshake::mutable_octets out) { return server_.respond(out, {.status = 404}); });
    } else if (request.method != "GET" && request.method != "HEAD") {
      const wshake::field allow[] = {{"Allow", "GET, HEAD"}};
      answer([&](wshake::mutable_octets out) { return server_.respond(out, {.status = 405, .header = allow}); });
    } else {
      const wshake::field header[] = {{"Content-Type", "text/html; charset=utf-8"}, {"Cache-Control", "no-store"}};
      answer([&](wshake::mutable_octets out) {
        return server_.respond(out, {.status = 200, .header = header, .body = echo_page});
      });
    }
  }

  // Appends to out_ the octets that a verb of the server writes.
  template <class Verb>
  void answer(Verb verb) {
    wshake::diagnostic error;
    answered_ = written_by(verb, error);
    out_ += answered_;
    if (!error.ok()) leave();  // the server wrote nothing: an argument is invalid
  }

  // Sends the heads of this handshake to the page: the head of the request, then the head of the response. The messages
  // are binary because a head may hold octets that are not UTF-8.
  void show_heads() {
    frames_->send(WSLAY_BINARY_FRAME, server_.request().raw);
    frames_->send(WSLAY_BINARY_FRAME, answered_);
  }

  // Answers an incomplete head, because the peer may have closed only its sending direction.
  void at_end() override {
    if (stage_ != stage::handshake || needs_proxy_header_) return echo_frames::at_end();
    server_.feed_eof();
  }

  bool needs_proxy_header_;
  std::string proxy_octets_;                               // the PROXY header and the octets that arrived with it
  std::array<char, wshake::server_storage_size> storage_;  // the memory of server_
  wshake::server server_;
  const clock::duration patience_;
  std::string answered_;  // the last response
};
