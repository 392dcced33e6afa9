// SPDX-License-Identifier: BSL-1.0
// How far the reading of a message has come between two pieces of its octets. Not for users.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake::detail {

// Of a head that lies at the front of a storage.
struct head_progress {
  // Octets of the head so far. Processors hand on a number of 32 bits from one octet's feed() to the next without a
  // detour through memory, and narrower ones not.
  std::uint32_t size = 0;
  std::uint16_t fields_begin = 0;  // where the field lines begin; 0 while in the first line
  std::uint16_t line_begin = 0;    // where the current field line begins
  std::uint16_t lines = 0;         // complete field lines
  std::uint16_t limit_end = 0;     // in a field line: an octet before that breaks no limit; elsewhere 0
  union {
    std::uint16_t target_size = 0;  // of a request; 0 until the target is complete
    std::uint16_t status;           // of a response, once its first line is complete
  };
  std::uint8_t method_size = 0;  // 0 until the method is complete
  std::uint8_t version = 0;      // 11 for HTTP/1.1; 0 until it is known
  std::uint8_t empty_lines = 0;  // begun before the first line
  bool in_empty_line = false;    // after the CR of one
  std::uint8_t code_shift = 0;   // octets by which a response's code stands behind its usual place
  bool deviates = false;         // the strict reader does not take this head
};

// Takes a single octet with which a field line goes on, and nothing else happens. False where it is not so, and nothing
// is taken. It stands in a header because a call costs more than the octet: see docs/speed.md.
inline bool take_inside_line(mutable_octets storage, octets data, head_progress& progress) noexcept {
  const std::size_t at = progress.size;
  if (data.size() != 1 || at >= progress.limit_end || at >= storage.size() || data[0] == '\n') return false;
  storage.data()[at] = data.data()[0];
  ++progress.size;
  return true;
}

// Where in a body the next octet stands.
enum class body_part : std::uint8_t {
  done,
  until_close,      // all octets to come
  counted,          // octets of a Content-Length, `remaining` of them
  chunk_size,       // before the first digit of a chunk size
  chunk_digits,     // after a digit
  chunk_space,      // after white space behind the digits
  extension_begin,  // after a ";": before a name
  extension_name,
  extension_space,  // after white space behind a name
  value_begin,      // after a "="
  value_token,
  value_quoted,   // inside a quoted-string
  value_escaped,  // after a backslash in it
  value_end,      // after its end
  value_space,    // after white space behind a value
  chunk_size_lf,  // after the CR of that line
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
  std::uint32_t remaining = 0;  // octets of the counted body or of the current chunk still to come
  std::uint32_t total = 0;      // octets of body and framing seen so far
  body_part part = body_part::done;
  std::uint8_t name = 0;  // of a trailer: see http/chunked.cpp
};

}  // namespace wshake::detail
