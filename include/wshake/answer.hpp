// SPDX-License-Identifier: BSL-1.0
// The server's two answers: 101, or a refusal.
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
  // Unset: the configuration decides. Empty: none. Otherwise one that the client offered, letter case included.
  std::optional<octets> subprotocol = {};

  // Answers to other extensions than permessage-deflate, in the grammar of Sec-WebSocket-Extensions, each one that the
  // client offered: "bbf-usp-protocol; eid=x". permessage-deflate may stand here where the configuration leaves it to
  // you.
  //
  // Your duty: grant no extension beside permessage-deflate that uses RSV1 or needs frames as they were sent, such as
  // another compression (RFC 7692 §5). Only you know what your extensions do.
  octets extensions = {};

  // Further fields, written before those of the verb's last argument. A name of server_options::header is replaced by
  // all fields of that name given in either. Fields that the handshake writes by itself are refused with
  // errc::reserved_field: Connection, Upgrade, Content-Length, Transfer-Encoding, Trailer, and Sec-WebSocket-*; so are
  // TE, Keep-Alive and Proxy-Connection, which Connection would have to list.
  //
  // Your duty: a field that is no list stands here once, such as Location (RFC 9110 §5.3).
  array_view<field> header = {};
};

// Options of server::respond().
struct response_options {
  // 200 to 599. 0: that of `error`, or what fits the state: see server::respond(). A 2xx to CONNECT would open a
  // tunnel, which a server of WebSockets does not make: errc::bad_status (RFC 9110 §9.3.6).
  std::uint16_t status = 0;

  // Why: gives the default status and the default body.
  errc error = errc::none;

  // The reason phrase. Empty: the registered one of the status, or none.
  octets reason = {};

  // Further fields; see accept_options::header. 401 needs WWW-Authenticate and 407 Proxy-Authenticate, with a
  // challenge in it. 405 gets `Allow: GET`, and 503 nothing, unless given here.
  //
  // Your duty: with a clock, Date in every 2xx, 3xx and 4xx (RFC 9110 §6.6.1). The library has none.
  array_view<field> header = {};

  // The body. Unset: one line of text that says what is wrong. Content-Type is yours to give in `header`. HEAD, 204,
  // 205 and 304 get no body.
  std::optional<octets> body = {};

  // Set: only the head is written, with this Content-Length, and the caller sends a body of that size.
  std::optional<std::size_t> content_length = {};

  // End the connection: `Connection: close`. An error after which the begin of the next request is unknown, and
  // errc::timed_out, end it in any case.
  bool close = false;
};

// Octets that the plain 101 takes: no subprotocol, no extension, no further field, the default product.
inline constexpr std::size_t plain_accept_size = 145;

// Writes the 101 (RFC 6455 §4.2.2) for a request that passed check(), with what was agreed; before it a 100 Continue if
// the client waits for one (RFC 9110 §7.8). Of the options, `subprotocol` is not looked at: `agreed` has the choice.
// Errors: need_room, bad_argument, bad_key, reserved_field, subprotocol_not_offered,
// extension_not_offered; bad_deflate_answer where agreed.deflate answers none of the offers;
// bad_extensions, empty_extensions and repeated_deflate for accept_options::extensions.
[[nodiscard]] write_result write_accept(mutable_octets out, const handshake_request& request, const agreement& agreed,
                                        const server_config& config = default_server_config,
                                        const accept_options& options = {}, argument_list<field> header = {}) noexcept;

// Writes a refusal: a complete response to a request with that method, with Content-Length, and with `Connection:
// close` unless options and configuration keep the connection. 426 carries Upgrade, Connection and
// Sec-WebSocket-Version. A status of 0 with no error is 403. Errors: need_room, bad_status, bad_argument,
// reserved_field, missing_field.
[[nodiscard]] write_result write_response(mutable_octets out, octets method,
                                          const server_config& config = default_server_config,
                                          const response_options& options = {},
                                          argument_list<field> header = {}) noexcept;

}  // namespace wshake
