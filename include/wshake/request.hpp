// SPDX-License-Identifier: BSL-1.0
// A request: what it says, wherever it came from, and the reader of its head.
#pragma once

#include <cstddef>

#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// A request's head as views. Fill one from whatever your own HTTP code holds to ask is_upgrade(), check() or
// server::adopt().
struct request_view {
  octets method = {};     // "GET"; letter case counts (RFC 9110 §9.1)
  octets target = {};     // as it was sent: origin-form or absolute-form for a handshake (RFC 9112 §3.2)
  unsigned version = 11;  // ten times the major plus the minor: 11 for HTTP/1.1, 10 for HTTP/1.0
  fields header = {};     // the header section
};

// A request's head that this library has read from octets.
struct request_head : request_view {
  octets raw = {};  // from the first octet of the request line to the end of the empty line
};

// What read_request() found. Exactly one of: error set, consumed above 0, or more octets needed.
struct request_reading {
  diagnostic error = {};  // the first broken rule, of those up to errc::bad_field_value, and the octet that breaks it
  std::size_t consumed = 0;  // octets up to the end of the head, empty lines before it included; 0 while incomplete
  request_head head = {};    // valid when consumed is above 0

  // The head is incomplete.
  bool need_more() const noexcept { return error.ok() && consumed == 0; }
};

// Reads a request head (RFC 9112 §§2–5) at the front of `data`, without a copy: the views point into `data`. What
// follows the head is not looked at. Framing and handshake are not judged: see check(). Call it again with all octets
// so far when it needs more; a server does not start over and is the better choice for octets that come in pieces.
[[nodiscard]] request_reading read_request(octets data, const limits& limit = {}) noexcept;

}  // namespace wshake
