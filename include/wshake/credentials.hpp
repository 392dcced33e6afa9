// SPDX-License-Identifier: BSL-1.0
// credentials: writes and reads Basic credentials (RFC 7617), writes Bearer credentials (RFC 6750), compares texts in
// constant time, and tells which fields carry credentials.
#pragma once

#include <cstddef>

#include <wshake/detail/attributes.hpp>
#include <wshake/octets.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// Writes the value of Authorization or Proxy-Authorization: "Basic " and the base64 of user:password.
//
// Errors: need_room; bad_argument for a colon in `user`, or a control octet in `user` or `password`
// (RFC 7617 section 2).
[[nodiscard]] WSHAKE_API write_result write_basic(mutable_octets out, octets user, octets password) noexcept;

// Writes the value of Authorization or Proxy-Authorization, as write_basic() does, from the userinfo of a URI (RFC 3986
// section 3.2.1). The user ends at the first colon of `userinfo`; the password follows this colon. Percent-encoding is
// decoded.
//
// Errors: need_room; bad_argument for a broken percent-encoding, an empty userinfo, or a decoded user or password that
// write_basic() would reject.
[[nodiscard]] WSHAKE_API write_result write_userinfo(mutable_octets out, octets userinfo) noexcept;

// Writes the value of Authorization: "Bearer " and the token.
//
// Errors: need_room; bad_argument for a token outside the grammar (RFC 6750 section 2.1).
[[nodiscard]] WSHAKE_API write_result write_bearer(mutable_octets out, octets token) noexcept;

// The result of read_basic(). The views point into the buffer `out` of read_basic().
struct basic_credentials {
  octets user = {};      // the text before the first colon
  octets password = {};  // the text behind the first colon
  bool valid = false;    // false: the value is not Basic or not base64, the text lacks a colon, has a control octet, or
                         // does not fit the buffer
};

// Reads a value of Authorization with scheme Basic. `out` takes the decoded text: three octets for every four octets of
// the value are enough. `out` must not overlap `value`.
[[nodiscard]] WSHAKE_API basic_credentials read_basic(octets value, mutable_octets out) noexcept;

// True if both texts are equal. The time of a call depends only on the sizes of the texts, not on their content.
[[nodiscard]] WSHAKE_API bool equal_constant_time(octets left, octets right) noexcept;

// True for the name of a field that carries credentials, letter case ignored: Authorization, Proxy-Authorization,
// Cookie, Cookie2, WWW-Authenticate, Proxy-Authenticate. Do not send such a field to another origin after a redirect:
// see continuation::same_origin.
//
// Your duty: after such a redirect, do not send your own secrets either, such as a field X-API-Key, a token among the
// subprotocols, or a token in the query.
//
// RFC: 9110 section 15.4
[[nodiscard]] WSHAKE_API bool is_sensitive(octets name) noexcept;

}  // namespace wshake
