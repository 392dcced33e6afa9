// SPDX-License-Identifier: BSL-1.0
// Credentials: Basic (RFC 7617) in both directions, Bearer (RFC 6750), and a comparison that does not tell by its time.
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// Writes the value of Authorization or Proxy-Authorization: "Basic " and the base64 of user:password.
// Errors: need_room; bad_argument for a user with a colon, or a control octet in either (RFC 7617 §2).
[[nodiscard]] write_result write_basic(mutable_octets out, octets user, octets password) noexcept;

// The same from a URI's userinfo (RFC 3986 §3.2.1), whose percent-encoding is removed: up to its first colon the user,
// behind it the password. Errors: need_room; bad_argument where write_basic() has it, for a broken percent-encoding,
// and where there is none.
[[nodiscard]] write_result write_userinfo(mutable_octets out, octets userinfo) noexcept;

// Writes the value of Authorization: "Bearer " and the token. Errors: need_room; bad_argument for a token outside the
// grammar (RFC 6750 §2.1).
[[nodiscard]] write_result write_bearer(mutable_octets out, octets token) noexcept;

// What read_basic() found: views into the buffer it was given.
struct basic_credentials {
  octets user = {};      // up to the first colon
  octets password = {};  // behind it
  bool valid = false;    // false: not Basic, not base64, no colon, a control octet, or too large for the buffer
};

// Reads the value of Authorization. `out` takes the decoded text: three octets for each four of the value are enough.
[[nodiscard]] basic_credentials read_basic(octets value, mutable_octets out) noexcept;

// Are the two the same? The time it takes depends on the sizes only, not on where they differ.
[[nodiscard]] bool equal_constant_time(octets left, octets right) noexcept;

}  // namespace wshake
