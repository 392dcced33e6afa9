// SPDX-License-Identifier: BSL-1.0
// forward: functions of a gateway, which passes a handshake on from a client in front of the gateway to a server behind
// it. Each side speaks HTTP/1.1, HTTP/2 or HTTP/3. You pass on the octets behind an accepted handshake, and the body of
// a refusal.
//
// The functions change no server and no client. The wshake::server that has read the request can refuse it with
// respond(), until forward_answer() has written an answer. After a forwarded refusal, server::reset() makes this server
// ready for the next request.
//
// A field goes on if the functions write it into the forwarded message. Fields go on in order, with their values
// unchanged. Exceptions:
// - The fields of one connection (RFC 9110 section 7.6.1) end at the gateway: Connection and all fields that it lists,
//   Keep-Alive, Proxy-Connection, TE, Transfer-Encoding, Upgrade. TE of a request goes on if both sides speak HTTP/2 or
//   HTTP/3, where its value is always "trailers".
// - Proxy-Authorization, Proxy-Authenticate and Proxy-Authentication-Info end at the gateway, because they are meant
//   for it (RFC 9110 section 11.7). To pass one of these fields on, give it in `header`.
// - The fields of one side of the handshake end at the gateway, which writes them anew where they are needed: Host,
//   Expect, Content-Length, Sec-WebSocket-Version of a request, Sec-WebSocket-Key, Sec-WebSocket-Accept.
// - Several Cookie fields of HTTP/2 or HTTP/3 become one field if the server speaks HTTP/1.1 (RFC 9113 section 8.2.3).
//
// `header`, the last argument, has fields of your own, such as X-Forwarded-Proto. Each of them replaces all fields of
// the same name in the message, so that a client cannot forge the field. A Via in `header` replaces nothing: it follows
// the Via fields of the message. A field that client_request::header or accept_options::header may not have gives
// errc::reserved_field in `header`, too. To drop a field of the message, leave it out of the request_view or
// response_view that you pass.
//
// Your duty: a gateway sends Via with every request (RFC 9110 section 7.6.3).
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

// Writes the request for a server that speaks HTTP/1.1: GET with Host, Connection, Upgrade, version 13 and a key that
// is the base64 of `octets_of_key`. The target has the origin-form. `Expect: 100-continue` is left out:
// forward_answer() answers it.
//
// `request` must have all fields of the client's request, and must pass check() with `config`: `config` has the origins
// that may connect, for example. After server::adopt() do not pass server::request(): that view does not have all
// fields.
//
// Errors:
// - the errors of check(), need_room, bad_argument, reserved_field.
// - head_too_large, too_many_field_lines: the request that would be written has more than 65,535 octets or 400 field
//   lines.
// - bad_field_name, bad_field_value: a field cannot be sent.
[[nodiscard]] WSHAKE_API forwarded_request forward_request(mutable_octets out, const request_view& request,
                                                           const nonce& octets_of_key,
                                                           const server_config& config = default_server_config,
                                                           argument_list<field> header = {}) noexcept;

// Writes the request for a server that speaks HTTP/2 (`version` 20) or HTTP/3 (30), as a header list. The request has
// no key. `allowed` is true if the server has sent SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 on this
// connection. `scheme`, "http" or "https", is the scheme of the client's connection. `scheme` is read only if the
// client speaks HTTP/1.1; otherwise :scheme of `request` goes on.
//
// `request` and `config` are as for forward_request().
//
// Errors: the errors of forward_request(); extended_connect_not_allowed if `allowed` is false; unsupported_http_version
// if `version` is neither 20 nor 30; bad_argument also if `scheme` is read and is neither "http" nor "https".
[[nodiscard]] WSHAKE_API field_request forward_request_fields(mutable_octets out, const request_view& request,
                                                              unsigned version, bool allowed, octets scheme,
                                                              const server_config& config = default_server_config,
                                                              argument_list<field> header = {}) noexcept;

// Options of forward_answer() and forward_answer_fields().
struct forward_options {
  // The Content-Length of a refusal whose body you have at hand. If this member is unset, the Content-Length of the
  // server's answer goes on.
  std::optional<std::size_t> content_length = {};

  // Send `Connection: close` with a refusal over HTTP/1.1, and end the connection after the body of the refusal.
  bool close = false;
};

// The result of forward_answer().
struct [[nodiscard]] forwarded_answer : write_result {
  client_event event = client_event::failed;  // open, refused or failed
  bool close = false;                         // refused: the connection ends after the body
  agreement agreed = {};                      // open: the result of the handshake, as views of `forwarded`
};

// The result of forward_answer_fields().
struct [[nodiscard]] forwarded_fields : field_answer {
  client_event event = client_event::failed;  // open, refused or failed
  agreement agreed = {};                      // open: the result of the handshake, as views of `forwarded`
};

// Writes the server's answer for a client that speaks HTTP/1.1. `front` is the client's request. `forwarded` is the
// request that forward_request() or forward_request_fields() has written for `front`. The answer must pass
// check_answer() against `forwarded`:
// - open: a 101 with the accept value of the key in `front`. A 100 Continue precedes the 101 if the client waits for a
//   100 Continue. Subprotocol and extensions go on unchanged. A compression window of 2^8 is allowed, because the
//   gateway does not compress.
// - refused: the head of the refusal, with its status. You send the body. A redirect goes on, too, with its Location
//   unchanged. A 407 becomes 502 if `header` has no Proxy-Authenticate, because the client would take a 407 for a
//   demand of the gateway itself. A status above 599 becomes 502. A 426 gets an Upgrade field.
// - failed: nothing is written, after any error. Refuse the request with 502.
//
// A refusal has `Connection: close` if options.close is set, if `front` has `Connection: close`, or if the size of the
// body is not known: options.content_length is unset, and the answer has Transfer-Encoding or no Content-Length. Such a
// body ends with the connection.
//
// An interim answer, which precedes the final answer, does not go on: it gives errc::bad_status. Drop the interim
// answer.
//
// Errors:
// - the errors of check_answer(), need_room, bad_argument, reserved_field, bad_status.
// - wrong_carrier: `front` is not HTTP/1.1, or `answer` and `forwarded` have different major versions of HTTP.
// - bad_key: `front` has no valid key.
// - connection_specific_field: the answer accepts the handshake, and its Connection lists Sec-WebSocket-Protocol or
//   Sec-WebSocket-Extensions. The listed field would end at the gateway, and the client would not learn the agreement.
// - bad_content_length, conflicting_content_length: the length of a refusal is invalid.
// - bad_field_name, bad_field_value: a field cannot be sent.
[[nodiscard]] WSHAKE_API forwarded_answer forward_answer(mutable_octets out, const response_view& answer,
                                                         const request_view& front, const request_view& forwarded,
                                                         const forward_options& options = {},
                                                         argument_list<field> header = {}) noexcept;

// Writes the server's answer for a client that speaks HTTP/2 or HTTP/3, as a header list. The rules are those of
// forward_answer(), except:
// - open: a 200, which has Sec-WebSocket-Accept if `front` has a valid key.
// - refused: a 2xx, which would open the WebSocket, becomes 502. A 426 becomes 400, because it needs Upgrade (RFC 9110
//   section 15.5.22).
//
// Errors: the errors of forward_answer(), except bad_key; head_too_large if the fields have more than 65,535 octets;
// wrong_carrier if `front` is HTTP/1.1, or `answer` and `forwarded` have different major versions of HTTP.
[[nodiscard]] WSHAKE_API forwarded_fields forward_answer_fields(mutable_octets out, const response_view& answer,
                                                                const request_view& front, const request_view& forwarded,
                                                                const forward_options& options = {},
                                                                argument_list<field> header = {}) noexcept;

}  // namespace wshake
