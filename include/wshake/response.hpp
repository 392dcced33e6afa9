// SPDX-License-Identifier: BSL-1.0
// A response: what it says, and the reader of its head.
#pragma once

#include <cstddef>

#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// A response's head as views.
struct response_view {
  unsigned version = 11;  // ten times the major plus the minor: 11 for HTTP/1.1, 10 for HTTP/1.0
  unsigned status = 0;    // 100 to 999
  octets reason = {};     // the reason phrase; may be empty
  fields header = {};     // the header section
};

// A response's head that this library has read from octets.
struct response_head : response_view {
  octets raw = {};  // from the first octet of the status line to the end of the empty line
};

// What read_response() found. Exactly one of: error set, consumed above 0, or more octets needed.
struct response_reading {
  diagnostic error = {};  // the first broken rule, of those up to errc::bad_field_value, and the octet that breaks it
  std::size_t consumed = 0;  // octets of the head; 0 while incomplete
  response_head head = {};   // valid when consumed is above 0

  // The head is incomplete.
  bool need_more() const noexcept { return error.ok() && consumed == 0; }
};

// Which heads are read.
enum class head_grammar : bool {
  strict,  // those of RFC 9112
  lenient  // those that client_options::lenient names, too
};

// Reads a response head (RFC 9112 §§2–5) at the front of `data`, without a copy: the views point into `data`. Folded
// field lines are unfolded in place (RFC 9112 §5.2), which is why it must be writable. What follows the head is not
// looked at. Call it again with all octets so far when it needs more.
[[nodiscard]] response_reading read_response(mutable_octets data, const limits& limit = {},
                                             head_grammar grammar = head_grammar::strict) noexcept;

}  // namespace wshake
