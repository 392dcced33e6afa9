// SPDX-License-Identifier: BSL-1.0
// Reads a refusal's body octet by octet (RFC 9112 §§6.3, 7.1).
#pragma once

#include <cstddef>
#include <string_view>

#include <wshake/error.hpp>

#include "naive_framing.hpp"

namespace fuzz {

struct naive_body {
  text content;
  std::size_t size = 0;  // octets of content and framing, up to and including the octet that breaks a rule
  bool complete = false;
  wshake::errc error = wshake::errc::none;
  std::size_t error_at = 0;
};

// Every take function reads the text of one rule of the grammar. It returns false if the octets end inside this text or
// break the rule.
class naive_body_reader {
 public:
  // `most` limits how many octets the reader reads, content and framing together.
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

  bool fail(errc error) { return fail(error, found_.size); }
  bool fail(errc error, std::size_t at) {
    found_.error = error;
    found_.error_at = at;
    return false;
  }

  // True if there is another octet and the limit allows reading this octet.
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

  bool take(char wanted, errc otherwise = errc::bad_chunk) {
    if (!have()) return false;
    if (next() != wanted) return fail(otherwise);
    ++found_.size;
    return true;
  }
  // A CR is a bare CR unless LF follows.
  bool take_line_end(errc otherwise = errc::bad_chunk) {
    if (!take('\r', otherwise) || !have()) return false;
    if (next() != '\n') return fail(otherwise, found_.size - 1);
    ++found_.size;
    return true;
  }

  // Skips octets as long as they pass the test, and returns their number.
  template <class Test>
  std::size_t skip(Test test) {
    const std::size_t begin = found_.size;
    while (have() && test(next())) ++found_.size;
    return found_.size - begin;
  }

  bool take_token(errc otherwise) {
    const std::size_t size = skip(is_tchar);
    if (!have()) return false;
    return size > 0 || fail(otherwise);
  }

  // quoted-string = DQUOTE *( qdtext / "\" octet ) DQUOTE   (RFC 9110 §5.6.4)
  bool take_quoted(errc otherwise) {
    if (!take('"', otherwise)) return false;
    while (have() && next() != '"') {
      if (next() == '\\') ++found_.size;
      if (!have()) return false;
      if (!is_value_octet(next())) return fail(otherwise);
      ++found_.size;
    }
    return take('"', otherwise);
  }

  // Reads chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ) and the end of the chunk's line.
  // White space is allowed only before ";", and before and after "=".
  bool take_extensions() {
    constexpr errc bad = errc::bad_chunk_extension;
    errc missing = errc::bad_chunk;  // if neither ";" nor the line's end follows the size
    for (;;) {
      const bool space = skip(is_white) > 0;
      if (!have()) return false;
      if (!space && (next() == '\r' || next() == '\n')) return take_line_end();
      if (!take(';', missing)) return false;
      missing = bad;
      skip(is_white);
      if (!take_token(bad)) return false;
      const std::size_t name_end = found_.size;
      skip(is_white);
      if (!have()) return false;
      if (next() != '=') {
        // White space after a name belongs to the next extension, if another extension follows.
        if (found_.size != name_end && next() != ';') return fail(bad);
        continue;
      }
      ++found_.size;
      skip(is_white);
      if (!have()) return false;
      if (next() == '"' ? !take_quoted(bad) : !take_token(bad)) return false;
    }
  }

  // chunk-size [ chunk-ext ] CRLF, with 1*HEXDIG that fits in 32 bits
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
    return take_extensions();
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

  // *( field-line CRLF ) CRLF, field-line = token ":" *( field-vchar / SP / HTAB ) (RFC 9112 §5). RFC 9110 §6.5.1
  // forbids many names in trailers. This reader rejects only Transfer-Encoding, Content-Length and Host, because some
  // recipients trust these fields even in trailers.
  bool take_trailers() {
    constexpr errc bad = errc::bad_trailer;
    for (;;) {
      if (!have()) return false;
      if (next() == '\r' || next() == '\n') return take_line_end();
      const std::size_t begin = found_.size;
      if (!take_token(bad)) return false;
      if (next() != ':') return fail(bad);
      const std::string_view name = octets_.substr(begin, found_.size - begin);
      for (const char* forbidden : {"Transfer-Encoding", "Content-Length", "Host"}) {
        if (same_ignoring_case(name, forbidden)) return fail(errc::forbidden_trailer);
      }
      ++found_.size;
      skip(is_value_octet);
      if (!take_line_end(bad)) return false;
    }
  }

  std::string_view octets_;
  naive_frame frame_;
  std::size_t most_;
  naive_body found_;
};

}  // namespace fuzz
