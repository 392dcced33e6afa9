// SPDX-License-Identifier: BSL-1.0
// header_list: reads header lists that an HTTP library has received over HTTP/2 or HTTP/3. Over these versions an
// extended CONNECT carries the handshake (RFC 8441, RFC 9220).
#pragma once

#include <cstdint>

#include <wshake/array_view.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/request.hpp>
#include <wshake/response.hpp>

namespace wshake {

// The identifier of SETTINGS_ENABLE_CONNECT_PROTOCOL in HTTP/2 and in HTTP/3. A server sends this setting with the
// value 1. A client sends an extended CONNECT only after it has received the value 1 (RFC 8441 section 3, RFC 9220
// section 3).
//
// Your duty: after the value 1, a server must not send the value 0 on the same connection. After the 200 that accepts
// the handshake, the stream takes the place of the TCP connection (RFC 8441 section 5, RFC 9220 section 3):
// - DATA frames carry the WebSocket frames. A client still masks its WebSocket frames.
// - HTTP/2: END_STREAM stands for TCP's FIN, and RST_STREAM with CANCEL stands for TCP's RST.
// - HTTP/3: the end of the stream stands for TCP's FIN, and a reset with H3_REQUEST_CANCELLED stands for TCP's RST.
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
// is 20 for HTTP/2 or 30 for HTTP/3. The functions do not check the fields behind the pseudo-header fields: check() and
// server::adopt() check these fields of a request, check_answer() and client::adopt() check these fields of a response.
// The offset of an error in such a field is the field's index in `list`, pseudo-header fields included.
//
// The views in `head` point to the strings of the list. A list may have several Cookie fields, which find_cookie()
// reads as one list of cookies. Join the Cookie fields with "; " before you pass the request on outside HTTP/2 and
// HTTP/3 (RFC 9113 section 8.2.3).
//
// Errors: the codes for which is_malformed() is true, and unsupported_http_version if `version` is neither 20 nor 30.
// If the list lacks a pseudo-header field, the offset is the size of the list.
// Lifetime: the list must live as long as the result.
[[nodiscard]] WSHAKE_API request_list_reading read_request_list(array_view<field> list, unsigned version) noexcept;
[[nodiscard]] WSHAKE_API response_list_reading read_response_list(array_view<field> list, unsigned version) noexcept;

namespace detail {

// is_malformed() with the code as a number: the comment of describe_code() in error.hpp says why.
[[nodiscard]] WSHAKE_API bool is_malformed_code(unsigned code) noexcept;

}  // namespace detail

// True if a header list that breaks the rule of `code` is malformed. Reset the stream of a malformed list: over HTTP/2
// with PROTOCOL_ERROR (RFC 9113 section 8.1.1), over HTTP/3 with H3_MESSAGE_ERROR (RFC 9114 section 4.1.2). A server
// may send an answer before it resets the stream.
[[nodiscard]] inline bool is_malformed(errc code) noexcept {
  return detail::is_malformed_code(static_cast<unsigned>(code));
}

}  // namespace wshake
