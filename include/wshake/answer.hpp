// SPDX-License-Identifier: BSL-1.0
// answer: options of a server's answer, and functions that write it. An answer is the 101, or any other response.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <wshake/array_view.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/handshake.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>
#include <wshake/response.hpp>
#include <wshake/server_config.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// Options of server::accept().
struct accept_options {
  // The subprotocol of the 101:
  // - unset: the configuration chooses;
  // - empty: no subprotocol;
  // - otherwise: this subprotocol. The client must have offered it in the same letter case.
  std::optional<octets> subprotocol = {};

  // Answers to extensions other than permessage-deflate, in the grammar of Sec-WebSocket-Extensions, such as
  // "bbf-usp-protocol; eid=x". The client must have offered each extension. `extensions` may answer permessage-deflate
  // only if the configuration does not answer it.
  //
  // Your duty: if permessage-deflate was agreed, grant no extension that conflicts with it (RFC 7692 section 5): no
  // other extension that uses the RSV1 bit, such as another compression, and no extension that needs unchanged frame
  // boundaries.
  octets extensions = {};

  // Further fields. The library writes these fields before the fields in the last argument of accept(). A field in
  // either list replaces all fields of the same name in server_options::header. The following fields give
  // errc::reserved_field:
  // - fields that only the library may write: Connection, Upgrade, Content-Length, Transfer-Encoding, Trailer,
  //   Sec-WebSocket-*.
  // - hop-by-hop fields, which Connection would have to list: TE, Keep-Alive, Proxy-Connection.
  //
  // Your duty: a field whose value is not a list, such as Location, must not occur twice (RFC 9110 section 5.3).
  array_view<field> header = {};
};

// Options of server::respond().
struct response_options {
  // The status, 200 to 599. 0 selects the status of `error`. If `error` is none, 0 selects the default status of the
  // server's state: see server::respond(). A 2xx to CONNECT gives errc::bad_status, because it would open a tunnel (RFC
  // 9110 section 9.3.6). A 2xx also gives bad_status if the method is not known, because it may be CONNECT.
  std::uint16_t status = 0;

  // The error that the response reports. The error selects the default status and the default body.
  errc error = errc::none;

  // The reason phrase. An empty phrase selects the registered phrase of the status, if there is one.
  octets reason = {};

  // Further fields: see accept_options::header. A 401 needs a WWW-Authenticate with a challenge, and a 407 needs a
  // Proxy-Authenticate with a challenge. By default a 405 has `Allow: GET`, over HTTP/2 and HTTP/3 `Allow: CONNECT`. A
  // 503 has no Retry-After by default.
  //
  // Your duty: if you have a clock, send Date in every 2xx, 3xx and 4xx (RFC 9110 section 6.6.1). The library has no
  // clock.
  array_view<field> header = {};

  // The body. If `body` is unset, the response has one line of text that explains the answer. If you set a body, give
  // its Content-Type in `header`. Responses to HEAD, and 204, 205 and 304, have no body.
  std::optional<octets> body = {};

  // If set, respond() writes only the head of the response, with this Content-Length, and you send a body of this size.
  // A response to HEAD has neither a body nor Content-Length: send no body. A 205 always has `Content-Length: 0`.
  // `content_length` beside `body` gives errc::bad_argument.
  std::optional<std::size_t> content_length = {};

  // Send `Connection: close`, and end the connection. The connection ends in any case after errc::timed_out, and after
  // an error that leaves the beginning of the next request unknown.
  bool close = false;
};

// The size of a 101 that has `Server: wshake`, but no subprotocol, no extension and no further field.
inline constexpr std::size_t plain_accept_size = 145;

// Writes the 101 (RFC 6455 section 4.2.2) for a request that passed check(), with the subprotocol and
// permessage-deflate in `agreed`. A 100 Continue precedes the 101 if the client waits for a 100 Continue (RFC 9110
// section 7.8). write_accept() ignores accept_options::subprotocol.
//
// Errors:
// - need_room, bad_argument, reserved_field, bad_key, bad_config.
// - subprotocol_not_offered, extension_not_offered: `agreed` or accept_options::extensions names a subprotocol or an
//   extension that the client did not offer.
// - bad_deflate_answer: agreed.deflate answers none of the client's offers.
// - bad_extensions, empty_extensions, repeated_deflate: accept_options::extensions is invalid.
[[nodiscard]] WSHAKE_API write_result write_accept(mutable_octets out, const handshake_request& request,
                                                   const agreement& agreed,
                                                   const server_config& config = default_server_config,
                                                   const accept_options& options = {},
                                                   argument_list<field> header = {}) noexcept;

// Writes a complete response, Content-Length included, to a request with the method `method`. The default status is the
// status of response_options::error, or 403 if no error is set. A 426 has Upgrade, Connection and
// Sec-WebSocket-Version. If the configuration is invalid, the response is a 500 without Server, and `options` and
// `header` have no effect.
//
// The response has `Connection: close` if response_options::close or server_options::close_refused is set, or if
// response_options::error ends the connection. Set response_options::close if the request does not allow the connection
// to stay open; server::respond() does this by itself.
//
// Errors: need_room, bad_status, bad_argument, reserved_field, missing_field.
[[nodiscard]] WSHAKE_API write_result write_response(mutable_octets out, octets method,
                                                     const server_config& config = default_server_config,
                                                     const response_options& options = {},
                                                     argument_list<field> header = {}) noexcept;

// An answer as fields, to a request of any HTTP version. Your own code sends the fields as a header list, or writes
// them as an HTTP/1.1 head.
//
// Lifetime: the fields and the body lie in the caller's buffer. The reason phrase is response_options::reason, or lies
// in static memory.
struct [[nodiscard]] field_answer {
  response_view head = {};  // the request's HTTP version, the status, and fields whose names are in lower case; over
                            // HTTP/1.1 also the reason phrase of a refusal
  octets body = {};         // the body to send behind the head; empty: none
  std::size_t needed = 0;   // after errc::need_room: the buffer size that suffices
  diagnostic error = {};    // why nothing was written

  // True if everything was written.
  explicit operator bool() const noexcept { return error.ok(); }
};

// Writes the answer that accepts a request: 101 over HTTP/1.1, 200 over HTTP/2 and HTTP/3 (RFC 8441 section 5). The
// request must have passed check(). After the 200 the stream carries WebSocket frames: the stream must not end with the
// header list. Some clients and gateways send Sec-WebSocket-Key over HTTP/2 and HTTP/3, too: if this key is valid, the
// answer has Sec-WebSocket-Accept.
//
// Errors: the errors of write_accept(), but bad_key over HTTP/1.1 only; head_too_large if the fields have more than
// 65,535 octets.
[[nodiscard]] WSHAKE_API field_answer accept_fields(mutable_octets out, const request_view& request,
                                                    const agreement& agreed,
                                                    const server_config& config = default_server_config,
                                                    const accept_options& options = {},
                                                    argument_list<field> header = {}) noexcept;

// Writes an answer that does not accept the request, with Content-Length. Over HTTP/2 and HTTP/3 the default status of
// errc::unsupported_version is 400, because 426 needs Upgrade (RFC 9110 section 15.5.22). The library leaves out
// Connection and Upgrade: over HTTP/1.1 your own code writes them.
//
// Errors: the errors of write_response(); bad_status also for 426 over HTTP/2 and HTTP/3; head_too_large if the fields
// have more than 65,535 octets.
[[nodiscard]] WSHAKE_API field_answer respond_fields(mutable_octets out, const request_view& request,
                                                     const server_config& config = default_server_config,
                                                     const response_options& options = {},
                                                     argument_list<field> header = {}) noexcept;

}  // namespace wshake
