// SPDX-License-Identifier: BSL-1.0
// uri: reads and writes the URI that a client connects to, and resolves the Location of a redirect.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// The parts of a ws, wss, http or https URI (RFC 6455 section 3, RFC 3986). The members of type octets are views of the
// text that parse_uri() parsed.
struct uri {
  octets scheme = {};         // as it was written
  bool secure = false;        // wss or https: TLS comes before the handshake
  octets userinfo = {};       // before "@", percent-encoded; a secret. Not sent: see write_userinfo()
  octets host = {};           // an IPv6 literal includes its brackets
  std::uint16_t port = 0;     // the explicit port, or the scheme's default, 80 or 443. In a uri of your own, 0 selects
                              // the default
  octets resource_name = {};  // path and query as they were written: empty, or begins with "/" or "?"
};

// The result of parse_uri().
struct uri_reading {
  diagnostic error = {};  // errc::bad_uri at the first invalid octet, or at the end of a text that is cut short
  uri found = {};         // empty after an error

  // True if the text is a URI.
  constexpr explicit operator bool() const noexcept { return error.ok(); }
};

// Parses a URI:
//
//   ws-URI = "ws:" "//" host [ ":" port ] path [ "?" query ]   (RFC 6455 section 3), the same for wss, http and https
//
// An optional userinfo may precede the host (RFC 3986 section 3.2.1). The host must not be empty; the port is from 1 to
// 65535. A fragment is an error (RFC 6455 section 3). Path and query consist of pchar, "/" and "?" (RFC 3986 sections
// 3.3 and 3.4), with two hexadecimal digits behind every "%". Any other octet in a path or query, such as white space,
// `"`, `[`, `|` or an octet above 0x7f, is an error.
//
// Encode a path or query with write_encoded() first. Write a host in its ASCII form (xn--): hosts are not
// percent-encoded.
//
// Lifetime: `text` must live as long as the views of the result.
[[nodiscard]] WSHAKE_API uri_reading parse_uri(octets text) noexcept;
template <detail::temporary_owner R>
uri_reading parse_uri(const R&& text) = delete;  // a temporary: give it a name

// Writes `text`, a path or a query, with percent-encoding for every octet that cannot stand in a path or query.
// "/a b?x=|" becomes "/a%20b?x=%7C". `others` lists further octets to encode: use "%/?&=+" for a value in a query. A
// "%" before two hexadecimal digits counts as encoded and stays, unless "%" is in `others`.
//
// Errors: need_room.
// RFC: 3986 sections 2.1, 2.4
[[nodiscard]] WSHAKE_API write_result write_encoded(mutable_octets out, octets text, octets others = {}) noexcept;

// True if both URIs use TLS or neither does, and their hosts (letter case ignored) and ports are the same (RFC 6454
// section 5). Credentials, cookies and other confidential data may follow a redirect only between URIs of the same
// origin.
[[nodiscard]] WSHAKE_API bool same_origin(const uri& left, const uri& right) noexcept;

// Writes the request target: where.resource_name, with "/" in front unless where.resource_name begins with "/" (RFC
// 6455 section 3).
//
// Errors: need_room; bad_uri for a host or a resource_name that parse_uri() would reject.
[[nodiscard]] WSHAKE_API write_result write_target(mutable_octets out, const uri& where) noexcept;

// Writes the value of Host: the host of `where`, and the port unless it is the scheme's default (RFC 6455 section
// 4.1(4)).
//
// Errors: the errors of write_target().
[[nodiscard]] WSHAKE_API write_result write_host(mutable_octets out, const uri& where) noexcept;

// Resolves `reference` against `base` and writes the result as a URI (RFC 3986 section 5.2). The result has no
// fragment. The schemes http and https become ws and wss, because a handshake may be redirected to an http or https URI
// (RFC 6455 section 4.1).
//
// Errors:
// - bad_uri: the reference or `base` contains octets that parse_uri() rejects, the scheme of the reference is not ws,
//   wss, http or https, or the reference has userinfo. Userinfo can make one host look like another (RFC 9110 section
//   4.2.4).
// - need_room: write_result::needed may be too large, because it may count dot segments ("." and "..") of the path,
//   which the written URI does not have.
[[nodiscard]] WSHAKE_API write_result resolve_uri(mutable_octets out, const uri& base, octets reference) noexcept;

}  // namespace wshake
