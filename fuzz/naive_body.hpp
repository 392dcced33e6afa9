// SPDX-License-Identifier: BSL-1.0
// A refusal's body read octet by octet (RFC 9112 §§6.3, 7.1).
#pragma once

#include <cstddef>
#include <string_view>

#include <wshake/error.hpp>

#include "naive_framing.hpp"

namespace fuzz {

struct naive_body {
  text content;
  std::size_t size = 0;  // octets of content and framing, up to the one that is wrong
  bool complete = false;
  wshake::errc error = wshake::errc::none;
};

// Every function takes what its rule of the grammar says, and returns false where the octets end before it does or break it.
class naive_body_reader {
 public:
  // `most`: octets of content and framing that are read.
  naive_body_reader(std::string_view octets, const naive_frame& frame, std::size_t most)
      : octets_(octets), frame_(frame), most_(most) {}

  naive_body read() {
    using kind = naive_frame::kind;
    switch (frame_.what) {
      case kind::none:
        found_.complete = true;
        break;
      case kind::counted:
        found_.complete = take_data(frame_.length);
        break;
      case kind::chunked:
        found_.complete = take_chunks() && take_trailers();
        break;
      case kind::until_close:
        while (have()) found_.content += octets_[found_.size++];
        break;
    }
    return found_;
  }

 private:
  using errc = wshake::errc;

  bool fail(errc error) {
    found_.error = error;
    return false;
  }

  // Is there another octet, and may it be read?
  bool have() {
    if (found_.error != errc::none || found_.size >= octets_.size()) return false;
    return found_.size < most_ || fail(errc::body_too_large);
  }
  char next() const { return octets_[found_.size]; }

  bool take_data(std::uint64_t count) {
    for (; count > 0; --count) {
      if (!have()) return false;
      found_.content += octets_[found_.size++];
    }
    return true;
  }

  bool take(char wanted) {
    if (!have()) return false;
    if (next() != wanted) return fail(errc::bad_chunk);
    ++found_.size;
    return true;
  }
  bool take_line_end() { return take('\r') && take('\n'); }

  // Up to a CR.
  bool take_text() {
    for (; have() && next() != '\r'; ++found_.size) {
      if (!is_value_octet(next())) return fail(errc::bad_chunk);
    }
    return have();
  }

  // chunk-size [ *( BWS ";" … ) ] CRLF, with 1*HEXDIG that 32 bits hold
  bool take_size(std::uint64_t& size) {
    size = 0;
    std::size_t digits = 0;
    for (; have() && is_hex(next()); ++found_.size, ++digits) {
      const char digit = lower(next());
      size = size * 16 + static_cast<unsigned>(is_digit(digit) ? digit - '0' : digit - 'a' + 10);
      if (size > 0xffffffff) return fail(errc::body_too_large);
    }
    if (!have()) return false;
    if (digits == 0) return fail(errc::bad_chunk);
    if (next() == '\r') return take_line_end();
    while (have() && is_white(next())) ++found_.size;
    return take(';') && take_text() && take_line_end();
  }

  // *( chunk-size [ chunk-ext ] CRLF chunk-data CRLF ) last-chunk
  bool take_chunks() {
    for (;;) {
      std::uint64_t size = 0;
      if (!take_size(size)) return false;
      if (size == 0) return true;
      if (!take_data(size) || !take_line_end()) return false;
    }
  }

  // *( field-line CRLF ) CRLF, the lines passed over
  bool take_trailers() {
    for (;;) {
      if (!have()) return false;
      const bool empty = next() == '\r';
      if (!take_text() || !take_line_end()) return false;
      if (empty) return true;
    }
  }

  std::string_view octets_;
  naive_frame frame_;
  std::size_t most_;
  naive_body found_;
};

}  // namespace fuzz
