// SPDX-License-Identifier: BSL-1.0
// response: the head of a response, and read_response(), which reads a head from octets.
#pragma once

#include <cstddef>

#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// A response's head as views.
struct response_view {
  unsigned version = 11;  // 10 to 19 for HTTP/1.0 to HTTP/1.9; 20 for HTTP/2, 30 for HTTP/3
  unsigned status = 0;    // 100 to 999
  octets reason = {};     // the reason phrase; may be empty
  fields header = {};     // the header section
};

// A response's head that this library has read from octets.
struct response_head : response_view {
  octets raw = {};  // from the first octet of the status line to the end of the empty line that ends the head
};

// The result of read_response(). Exactly one of these is true: `error` is set, `consumed` is above 0, or need_more()
// returns true.
struct response_reading {
  diagnostic error = {};     // the broken rule (a code of errc up to bad_field_value) and the offset of the fault
  std::size_t consumed = 0;  // octets of the head; 0 while the head is incomplete
  response_head head = {};   // valid if consumed is above 0

  // True if the head is incomplete.
  bool need_more() const noexcept { return error.ok() && consumed == 0; }
};

// The grammars by which read_response() can read a head.
enum class head_grammar : bool {
  strict,  // RFC 9112
  lenient  // RFC 9112, and the deviations that the comment on client_options::lenient lists
};

// Reads a response head (RFC 9112 sections 2-5) at the front of `data` without a copy: the views point into `data`.
// `data` is writable, because read_response() unfolds folded field lines in place (RFC 9112 section 5.2). Octets behind
// the head are ignored. If need_more() is true, call read_response() again with all octets received so far.
[[nodiscard]] WSHAKE_API response_reading read_response(mutable_octets data, const limits& limit = {},
                                                        head_grammar grammar = head_grammar::strict) noexcept;

}  // namespace wshake
