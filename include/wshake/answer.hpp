// SPDX-License-Identifier: BSL-1.0
// A server's answers: the 101, and all other responses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <wshake/array_view.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/handshake.hpp>
#include <wshake/octets.hpp>
#include <wshake/server_config.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// Options of server::accept().
struct accept_options {
  // The subprotocol. Unset: chosen by the configuration. Empty: none. Otherwise it must be one that the client offered,
  // letter case included.
  std::optional<octets> subprotocol = {};

  // Answers to extensions other than permessage-deflate, in the grammar of Sec-WebSocket-Extensions, such as
  // "bbf-usp-protocol; eid=x". The client must have offered each of them. permessage-deflate may be among them if the
  // configuration does not answer it.
  //
  // Your duty: if permessage-deflate was agreed, grant no other extension that uses RSV1 or needs frames as they were
  // sent, such as another compression (RFC 7692 §5). Only you know what your extensions do.
  octets extensions = {};

  // Further fields, written before those of the verb's last argument. If either has fields of a name in
  // server_options::header, they replace all of that name there. errc::reserved_field for the fields that the handshake
  // writes by itself (Connection, Upgrade, Content-Length, Transfer-Encoding, Trailer, Sec-WebSocket-*) and for those
  // that Connection would have to list (TE, Keep-Alive, Proxy-Connection).
  //
  // Your duty: a field that is not a list, such as Location, must not occur twice (RFC 9110 §5.3).
  array_view<field> header = {};
};

// Options of server::respond().
struct response_options {
  // The status, 200 to 599. 0 selects the status of `error`, or the default of the state: see server::respond(). A 2xx
  // to CONNECT gives errc::bad_status: it would open a tunnel, which a WebSocket server does not do (RFC 9110 §9.3.6).
  std::uint16_t status = 0;

  // The reason of the refusal. It selects the default status and the default body.
  errc error = errc::none;

  // The reason phrase. Empty: the registered phrase of the status, or none.
  octets reason = {};

  // Further fields; see accept_options::header. A 401 needs WWW-Authenticate and a 407 Proxy-Authenticate, with a
  // challenge in it. A 405 gets `Allow: GET` unless Allow is given here. A 503 gets no Retry-After by default.
  //
  // Your duty: if you have a clock, send Date in every 2xx, 3xx and 4xx (RFC 9110 §6.6.1). The library has none.
  array_view<field> header = {};

  // The body. Unset: one line of text that explains the refusal. Give its Content-Type in `header`. Responses to HEAD,
  // and 204, 205 and 304, have no body.
  std::optional<octets> body = {};

  // If set, only the head is written, with this Content-Length. You send a body of that size yourself.
  std::optional<std::size_t> content_length = {};

  // Send `Connection: close`. Errors after which the next request has no known beginning, and errc::timed_out, end the
  // connection in any case.
  bool close = false;
};

// The size of the plain 101: no subprotocol, no extension, no further field, the default product.
inline constexpr std::size_t plain_accept_size = 145;

// Writes the 101 (RFC 6455 §4.2.2) for a request that passed check(), with the subprotocol and the extensions in
// `agreed`. A 100 Continue precedes it if the client waits for one (RFC 9110 §7.8). The subprotocol of the options is
// ignored.
//
// Errors: need_room, bad_argument, bad_key, reserved_field, subprotocol_not_offered, extension_not_offered;
// bad_deflate_answer if agreed.deflate answers none of the offers; bad_extensions, empty_extensions and
// repeated_deflate for accept_options::extensions.
[[nodiscard]] write_result write_accept(mutable_octets out, const handshake_request& request, const agreement& agreed,
                                        const server_config& config = default_server_config,
                                        const accept_options& options = {}, argument_list<field> header = {}) noexcept;

// Writes a complete response, with Content-Length, to a request with that method. It has `Connection: close` unless
// options and configuration keep the connection. A 426 has Upgrade, Connection and Sec-WebSocket-Version. The default
// status is that of the error, or 403.
//
// Errors: need_room, bad_status, bad_argument, reserved_field, missing_field.
[[nodiscard]] write_result write_response(mutable_octets out, octets method,
                                          const server_config& config = default_server_config,
                                          const response_options& options = {},
                                          argument_list<field> header = {}) noexcept;

}  // namespace wshake
