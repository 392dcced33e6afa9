// SPDX-License-Identifier: BSL-1.0
// Finds the events that a client or a tunnel must report for the octets with which the peer answers the request.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>

#include "naive_answer.hpp"
#include "naive_body.hpp"
#include "naive_response.hpp"

namespace fuzz {

struct naive_setting {
  const wshake::client_options& config;
  std::size_t room;          // size of the storage for a head
  const naive_offer* offer;  // null: the request is CONNECT, and any 2xx grants it
};

struct naive_ending {
  wshake::client_event state = wshake::client_event::need_more;
  wshake::errc error = wshake::errc::none;
  std::size_t error_at = 0;
  std::size_t error_at_most = 0;  // the largest possible offset of the error
  text error_field;
  std::vector<naive_response> interim;
  std::optional<naive_response> answer;  // a 101 or a refusal
  bool refused = false;
  text body;
  bool same_connection = false;
  std::size_t consumed = 0;  // the octets up to the end of the answer, if the answer has no error
  naive_agreement agreed;
};

class naive_exchange {
 public:
  naive_exchange(std::string_view octets, bool ended, const naive_setting& setting)
      : octets_(octets), ended_(ended), setting_(setting) {}

  naive_ending read() {
    while (read_head()) {
    }
    return found_;
  }

 private:
  using errc = wshake::errc;
  using client_event = wshake::client_event;

  void stop(client_event state, errc error = errc::none, std::size_t at = 0, std::string_view field = {}) {
    found_.state = state;
    found_.error = error;
    found_.error_at = found_.error_at_most = at;
    found_.error_field = text(field);
  }

  // Reads one head. Returns true if the head is an interim response, so that another head follows.
  bool read_head() {
    const bool lenient = setting_.config.lenient;
    const naive_empty_lines empty =
        lenient ? skip_naively(octets_.substr(at_), setting_.config.limit) : naive_empty_lines();
    if (empty.error != errc::none) {
      stop(client_event::failed, empty.error, at_ + empty.error_at);
      return false;
    }
    at_ += empty.size;
    const std::string_view rest = octets_.substr(at_);
    naive_response head = naive_response_reader(rest, setting_.config.limit, setting_.room, lenient).read();
    if (empty.size > 0) head.deviates = true;
    const errc error = head.reading.error;
    if (error != errc::none) {
      const bool about_a_line = error >= errc::field_line_too_long && error <= errc::bad_field_value;
      const std::string_view field = about_a_line ? head.name_at(head.reading.error_at) : std::string_view();
      stop(client_event::failed, error, at_ + head.reading.error_at, field);
      return false;
    }
    if (head.reading.consumed == 0) {
      if (ended_ && !rest.empty()) stop(client_event::failed, errc::truncated, octets_.size());
      if (ended_ && rest.empty()) stop(client_event::closed);
      return false;
    }
    const std::size_t begin = at_;
    at_ += head.reading.consumed;
    found_.consumed = at_;
    if (setting_.offer != nullptr ? head.status == 101 : head.status / 100 == 2) {
      found_.answer = head;
      open(begin);
      return false;
    }
    if (head.status < 200 && head.status != 101) return pass(head, begin);
    found_.answer = head;
    read_body(head, begin);
    return false;
  }

  bool pass(const naive_response& head, std::size_t begin) {
    if (found_.interim.size() < setting_.config.limit.interim_responses) {
      found_.interim.push_back(head);
      return true;
    }
    found_.answer = head;
    stop(client_event::failed, errc::too_many_interim_responses, begin + head.code_at);
    return false;
  }

  void open(std::size_t begin) {
    stop(client_event::open);
    if (setting_.offer == nullptr) return;
    const naive_verdict verdict = naive_answer(*found_.answer, *setting_.offer).judge();
    found_.agreed = verdict.agreed;
    if (verdict.error == errc::none) return;
    stop(client_event::failed, verdict.error, begin + verdict.at, verdict.field);
    if (verdict.at_most != 0) found_.error_at_most = begin + verdict.at_most;
  }

  void read_body(const naive_response& head, std::size_t begin) {
    const lines header = head.header();
    const naive_frame frame = naive_response_framing(header, head.version, head.status);
    if (frame.error != errc::none)
      return stop(client_event::failed, frame.error, begin + frame.error_at, "Content-Length");
    found_.refused = true;
    const std::size_t most = setting_.config.limit.refused_body;
    const naive_body body = naive_body_reader(octets_.substr(at_), frame, most < 0x7fffffff ? most : 0x7fffffff).read();
    found_.body = body.content;
    const std::size_t error_at = at_ + body.error_at;
    at_ += body.size;
    found_.consumed = at_;
    if (body.error != errc::none) return stop(client_event::closed, body.error, error_at);
    const bool lasting = frame.what == naive_frame::kind::until_close;
    if (body.complete || (ended_ && lasting)) {
      stop(client_event::done);
      // If octets follow the answer, the client cannot use the connection again: these octets would pass for the next
      // answer (RFC 9112 §6.3).
      found_.same_connection = at_ == octets_.size() && !ended_ && !lasting && frame.reliable && !head.deviates &&
                               head.version >= 11 && head.status != 101 && head.status != 421 &&
                               !lists(header, "Connection", "close");
      if (setting_.offer != nullptr && setting_.config.close) found_.same_connection = false;  // Connection: close
    } else if (ended_) {
      stop(client_event::closed, errc::truncated, at_);
    }
  }

  std::string_view octets_;
  bool ended_;
  const naive_setting& setting_;
  std::size_t at_ = 0;
  naive_ending found_;
};

}  // namespace fuzz
