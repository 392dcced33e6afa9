// SPDX-License-Identifier: BSL-1.0
// forward: functions of a gateway, which passes a handshake on from a client in front of the gateway to a server behind
// it. The client and the server each speak HTTP/1.1, HTTP/2 or HTTP/3. The functions handle heads only: you pass on the
// octets behind an accepted handshake, and the body of a refusal.
//
// The functions change no wshake::server and no wshake::client. Until you have sent an answer from forward_answer(),
// the wshake::server that has read the request can refuse it with respond(). After you have sent a forwarded refusal,
// call reset() on this wshake::server before it reads the next request.
//
// A field goes on if the functions write it into the forwarded message. Fields go on in order, with their values
// unchanged. Exceptions:
// - The fields of one connection (RFC 9110 section 7.6.1) end at the gateway: Connection and all fields that it lists,
//   Keep-Alive, Proxy-Connection, TE, Transfer-Encoding, Upgrade. TE of a request goes on if both sides speak HTTP/2 or
//   HTTP/3, where its value is always "trailers".
// - Proxy-Authorization, Proxy-Authenticate and Proxy-Authentication-Info end at the gateway, because these fields are
//   meant for the gateway (RFC 9110 section 11.7). To pass one of these fields on, give it in `header`.
// - The gateway replaces Host, Expect, Content-Length, Sec-WebSocket-Version of a request, Sec-WebSocket-Key and
//   Sec-WebSocket-Accept by its own fields of these names if the message needs them. Otherwise these fields end at the
//   gateway.
// - Several Cookie fields of a client that speaks HTTP/2 or HTTP/3 become one field for a server that speaks HTTP/1.1
//   (RFC 9113 section 8.2.3).
//
// `header`, the last argument, has fields of your own, such as X-Forwarded-Proto. A field in `header` replaces all
// fields of the same name in the forwarded message, so that a client cannot forge the field. Exception: a Via in
// `header` follows the Via fields of the message. A field in `header` gives errc::reserved_field if it gives this
// error in client_request::header (for a request) or in accept_options::header (for an answer). To drop a field of the
// message, leave the field out of the request_view or response_view that you pass.
//
// Your duty: put a Via into `header` for every request (RFC 9110 section 7.6.3).
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/answer.hpp>
#include <wshake/array_view.hpp>
#include <wshake/client_event.hpp>
#include <wshake/client_request.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/field.hpp>
#include <wshake/handshake.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>
#include <wshake/response.hpp>
#include <wshake/server_config.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// The result of forward_request().
struct [[nodiscard]] forwarded_request : write_result {
  request_view head = {};  // the request that was written, for forward_answer(): views of the buffer
};

// Writes the request for a server that speaks HTTP/1.1: GET with Host, Connection, Upgrade, Sec-WebSocket-Version 13,
// and the base64 of `octets_of_key` as Sec-WebSocket-Key. The target has the origin-form. The request has no Expect:
// forward_answer() writes a 100 Continue if the client waits for one.
//
// `request` must have all fields of the client's request, and must pass check() with `config`. `config` has, for
// example, the origins that may connect. After server::adopt() do not pass server::request(), because adopt() copies
// only some of the fields.
//
// Errors:
// - need_room, bad_argument, reserved_field, and the errors of check().
// - head_too_large, too_many_field_lines: the request that would be written has more than 65,535 octets or 400 field
//   lines.
// - bad_field_name, bad_field_value: the name or the value of a field is invalid, or Connection has more than 64
//   members.
[[nodiscard]] WSHAKE_API forwarded_request forward_request(mutable_octets out, const request_view& request,
                                                           const nonce& octets_of_key,
                                                           const server_config& config = default_server_config,
                                                           argument_list<field> header = {}) noexcept;

// Writes the request for a server that speaks HTTP/2 (`version` 20) or HTTP/3 (30), as a header list. The request has
// no Sec-WebSocket-Key. Set `allowed` if the server has sent SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 on this
// connection. For a client that speaks HTTP/1.1, `scheme` is the scheme of the client's connection, "http" or "https".
// For any other client, the function ignores `scheme` and writes the :scheme of `request`. The function writes a scheme
// in lower case (RFC 3986 section 3.1).
//
// `request` and `config` are as for forward_request().
//
// Errors: the errors of forward_request(); extended_connect_not_allowed if `allowed` is false; unsupported_http_version
// if `version` is neither 20 nor 30; bad_argument also if the function needs `scheme`, but `scheme` is neither "http"
// nor "https".
[[nodiscard]] WSHAKE_API field_request forward_request_fields(mutable_octets out, const request_view& request,
                                                              unsigned version, bool allowed, octets scheme,
                                                              const server_config& config = default_server_config,
                                                              argument_list<field> header = {}) noexcept;

// Options of forward_answer() and forward_answer_fields().
struct forward_options {
  // The Content-Length that the forwarded refusal gets: the size of a body that you have at hand. If this member is
  // unset, the refusal gets the Content-Length of the server's answer.
  std::optional<std::size_t> content_length = {};

  // Write `Connection: close` into a refusal over HTTP/1.1. You then end the connection after the body of the refusal.
  bool close = false;
};

// The result of forward_answer().
struct [[nodiscard]] forwarded_answer : write_result {
  client_event event = client_event::failed;  // open, refused or failed
  bool close = false;                         // refused: the connection to the client ends after the body
  agreement agreed = {};                      // open: the result of the handshake, as views of the argument `forwarded`
};

// The result of forward_answer_fields().
struct [[nodiscard]] forwarded_fields : field_answer {
  client_event event = client_event::failed;  // open, refused or failed
  agreement agreed = {};                      // open: the result of the handshake, as views of the argument `forwarded`
};

// Writes the server's answer for a client that speaks HTTP/1.1. `front` is the client's request. `forwarded` is the
// request that forward_request() or forward_request_fields() wrote when it forwarded `front`. The answer must pass
// check_answer() against `forwarded`. The event of the result:
// - open: a 101 with the accept value of the key in `front`. A 100 Continue precedes the 101 if the client waits for a
//   100 Continue. Subprotocol and extensions go on unchanged. A compression window of 2^8 octets is allowed, because
//   the gateway does not compress.
// - refused: the head of the refusal, with the server's status. You send the body. A redirect goes on, too, with its
//   Location unchanged. A 407 becomes 502 if `header` has no Proxy-Authenticate, because the client would take a 407
//   for a demand of the gateway itself. A status above 599 becomes 502. A 426 gets `Upgrade: websocket`.
// - failed: an error was found, and nothing was written. Refuse the request with 502.
//
// The forwarded refusal has `Connection: close` if one of these conditions holds:
// - options.close is set.
// - `front` has `Connection: close`.
// - The size of the body is unknown: options.content_length is unset, and the answer has Transfer-Encoding or no
//   Content-Length. The end of the connection is then the end of the body.
//
// An interim answer (1xx other than 101) gives errc::bad_status. Drop it, and forward the next answer.
//
// Errors:
// - need_room, bad_argument, reserved_field, bad_status, and the errors of check_answer().
// - wrong_carrier: `front` is not HTTP/1.1, or `answer` and `forwarded` have different major versions of HTTP.
// - bad_key: `front` has no valid key.
// - connection_specific_field: the answer accepts the handshake, and its Connection lists Sec-WebSocket-Protocol or
//   Sec-WebSocket-Extensions. The listed field would end at the gateway, and the client would not learn the agreement.
// - bad_content_length, conflicting_content_length: the length of a refusal is invalid.
// - bad_field_name, bad_field_value: the name or the value of a field is invalid, or Connection has more than 64
//   members.
[[nodiscard]] WSHAKE_API forwarded_answer forward_answer(mutable_octets out, const response_view& answer,
                                                         const request_view& front, const request_view& forwarded,
                                                         const forward_options& options = {},
                                                         argument_list<field> header = {}) noexcept;

// Writes the server's answer for a client that speaks HTTP/2 or HTTP/3, as a header list. The rules of forward_answer()
// apply, except:
// - open: a 200, which has Sec-WebSocket-Accept if `front` has a valid key.
// - refused: a 2xx becomes 502, because a 2xx would open the WebSocket. A 426 becomes 400, because a 426 needs Upgrade
//   (RFC 9110 section 15.5.22).
//
// Errors: the errors of forward_answer(), except bad_key; head_too_large if the fields have more than 65,535 octets;
// wrong_carrier if `front` is HTTP/1.1, or `answer` and `forwarded` have different major versions of HTTP.
[[nodiscard]] WSHAKE_API forwarded_fields forward_answer_fields(mutable_octets out, const response_view& answer,
                                                                const request_view& front, const request_view& forwarded,
                                                                const forward_options& options = {},
                                                                argument_list<field> header = {}) noexcept;

}  // namespace wshake
