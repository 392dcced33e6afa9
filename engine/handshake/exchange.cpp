// SPDX-License-Identifier: BSL-1.0
#include <wshake/exchange.hpp>

#include "http/body.hpp"
#include "http/field_lines.hpp"
#include "http/head_reader.hpp"
#include "http/known_names.hpp"
#include "http/list_reader.hpp"
#include "http/response.hpp"
#include "http/writer.hpp"

namespace wshake {

using detail::known;

namespace {

constexpr bool passes(event what) noexcept {
  return what == event::interim || what == event::refused || what == event::body;
}

}  // namespace

void exchange::begin(std::size_t kept) noexcept {
  kept_ = static_cast<std::uint16_t>(kept);
  head_ = {};
  known_ = {};
  body_ = {};
  position_ = 0;
  error_at_ = 0;
  error_ = errc::none;
  error_name_ = known::none;
  interim_responses_ = 0;
  readable_ = false;
  keep_alive_ = false;
  state_ = event::need_more;
}

void exchange::stop(event state, errc error, std::size_t at) noexcept {
  state_ = state;
  error_ = error;
  error_at_ = static_cast<std::uint32_t>(at);
}

void exchange::fail(errc error, std::size_t at, octets field) noexcept {
  stop(event::failed, error, position_ + at);
  error_name_ = http::find_known(field);
}

// Reading

// An interim response is shown until the next octets are asked for.
void exchange::forget_head() noexcept {
  if (state_ != event::interim) return;
  position_ += head_.size;
  head_ = {};
  readable_ = false;
  state_ = event::need_more;
}

void exchange::take_answer(octets head, const detail::head_progress& progress,
                           const detail::known_fields& places) noexcept {
  http::writer(head_room()).put(head);
  head_ = progress;
  known_ = places;
  readable_ = true;
  state_ = event::open;
}

feed_result exchange::feed(octets data) noexcept {
  // Octets that no request asked for can't be told from an answer to the next one (RFC 9112 §§6.3, 9.2).
  if (state_ == event::end && !data.empty()) keep_alive_ = false;
  if (state_ != event::need_more && !passes(state_)) return {0, state_, {}};
  if (state_ == event::need_more && !readable_ &&
      (detail::take_inside_line(head_room(), data, head_) ||
       http::take_octet(head_room(), data, head_, config_->options().limit))) {
    return {1, event::need_more, {}};
  }
  forget_head();
  if (readable_) return feed_body(data);
  const std::size_t consumed = feed_head(data);
  return {consumed, state_, {}};
}

mutable_octets exchange::head_room() const noexcept {
  return {storage_.data() + kept_, storage_.size() > kept_ ? storage_.size() - kept_ : 0};
}

std::size_t exchange::feed_head(octets data) noexcept {
  http::head_index index;
  const http::copy_step step =
      http::copy_and_read_on(head_room(), data, http::message::response, head_, config_->options().limit, index);
  if (step.broken) {
    stop(event::failed, step.broken.error, position_ + step.broken.at);
  } else if (step.state == http::reading::complete) {
    finish_head(step.head, index);
  }
  return step.taken;
}

// The head's end has arrived: what kind of response is it?
void exchange::finish_head(octets head, http::head_index& index) noexcept {
  const http::fault broken = http::read_response_fields(head, head_room(), head_, index, known_);
  if (broken) return stop(event::failed, broken.error, position_ + broken.at);
  readable_ = true;

  const unsigned status = head_.status;
  const bool opens = wanted_ == success::switching_protocols ? status == 101 : status / 100 == 2;
  if (opens) {
    state_ = event::open;
  } else if (status / 100 == 1 && status != 101) {
    constexpr std::size_t status_at = 9;  // behind "HTTP/1.1 "
    if (interim_responses_ == config_->options().limit.interim_responses) {
      return stop(event::failed, errc::too_many_interim_responses, position_ + status_at);
    }
    ++interim_responses_;
    state_ = event::interim;
  } else {
    const http::response_framing framing = http::read_response_framing(header(), head_.version, status);
    if (framing.broken) return fail(framing.broken.error, framing.broken.at, http::name_of(known::content_length));
    body_ = framing.body;
    // A client that has said close asks nothing more, whatever the answer says (RFC 9112 §9.6). A tunnel does not say
    // it.
    const bool said_close = config_->options().close && wanted_ == success::switching_protocols;
    keep_alive_ = framing.reliable && head_.version >= 11 && status != 101 && !said_close &&
                  !http::has_member(header(), known::connection, "close");
    position_ += head_.size;
    state_ = event::refused;
  }
}

feed_result exchange::feed_body(octets data) noexcept {
  const octets piece = data.first(http::body_limit(config_->options().limit.refused_body) - body_.total);
  const http::body_step step = http::read_body(piece, body_);
  position_ += static_cast<std::uint32_t>(step.consumed);
  if (step.broken) {
    stop(event::closed, step.broken.error, position_);
  } else if (!step.content.empty()) {
    state_ = event::body;
  } else if (!in_body()) {
    state_ = event::end;
    keep_alive_ = keep_alive_ && step.consumed == data.size();
  } else if (piece.size() < data.size()) {
    stop(event::closed, errc::body_too_large, position_);
  } else {
    state_ = event::need_more;
  }
  return {step.consumed, state_, step.content};
}

event exchange::feed_eof() noexcept {
  keep_alive_ = false;
  if (state_ != event::need_more && !passes(state_)) return state_;
  forget_head();
  if (!readable_ && head_.size > 0) {
    stop(event::failed, errc::truncated, position_ + head_.size);
  } else if (!readable_) {
    state_ = event::closed;
  } else if (in_body() && body_.part != detail::body_part::until_close) {
    stop(event::closed, errc::truncated, position_);
  } else {
    body_ = {};
    state_ = event::end;
  }
  return state_;
}

// Observing

event exchange::state() const noexcept { return passes(state_) ? event::need_more : state_; }

bool exchange::is_refused() const noexcept {
  return readable_ && state_ != event::interim && state_ != event::open && state_ != event::failed;
}

http::header_section exchange::header() const noexcept { return http::section_in(head_room().data(), head_, known_); }

response_head exchange::response() const noexcept {
  return readable_ ? http::name_response(head_room().data(), head_, known_) : response_head{};
}

// A rule about a certain field has its name; a rule about any line, that of the line.
octets exchange::error_field() const noexcept {
  if (error_name_ != known::none) return http::name_of(error_name_);
  if (error_ < errc::field_line_too_long || error_ > errc::bad_field_value) return {};
  return http::field_name_at(head_room().data(), head_, error_at_ - position_);
}

}  // namespace wshake
