// SPDX-License-Identifier: BSL-1.0
// progress: the state of reading a head or a body, kept between two calls of feed(). Not for users.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake::detail {

// The state of reading a head. The octets of the head are in the storage. In a client's storage, the request's host,
// target and offers precede the head.
struct head_progress {
  // The number of octets of the head that have arrived. If octets arrive one at a time, each feed() loads the value
  // that the feed() before it has stored. The member has 32 bits, because processors forward a 32-bit value directly
  // from the store to the load. A narrower value makes a detour through memory: see docs/speed.md.
  std::uint32_t size = 0;
  std::uint16_t fields_begin = 0;  // the offset of the first field line; 0 while in the first line
  std::uint16_t line_begin = 0;    // the offset of the current field line
  std::uint16_t lines = 0;         // the number of complete field lines
  std::uint16_t limit_end = 0;     // inside a field line: an octet before this offset breaks no limit; otherwise 0
  union {
    std::uint16_t target_size = 0;  // of a request; 0 until the target is complete
    std::uint16_t status;           // of a response, once its first line is complete
  };
  std::uint8_t method_size = 0;  // 0 until the method is complete
  std::uint8_t version = 0;      // 11 for HTTP/1.1; 0 until it is known
  std::uint8_t empty_lines = 0;  // the empty lines before the first line, an unfinished one included
  bool in_empty_line = false;    // the last octet was the CR of an empty line
  std::uint8_t code_shift = 0;   // the extra octets before the status code of a deviating status line
  bool deviates : 1 = false;     // this head is valid only with client_options::lenient
  bool ends_stream : 1 = false;  // an adopted header list ended its stream
  bool copied : 1 = false;       // the head is the copy of an adopted response, not octets of the connection
};

// A fast path for a single octet inside a field line. Takes one octet other than LF if the line, the head and the
// storage have room for it. Otherwise returns false and takes nothing. The function is inline, because a call takes
// more time than the comparisons and the two stores: see docs/speed.md.
inline bool take_inside_line(mutable_octets storage, octets data, head_progress& progress) noexcept {
  const std::size_t offset = progress.size;
  if (data.size() != 1 || offset >= progress.limit_end || offset >= storage.size() || data[0] == '\n') return false;
  storage.data()[offset] = data.data()[0];
  ++progress.size;
  return true;
}

// The part of a body to which the next octet belongs.
enum class body_part : std::uint8_t {
  done,
  until_close,      // content until the connection closes
  counted,          // `remaining` octets of a Content-Length
  chunk_size,       // before the first digit of a chunk size
  chunk_digits,     // after a digit
  chunk_space,      // after white space behind the digits
  extension_begin,  // after a ";": before a name
  extension_name,
  extension_space,  // after white space behind a name
  value_begin,      // after a "="
  value_token,
  value_quoted,   // inside a quoted-string
  value_escaped,  // after a backslash in a quoted-string
  value_end,      // after the closing quote
  value_space,    // after white space behind a value
  chunk_size_lf,  // after the CR of the chunk size line
  chunk_data,     // `remaining` octets of data
  chunk_data_cr,
  chunk_data_lf,
  trailer_begin,  // at the first octet of a trailer line, or of the empty line
  trailer_name,
  trailer_value,  // after the colon
  trailer_lf,
  last_lf,
};

struct body_progress {
  std::uint32_t remaining = 0;  // the octets of the counted body, or of the current chunk, that have not arrived
  std::uint32_t total = 0;      // the octets of body and framing so far
  body_part part = body_part::done;
  std::uint8_t name = 0;  // how far a trailer's name equals a forbidden name: see engine/http/chunked.cpp
};

}  // namespace wshake::detail
