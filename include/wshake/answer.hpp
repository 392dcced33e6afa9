// SPDX-License-Identifier: BSL-1.0
// answer: a server's answers: the 101, and all other responses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <wshake/array_view.hpp>
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
  // - otherwise this one. The client must have offered it, letter case included.
  std::optional<octets> subprotocol = {};

  // Answers to extensions other than permessage-deflate, in the grammar of Sec-WebSocket-Extensions, such as
  // "bbf-usp-protocol; eid=x". The client must have offered each extension. `extensions` may answer permessage-deflate
  // only if the configuration does not answer it.
  //
  // Your duty: if permessage-deflate was agreed, grant no other extension that uses the RSV1 bit, as another
  // compression does, or that needs its frame boundaries preserved (RFC 7692 §5). Only you know what your extensions
  // do.
  octets extensions = {};

  // Further fields. They are written before the fields in the last argument of accept(). A field in either list
  // replaces all fields of the same name in server_options::header. The following fields give errc::reserved_field:
  // - fields that the library writes itself: Connection, Upgrade, Content-Length, Transfer-Encoding, Trailer,
  //   Sec-WebSocket-*.
  // - fields that Connection would have to list: TE, Keep-Alive, Proxy-Connection.
  //
  // Your duty: a field that is not a list, such as Location, must not occur twice (RFC 9110 §5.3).
  array_view<field> header = {};
};

// Options of server::respond().
struct response_options {
  // The status, 200 to 599. 0 selects the status of `error`, or the default of the state: see server::respond(). A 2xx
  // to CONNECT gives errc::bad_status, because it would open a tunnel (RFC 9110 §9.3.6).
  std::uint16_t status = 0;

  // The reason of the answer. It selects the default status and the default body.
  errc error = errc::none;

  // The reason phrase. If it is empty, the registered phrase of the status is sent, if there is one.
  octets reason = {};

  // Further fields; see accept_options::header. A 401 needs WWW-Authenticate and a 407 Proxy-Authenticate, with a
  // challenge in it. A 405 gets `Allow: GET` unless a list of fields has Allow. A 503 gets no Retry-After by default.
  //
  // Your duty: if you have a clock, send Date in every 2xx, 3xx and 4xx (RFC 9110 §6.6.1). The library has no clock.
  array_view<field> header = {};

  // The body. If it is unset, one line of text explains the answer. If you set a body, give its Content-Type in
  // `header`. Responses to HEAD, and 204, 205 and 304, have no body.
  std::optional<octets> body = {};

  // If set, only the head is written, with this Content-Length. You send a body of that size yourself.
  std::optional<std::size_t> content_length = {};

  // Send `Connection: close`, and end the connection. The connection ends in any case after errc::timed_out, and after
  // an error that leaves the beginning of the next request unknown.
  bool close = false;
};

// The size of the plain 101, which has the default product, but no subprotocol, no extension and no further field.
inline constexpr std::size_t plain_accept_size = 145;

// Writes the 101 (RFC 6455 §4.2.2) for a request that passed check(), with the subprotocol and permessage-deflate in
// `agreed`. A 100 Continue precedes it if the client waits for one (RFC 9110 §7.8). accept_options::subprotocol is
// ignored.
//
// Errors:
// - need_room, bad_argument, reserved_field, bad_key, bad_config.
// - subprotocol_not_offered, extension_not_offered: `agreed` or accept_options::extensions names a subprotocol or an
//   extension that the client did not offer.
// - bad_deflate_answer: agreed.deflate answers none of the client's offers.
// - bad_extensions, empty_extensions, repeated_deflate: accept_options::extensions is invalid.
[[nodiscard]] write_result write_accept(mutable_octets out, const handshake_request& request, const agreement& agreed,
                                        const server_config& config = default_server_config,
                                        const accept_options& options = {}, argument_list<field> header = {}) noexcept;

// Writes a complete response, Content-Length included, to a request with the method `method`. The default status is the
// status of response_options::error, or 403. A 426 has Upgrade, Connection and Sec-WebSocket-Version. An invalid
// configuration gives a plain 500.
//
// The response has `Connection: close` if response_options::close or server_options::close_refused is set, or if the
// error ends the connection. Set `close` if the request does not allow the connection to go on: server::respond() sets
// it by itself.
//
// Errors: need_room, bad_status, bad_argument, reserved_field, missing_field.
[[nodiscard]] write_result write_response(mutable_octets out, octets method,
                                          const server_config& config = default_server_config,
                                          const response_options& options = {},
                                          argument_list<field> header = {}) noexcept;

// An answer as fields, to a request of any HTTP version: for a header list, or for your own code that writes HTTP/1.1
// heads. It is true if everything was written.
//
// Lifetime: the fields and the body lie in the caller's buffer.
struct [[nodiscard]] field_answer {
  response_view head = {};  // the request's version, the status, and fields whose names are in lower case
  octets body = {};         // the body to send behind the head; empty: none
  std::size_t needed = 0;   // after errc::need_room: the size that suffices
  diagnostic error = {};    // why nothing was written

  // True if everything was written.
  explicit operator bool() const noexcept { return error.ok(); }
};

// Writes the acceptance of a request that passed check(): 101 over HTTP/1.1, 200 over HTTP/2 and HTTP/3 (RFC 8441 §5).
// After the 200 the stream carries frames: it must not end with the header list. Over HTTP/2 and HTTP/3
// Sec-WebSocket-Accept is there if the request has a valid key, which some clients and gateways send.
//
// Errors: those of write_accept(), of which bad_key occurs over HTTP/1.1 only; head_too_large for more than 65,535
// octets of fields.
[[nodiscard]] field_answer accept_fields(mutable_octets out, const request_view& request, const agreement& agreed,
                                         const server_config& config = default_server_config,
                                         const accept_options& options = {}, argument_list<field> header = {}) noexcept;

// Writes any other answer, with Content-Length. Over HTTP/2 and HTTP/3 the default status of errc::unsupported_version
// is 400, because 426 needs Upgrade (RFC 9110 §15.5.22). Connection and Upgrade are left out: over HTTP/1.1 they are
// yours.
//
// Errors: those of write_response(); bad_status for 426 over HTTP/2 and HTTP/3, too; head_too_large for more than
// 65,535 octets of fields.
[[nodiscard]] field_answer respond_fields(mutable_octets out, const request_view& request,
                                          const server_config& config = default_server_config,
                                          const response_options& options = {},
                                          argument_list<field> header = {}) noexcept;

}  // namespace wshake
