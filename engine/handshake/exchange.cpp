// SPDX-License-Identifier: BSL-1.0
#include <wshake/detail/exchange.hpp>

#include "base/field_names.hpp"
#include "base/writer.hpp"
#include "http/body.hpp"
#include "http/head_reader.hpp"
#include "http/lenient_head.hpp"
#include "http/list_reader.hpp"
#include "http/message_parts.hpp"
#include "scan/field_lines.hpp"
#include "states.hpp"

namespace wshake::detail {

namespace {

constexpr bool passes(client_event what) noexcept {
  return what == client_event::interim || what == client_event::refused || what == client_event::body;
}

}  // namespace

void exchange::begin(std::size_t kept, unsigned version) noexcept {
  kept_ = static_cast<std::uint16_t>(kept);
  asked_version_ = static_cast<std::uint8_t>(version);
  table_ = {};
  position_ = 0;
  error_offset_ = 0;
  error_name_ = field_id::none;
  interim_responses_ = 0;
  stop_at(client_event::need_more);
}

void exchange::reset() noexcept {
  if (!fits<client_verb::reset>(phase())) return;
  begin(0);
  state_ = client_event::idle;
}

void exchange::stop(client_event state, const base::fault& found) noexcept {
  state_ = state;
  error_ = found.error;
  error_name_ = found.field;
  error_offset_ = static_cast<std::uint32_t>(found.offset);
}

void exchange::fail(const base::fault& found) noexcept { stop(client_event::failed, found.from(position_)); }

// Reading

// Drops an interim response, which response() shows until the next feed().
void exchange::forget_head() noexcept {
  if (state_ != client_event::interim) return;
  if (!head_.copied) position_ += head_.size;
  head_ = {};
  readable_ = false;
  state_ = client_event::need_more;
}

void exchange::take_answer(octets head, const head_progress& progress, const field_table& places) noexcept {
  base::writer(head_room()).put(head);
  head_ = progress;
  table_ = places;
  readable_ = true;
  state_ = client_event::open;
}

bool exchange::expects_response() const noexcept { return fits<client_verb::adopt>(phase()) && !head_.in_empty_line; }

client_event exchange::take_response(client_event what, const base::fault& broken, const head_progress& head,
                                     const field_table& places) noexcept {
  forget_head();
  head_ = head;
  table_ = places;
  readable_ = head.size > 0;
  if (broken) {
    stop(client_event::failed, broken);
    return state_;
  }
  if (what == client_event::interim) {
    if (interim_responses_ == config_->options().limit.interim_responses) {
      stop(client_event::failed, errc::too_many_interim_responses);
      return state_;
    }
    ++interim_responses_;
  }
  // After a refusal the state is `done`: the caller's HTTP code reads the body, and knows whether the connection goes
  // on.
  state_ = what == client_event::refused ? client_event::done : what;
  return what;
}

client_feed_result exchange::feed_piece(octets data) noexcept {
  // Octets that no request asked for are indistinguishable from a response to the next request (RFC 9112 sections 6.3,
  // 9.2).
  if (state_ == client_event::done && !data.empty()) keep_alive_ = false;
  if (!fits<client_verb::feed>(phase())) return {0, state(), {}};
  if (state_ == client_event::need_more && !readable_ &&
      http::take_octet(head_room(), data, head_, config_->options().limit)) {
    return {1, client_event::need_more, {}};
  }
  forget_head();
  if (readable_) return feed_body(data);
  const std::size_t consumed = config_->options().lenient ? feed_lenient_head(data) : feed_head(data);
  return {consumed, state_, {}};
}

std::size_t exchange::feed_lenient_head(octets data) noexcept {
  const limits& limit = config_->options().limit;
  std::size_t taken = 0;
  if (head_.size == 0) {
    const http::skipped empty = http::skip_lenient_empty_lines(data, head_, limit);
    if (empty.broken) fail(empty.broken);
    position_ += static_cast<std::uint32_t>(empty.size);
    taken = empty.size;
    if (empty.broken) return taken;
  }
  if (head_.fields_begin == 0) {
    const http::taken_head first = http::take_lenient_status_line(head_room(), data.from(taken), head_, limit);
    if (first.broken) fail(first.broken);
    taken += first.taken;
    if (first.broken || first.state == http::reading::incomplete) return taken;
  }
  return taken + feed_head(data.from(taken));
}

std::size_t exchange::feed_head(octets data) noexcept {
  scan::head_index index;
  const http::taken_head step =
      http::take_head(head_room(), data, http::message::response, head_, config_->options().limit, index);
  if (step.broken) {
    fail(step.broken);
  } else if (step.state == http::reading::complete) {
    finish_head(step.head, index);
  }
  return step.taken;
}

// Reads a complete head and sets the state by the kind of response.
void exchange::finish_head(octets head, scan::head_index& index) noexcept {
  const bool lenient = config_->options().lenient;
  const base::fault broken = http::read_response_fields(head, head_room(), lenient, head_, index, table_);
  if (broken) return fail(broken);
  readable_ = true;

  const unsigned status = head_.status;
  const bool opens = wanted_ == success::switching_protocols ? status == 101 : status / 100 == 2;
  if (opens) {
    state_ = client_event::open;
  } else if (status / 100 == 1 && status != 101) {
    const std::size_t status_at = 9 + std::size_t{head_.code_shift};  // behind "HTTP/1.1 "
    if (interim_responses_ == config_->options().limit.interim_responses) {
      return fail({errc::too_many_interim_responses, status_at});
    }
    ++interim_responses_;
    state_ = client_event::interim;
  } else {
    const http::response_framing framing = http::read_response_framing(header(), head_.version, status);
    if (framing.broken) return fail({framing.broken.error, framing.broken.offset, field_id::content_length});
    body_ = framing.body;
    // A client that sent `Connection: close` must send no further request, whatever the response says (RFC 9112
    // section 9.6). A tunnel does not send this field.
    const bool said_close = config_->options().close && wanted_ == success::switching_protocols;
    // If a head deviates from the strict grammar, the connection ends: two readers may disagree on the end of a head
    // that only a lenient client accepts.
    const bool close = status == 101 || said_close || http::has_member(header(), field_id::connection, "close");
    keep_alive_ = persists({.version = head_.version, .close = close, .delimited = framing.reliable && !head_.deviates});
    position_ += head_.size;
    state_ = client_event::refused;
  }
}

client_feed_result exchange::feed_body(octets data) noexcept {
  const octets piece = data.first(http::body_limit(config_->options().limit.refused_body) - body_.total);
  const http::body_step step = http::read_body(piece, body_);
  const base::fault broken = step.broken.from(position_);
  position_ += static_cast<std::uint32_t>(step.consumed);
  if (broken) {
    stop(client_event::closed, broken);
  } else if (!step.content.empty()) {
    state_ = client_event::body;
  } else if (!in_body()) {
    state_ = client_event::done;
    keep_alive_ = keep_alive_ && step.consumed == data.size();
  } else if (piece.size() < data.size()) {
    stop(client_event::closed, {errc::body_too_large, position_});
  } else {
    state_ = client_event::need_more;
  }
  return {step.consumed, state_, step.content};
}

client_event exchange::feed_eof() noexcept {
  keep_alive_ = false;
  if (!fits<client_verb::feed_eof>(phase())) return state_;
  forget_head();
  switch (phase()) {
    case client_phase::in_head:
      fail({errc::truncated, head_.size});
      break;
    case client_phase::in_body:
      if (in_body() && body_.part != body_part::until_close) {
        stop(client_event::closed, {errc::truncated, position_});
      } else {
        body_ = {};
        state_ = client_event::done;
      }
      break;
    default:
      state_ = client_event::closed;
  }
  return state_;
}

// Observing

client_event exchange::state() const noexcept { return passes(state_) ? client_event::need_more : state_; }

bool exchange::is_refused() const noexcept {
  return readable_ && state_ != client_event::interim && state_ != client_event::open && state_ != client_event::failed;
}

continuation exchange::next(const uri& where) const noexcept {
  continuation found = find_continuation(response(), where);
  const bool is_elsewhere = found.what == continuation::kind::reconnect;
  found.same_connection = state_ == client_event::done && keep_alive_ && !is_elsewhere;
  return found;
}

http::header_section exchange::header() const noexcept {
  return http::response_section_in(head_room().data(), head_, table_);
}

response_head exchange::response() const noexcept {
  return readable_ ? http::name_response(head_room().data(), head_, table_) : response_head{};
}

diagnostic exchange::error() const noexcept {
  if (error_ == errc::none) return {};
  return {error_, error_offset_, error_field()};
}

// The name of the field that the error is about. If the broken rule holds for every field line, the result is the name
// of the line that breaks the rule.
octets exchange::error_field() const noexcept {
  if (error_name_ != field_id::none) return base::name_of(error_name_);
  return http::field_name_at(head_room().data(), head_, error_, error_offset_ - position_);
}

}  // namespace wshake::detail
