// SPDX-License-Identifier: BSL-1.0
// uri: what a client connects to, and where a redirect leads.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/error.hpp>
#include <wshake/octets.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// A ws, wss, http or https URI taken apart (RFC 6455 §3, RFC 3986). Views into the text it was parsed from.
struct uri {
  octets scheme = {};         // as it was written
  bool secure = false;        // wss or https: TLS comes before the handshake
  octets userinfo = {};       // before "@", still percent-encoded; sent only if you send it. Neither show nor store it
  octets host = {};           // of an IPv6 literal with its brackets
  std::uint16_t port = 0;     // as it was written, or the scheme's own: 80, 443; in one of your own 0 stands for that
  octets resource_name = {};  // path and query as they were written: empty, or begins with "/" or "?"
};

// What parse_uri() found.
struct uri_reading {
  diagnostic error = {};  // errc::bad_uri at the first octet that does not fit, or at the end if something is missing
  uri found = {};         // empty after an error

  // Is it a URI?
  constexpr explicit operator bool() const noexcept { return error.ok(); }
};

// Takes a URI apart:
//
//   ws-URI = "ws:" "//" host [ ":" port ] path [ "?" query ]   (RFC 6455 §3), the same for wss, http and https
//
// with an optional userinfo before the host (RFC 3986 §3.2.1). The host is not empty, the port from 1 to 65535, and
// there is no fragment (RFC 6455 §3). Path and query hold pchar, "/" and "?" (RFC 3986 §3.3, §3.4), and two hexadecimal
// digits follow every "%": anything else, such as white space, `"`, `[`, `|` and octets above 0x7f, is an error. Encode
// it first: write_encoded() does, for all but the host.
[[nodiscard]] uri_reading parse_uri(octets text) noexcept;

// Writes `text`, a path or a query, and percent-encodes every octet that can't stand there: "/a b?x=|" becomes
// "/a%20b?x=%7C". A "%" with two hexadecimal digits behind it is taken for encoded and stays, unless "%" is among
// `others`: further octets to encode. A value of a query, for example, is written with "%/?&=+". Returns no error but
// need_room.
//
// RFC: 3986 §2.1, §2.4
[[nodiscard]] write_result write_encoded(mutable_octets out, octets text, octets others = {}) noexcept;

// Do both lead to the same place: the same security, host (letter case ignored) and port (RFC 6454 §5)? What a server
// was told in confidence, credentials and cookies, may follow a redirect where they do.
[[nodiscard]] bool same_origin(const uri& left, const uri& right) noexcept;

// Writes the request target: resource_name, with "/" before it unless it begins so (RFC 6455 §3). Errors: need_room,
// and bad_uri for a uri of your own whose host or resource_name parse_uri() would not have found, as in the two
// functions below.
[[nodiscard]] write_result write_target(mutable_octets out, const uri& where) noexcept;

// Writes the value of Host: the host, and the port where it is not the scheme's own (RFC 6455 §4.1(4)).
[[nodiscard]] write_result write_host(mutable_octets out, const uri& where) noexcept;

// Writes the URI that `reference` stands for when it is found at `base` (RFC 3986 §5.2), without a fragment, http and
// https turned into ws and wss (RFC 6455 §4.1 follows redirects of HTTP). Errors: bad_uri for a reference that does not
// lead to one of the four schemes, holds octets that parse_uri() does not take, or has userinfo, which makes one host
// look like another (RFC 9110 §4.2.4); need_room, whose size counts dot segments that will not be written.
[[nodiscard]] write_result resolve_uri(mutable_octets out, const uri& base, octets reference) noexcept;

}  // namespace wshake
