// SPDX-License-Identifier: BSL-1.0
// limits: how much of a peer's octets is looked at before it is too much.
#pragma once

#include <cstdint>

namespace wshake {

// How much of a peer's octets is looked at. Every limit is inclusive: that much passes, one more fails. A role's
// storage is a limit too: a head larger than the storage fails with errc::head_too_large.
struct limits {
  // Octets of a head, from the first of its first line to the end of its empty line. 65,535 at most, larger values
  // count as that. 16 KiB is what common servers allow for all field lines together.
  std::uint32_t head = 16384;

  // Octets of a request target. RFC 9112 §3 recommends at least 8,000 for the whole request line.
  std::uint16_t target = 8000;

  // Octets of a method. The longest registered one (RFC 9110 §16.1.1) has 17. 255 at most by its type.
  std::uint8_t method = 32;

  // Octets of one field line, and of a status line, without its CRLF. Browsers send up to 4,096 octets a cookie, and
  // several cookies a line.
  std::uint16_t field_line = 8190;

  // Field lines of a head. 400 at most, larger values count as that; browsers send about 20, proxies add up to 10.
  std::uint16_t field_lines = 100;

  // Empty lines before a request line (RFC 9112 §2.2: at least one should be ignored), and, with
  // client_options::lenient, before a status line.
  std::uint8_t empty_lines = 4;

  // Members of Sec-WebSocket-Protocol. Each is compared with those before it, so the work grows with the square. 64 at
  // most, larger values count as that.
  std::uint8_t subprotocols = 64;

  // Interim responses (1xx other than 101) before the answer to a request. A server sends one or two.
  std::uint8_t interim_responses = 8;

  // Octets of a refusal's body, its chunk framing included, that a client reads. It takes no memory; a page that
  // explains an error to a person has a few kilobytes. 2,147,483,647 at most, larger values count as that.
  std::uint32_t refused_body = 1048576;

  // Octets of a refused request's body, its chunk framing included, that are skipped to keep the connection. A larger
  // body ends the connection instead, with errc::body_too_large. 2,147,483,647 at most, larger values count as that.
  std::uint32_t skipped_body = 65536;
};

}  // namespace wshake
