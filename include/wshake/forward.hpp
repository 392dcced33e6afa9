// SPDX-License-Identifier: BSL-1.0
// forward: functions of a gateway, which passes a handshake on from a client in front to a server behind it. Each side
// speaks HTTP/1.1, HTTP/2 or HTTP/3. The octets behind an accepted handshake, and the body of a refusal, are yours to
// pass on.
//
// The functions change no role. A server that has read the request can refuse it with respond() until forward_answer()
// has written. Behind a forwarded refusal, reset() makes it ready for the next request.
//
// Fields go on in order, with their values unchanged, except:
// - those of one connection (RFC 9110 §7.6.1): Connection and all that it lists, Keep-Alive, Proxy-Connection, TE,
//   Transfer-Encoding, Upgrade. TE goes on between HTTP/2 and HTTP/3, where it is always "trailers".
// - Proxy-Authorization, Proxy-Authenticate and Proxy-Authentication-Info, because they are meant for the gateway (RFC
//   9110 §11.7). To relay them, give them in `header`.
// - those that belong to one side of the handshake: Host, Expect, Sec-WebSocket-Key, Sec-WebSocket-Accept. They are
//   written anew where they are needed.
// - several Cookie fields of HTTP/2 or HTTP/3: towards HTTP/1.1 they become one (RFC 9113 §8.2.3).
//
// `header`, the last argument, has fields of your own. Each one replaces all fields of the same name that came, so that
// a client cannot forge it, such as X-Forwarded-Proto. Via replaces nothing: it follows the Via fields that came. The
// fields that client_request::header or accept_options::header may not have give errc::reserved_field. To drop a field,
// leave it out of the view that you pass.
//
// Your duty: a gateway sends Via with every request (RFC 9110 §7.6.3).
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/answer.hpp>
#include <wshake/array_view.hpp>
#include <wshake/client_event.hpp>
#include <wshake/client_request.hpp>
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
  request_view head = {};  // the request that was written, as forward_answer() needs it: views of the buffer
};

// Writes the request for a server that speaks HTTP/1.1: GET with Host, Connection, Upgrade, version 13 and a key that
// is the base64 of `octets_of_key`. Its target has the origin-form. An `Expect: 100-continue` ends here:
// forward_answer() answers it.
//
// `request` has all fields that came, and it must pass check() with `config`: the origins, for example, are checked
// here. server::request() does not have all fields after adopt().
//
// Errors:
// - those of check(), need_room, bad_argument, reserved_field.
// - head_too_large, too_many_field_lines: the request has more than 65,535 octets or 400 lines.
// - bad_field_name, bad_field_value: a field cannot be sent.
[[nodiscard]] forwarded_request forward_request(mutable_octets out, const request_view& request,
                                                const nonce& octets_of_key,
                                                const server_config& config = default_server_config,
                                                argument_list<field> header = {}) noexcept;

// Writes the request for a server that speaks HTTP/2 (`version` 20) or HTTP/3 (30), as a header list. It has no key.
// `allowed` is true if the server has sent SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 on this connection.
// `scheme`, "http" or "https", is that of the connection in front if it speaks HTTP/1.1; otherwise :scheme goes on.
//
// `request` and `config` are as for forward_request().
//
// Errors: those of forward_request(); extended_connect_not_allowed if `allowed` is false;
// unsupported_http_version if `version` is neither 20 nor 30; bad_argument also if `scheme` goes on and is neither
// "http" nor "https".
[[nodiscard]] field_request forward_request_fields(mutable_octets out, const request_view& request, unsigned version,
                                                   bool allowed, octets scheme,
                                                   const server_config& config = default_server_config,
                                                   argument_list<field> header = {}) noexcept;

// Options of forward_answer() and forward_answer_fields().
struct forward_options {
  // The Content-Length of a refusal whose body you have at hand. If it is unset, Content-Length goes on as it came.
  std::optional<std::size_t> content_length = {};

  // Send `Connection: close` with a refusal over HTTP/1.1, and end the connection behind its body.
  bool close = false;
};

// The result of forward_answer().
struct [[nodiscard]] forwarded_answer : write_result {
  client_event event = client_event::failed;  // open, refused or failed
  bool close = false;                         // refused: the connection ends behind the body
  agreement agreed = {};                      // open: the result of the handshake; views of `forwarded`
};

// The result of forward_answer_fields().
struct [[nodiscard]] forwarded_fields : field_answer {
  client_event event = client_event::failed;  // open, refused or failed
  agreement agreed = {};                      // open: the result of the handshake; views of `forwarded`
};

// Writes the server's answer for a client that speaks HTTP/1.1. `front` is the client's request and `forwarded` the
// one that was written for it. The answer must pass check_answer() against `forwarded`:
// - open: a 101 with the accept value of the key in `front`. A 100 Continue precedes it if the client waits for one.
//   Subprotocol and extensions go on unchanged. A compression window of 2^8 is allowed, because the codec is not yours.
// - refused: the head of the refusal, with its status. You send the body. Redirects go on, too, with Location as it
//   came. A 407 becomes 502 if `header` has no Proxy-Authenticate, because a 407 is about the gateway. A status above
//   599 becomes 502, too. A 426 gets Upgrade.
// - failed: nothing is written, after any error. Refuse the request with 502.
//
// A refusal has `Connection: close` if options.close is set, if `front` asks for it, or if the length is not known: it
// came with Transfer-Encoding, or without Content-Length. The body then ends with the connection.
//
// Interim answers, which precede the final one, do not go on: they give errc::bad_status. Drop them.
//
// Errors:
// - those of check_answer(), need_room, bad_argument, reserved_field, bad_status.
// - wrong_carrier: `front` is not HTTP/1.1, or `answer` and `forwarded` are not of the same HTTP version.
// - bad_key: `front` has no valid key.
// - connection_specific_field: the answer accepts, and its Connection lists Sec-WebSocket-Protocol or
//   Sec-WebSocket-Extensions. The listed field would end at the gateway, and the client would not learn the agreement.
// - bad_content_length, conflicting_content_length: the length of a refusal is invalid.
// - bad_field_name, bad_field_value: a field cannot be sent.
[[nodiscard]] forwarded_answer forward_answer(mutable_octets out, const response_view& answer, const request_view& front,
                                              const request_view& forwarded, const forward_options& options = {},
                                              argument_list<field> header = {}) noexcept;

// Writes the server's answer for a client that speaks HTTP/2 or HTTP/3, as a header list. It follows the rules of
// forward_answer(), except:
// - open: 200. Sec-WebSocket-Accept is there if `front` has a valid key.
// - refused: a 2xx, which would open the WebSocket, becomes 502. A 426 becomes 400, because it needs Upgrade (RFC 9110
//   §15.5.22).
//
// Errors: those of forward_answer(), except bad_key; head_too_large for more than 65,535 octets. wrong_carrier:
// `front` is HTTP/1.1, or `answer` and `forwarded` are not of the same HTTP version.
[[nodiscard]] forwarded_fields forward_answer_fields(mutable_octets out, const response_view& answer,
                                                     const request_view& front, const request_view& forwarded,
                                                     const forward_options& options = {},
                                                     argument_list<field> header = {}) noexcept;

}  // namespace wshake
