// SPDX-License-Identifier: BSL-1.0
// limits: the most octets, lines and list members that the library reads from a peer.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wshake {

// Limits on the octets that a peer sends. Every limit is inclusive: with a limit of 32, a count of 32 passes and a
// count of 33 fails. The storage of a server, client or tunnel is a limit, too: a head that does not fit into the
// storage fails with errc::head_too_large.
struct limits {
  // Octets of a head, from the first octet of its first line to the end of its empty line. The maximum is 65,535;
  // larger values count as the maximum. Common servers allow 16 KiB for all field lines together.
  std::uint32_t head = 16384;

  // Octets of a request target. RFC 9112 section 3 recommends at least 8,000 octets for the whole request line.
  std::uint16_t target = 8000;

  // Octets of a method. The longest registered method (RFC 9110 section 16.1.1) has 17 octets. The maximum is 255,
  // because the type has 8 bits.
  std::uint8_t method = 32;

  // Octets of one field line, or of a status line, without the CRLF at its end. Browsers send up to 4,096 octets per
  // cookie, and several cookies per line.
  std::uint16_t field_line = 8190;

  // Field lines of a head. The maximum is 400; larger values count as the maximum. Browsers send about 20 lines, and
  // proxies add up to 10 lines.
  std::uint16_t field_lines = 100;

  // Empty lines before a request line (RFC 9112 section 2.2: a server should ignore at least one empty line). With
  // client_options::lenient the limit also holds for empty lines before a status line.
  std::uint8_t empty_lines = 4;

  // Members of Sec-WebSocket-Protocol. The library compares each member with all members before it, so the cost is
  // quadratic in the number of members. The maximum is 64; larger values count as the maximum.
  std::uint8_t subprotocols = 64;

  // Interim responses (1xx other than 101) before the answer to a request. Servers send one or two.
  std::uint8_t interim_responses = 8;

  // Octets of a refusal's body that a client or tunnel reads, chunk framing included. Reading a body takes no memory.
  // An error page for people has a few kilobytes. The maximum is 2,147,483,647; larger values count as the maximum.
  std::uint32_t refused_body = 1048576;

  // Octets of an answered request's body that a server skips to keep the connection, chunk framing included. A larger
  // body ends the connection with errc::body_too_large. The maximum is 2,147,483,647; larger values count as the
  // maximum.
  std::uint32_t skipped_body = 65536;
};

// The default limit of read_proxy_header() on the octets of a header of the PROXY protocol, version 2. Most headers fit
// into a TCP segment of 536 octets (proxy-protocol.txt section 2). A header with long names in its TLVs may need more.
inline constexpr std::size_t proxy_header_limit = 4096;

}  // namespace wshake
