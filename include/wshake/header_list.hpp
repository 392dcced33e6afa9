// SPDX-License-Identifier: BSL-1.0
// header_list: header lists of HTTP/2 and HTTP/3, as an HTTP library hands them over, and the extended CONNECT that
// carries the handshake in them (RFC 8441, RFC 9220).
#pragma once

#include <cstdint>

#include <wshake/array_view.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/request.hpp>
#include <wshake/response.hpp>

namespace wshake {

// SETTINGS_ENABLE_CONNECT_PROTOCOL, with the same identifier in HTTP/2 and HTTP/3. A server sends it with the value 1;
// a client sends an extended CONNECT only after it has received this value (RFC 8441 section 3, RFC 9220 section 3).
//
// Your duty: a server that has sent 1 never sends 0 on the same connection. After the 200 the stream takes the place of
// the TCP connection (RFC 8441 section 5, RFC 9220 section 3): DATA frames carry the WebSocket frames, and a client
// still masks its WebSocket frames. In HTTP/2 END_STREAM stands for TCP's FIN, and RST_STREAM with CANCEL for TCP's
// RST. In HTTP/3 the end of the stream stands for the FIN, and a reset with H3_REQUEST_CANCELLED for the RST.
inline constexpr std::uint16_t enable_connect_protocol = 0x8;

// The result of read_request_list().
struct request_list_reading {
  diagnostic error = {};   // the first broken rule, and the index of the field in the list
  request_view head = {};  // views of the list; empty after an error. Set head.ends_stream yourself.

  // True if the pseudo-header fields are well-formed.
  explicit operator bool() const noexcept { return error.ok(); }
};

// The result of read_response_list().
struct response_list_reading {
  diagnostic error = {};    // the first broken rule, and the index of the field in the list
  response_view head = {};  // views of the list; empty after an error

  // True if the pseudo-header fields are well-formed.
  explicit operator bool() const noexcept { return error.ok(); }
};

// Reads the pseudo-header fields at the front of a header list (RFC 9113 section 8.3, RFC 9114 section 4.3). `version`
// is 20 for HTTP/2 or 30 for HTTP/3. The fields behind the pseudo-header fields are checked later: those of a request
// by check() or server::adopt(), those of a response by check_answer() or client::adopt(). A field keeps its index: the
// offsets of errors count from the first entry of the list.
//
// The views in `head` point to the strings of the list. Cookie may come in several fields, which find_cookie() reads as
// one list. Join the Cookie fields with "; " before you pass the request on outside HTTP/2 and HTTP/3 (RFC 9113
// section 8.2.3).
//
// Errors: the codes for which is_malformed() is true, and unsupported_http_version if `version` is neither 20 nor 30.
// If the list lacks a pseudo-header field, the offset is the size of the list.
// Lifetime: the list must live as long as the result.
[[nodiscard]] WSHAKE_API request_list_reading read_request_list(array_view<field> list, unsigned version) noexcept;
[[nodiscard]] WSHAKE_API response_list_reading read_response_list(array_view<field> list, unsigned version) noexcept;

namespace detail {

// is_malformed() for the number of a code: see describe_code().
[[nodiscard]] WSHAKE_API bool is_malformed_code(unsigned code) noexcept;

}  // namespace detail

// True if a header list that breaks the rule of `code` is malformed: reset the stream with PROTOCOL_ERROR over HTTP/2,
// with H3_MESSAGE_ERROR over HTTP/3 (RFC 9113 section 8.1.1, RFC 9114 section 4.1.2). A server may send an answer
// first.
[[nodiscard]] inline bool is_malformed(errc code) noexcept {
  return detail::is_malformed_code(static_cast<unsigned>(code));
}

}  // namespace wshake
