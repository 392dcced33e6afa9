// SPDX-License-Identifier: BSL-1.0
// client_request: a client's opening handshake, and functions that write it (RFC 6455 section 4.1, RFC 8441 section 4).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/array_view.hpp>
#include <wshake/client_config.hpp>
#include <wshake/deflate.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>
#include <wshake/uri.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// 16 random octets that you supply, fresh for each request. The base64 of the octets is the value of Sec-WebSocket-Key
// (RFC 6455 section 4.1(7)). If the octets can be guessed, a cache or a server without WebSocket can have the
// right Sec-WebSocket-Accept ready, and pass for a WebSocket server. Nothing else in a request is random: the same
// octets give the same request.
using nonce = std::array<std::uint8_t, 16>;

// A client's opening handshake.
struct client_request {
  // The URI to connect to: a uri that parse_uri() returned, or a uri whose members host, port, resource_name and secure
  // you have set.
  uri where = {};

  // The value of Origin (RFC 6454 section 7) as browsers send it: "https://example.com", without the scheme's default
  // port, or "null" to keep the origin private. An empty value leaves the field out.
  octets origin = {};

  // The subprotocols that the client offers, the preferred one first. Each is a token, and no two are equal (RFC 6455
  // section 4.1(10)).
  array_view<octets> subprotocols = {};

  // The offers of permessage-deflate, the preferred one first (RFC 7692 section 5).
  array_view<deflate_offer> deflate = {};

  // Offers of other extensions, in the grammar of Sec-WebSocket-Extensions, such as "bbf-usp-protocol; eid=x". In the
  // request these offers follow the offers of permessage-deflate. The library does not write empty members of this
  // list.
  //
  // Your duty: offer only extensions with a registered name (RFC 6455 section 9.1). Close the connection if the server
  // grants permessage-deflate together with an extension that conflicts with it (RFC 7692 section 5): an extension that
  // uses the RSV1 bit, such as another compression, or an extension that needs unchanged frame boundaries.
  octets extensions = {};

  // Further fields, such as cookies and credentials: {"Authorization", the value that write_basic() or write_bearer()
  // wrote}. The library writes these fields before the fields in the last argument of the function that writes the
  // request. A field in either list replaces all fields of the same name in client_options::header. The following
  // fields give errc::reserved_field:
  // - fields that only the library may write: Host, Connection, Upgrade, Origin, Expect, Content-Length,
  //   Transfer-Encoding, Trailer, Sec-WebSocket-*.
  // - hop-by-hop fields, which Connection would have to list: TE, Keep-Alive, Proxy-Connection.
  //
  // Your duty: a field whose value is not a list, such as Authorization or User-Agent, must not occur twice (RFC 9110
  // section 5.3).
  array_view<field> header = {};

  // True: the request target has the absolute-form, "http://example.com:8080/chat", for a forward proxy (RFC 9112
  // section 3.2.2). Send the request to the proxy, over HTTP/1.1. The URI must not use TLS. Many forward proxies drop
  // Upgrade, so prefer a wshake::tunnel through the proxy.
  bool absolute_form = false;
};

// The size of a request without optional fields and with `User-Agent: wshake`, if the value of Host has `authority`
// octets and the target has `target` octets.
constexpr std::size_t plain_request_size(std::size_t authority, std::size_t target) noexcept {
  return 158 + authority + target;
}

// Writes the request. Sec-WebSocket-Key is the base64 of `octets_of_key`.
//
// Errors:
// - need_room, bad_config.
// - bad_uri: the host or the resource name cannot be sent.
// - bad_argument, reserved_field: the origin or a field cannot be sent, or absolute_form is set for a URI with TLS.
// - bad_window_bits: an offer of permessage-deflate is invalid.
// - bad_subprotocols, too_many_subprotocols, repeated_subprotocol: a server would reject the subprotocols.
// - bad_extensions, empty_extensions: a server would reject the extensions.
[[nodiscard]] WSHAKE_API write_result write_request(mutable_octets out, const client_request& request,
                                                    const nonce& octets_of_key,
                                                    const client_config& config = default_client_config,
                                                    argument_list<field> header = {}) noexcept;

// A client's request as a header list (RFC 8441 section 4).
//
// Lifetime: the views in `head` point into the caller's buffer, except method, protocol and scheme, which point into
// static memory.
struct [[nodiscard]] field_request {
  request_view head = {};  // CONNECT with :protocol, :scheme, :authority, :path, and fields with names in lower case
  std::size_t needed = 0;  // after errc::need_room: the buffer size that suffices
  diagnostic error = {};   // why nothing was written

  // True if everything was written.
  explicit operator bool() const noexcept { return error.ok(); }
};

// Writes the request for HTTP/2 (`version` 20) or HTTP/3 (30), as a header list. The request has no Sec-WebSocket-Key:
// the pseudo-header field :protocol takes the place of the key (RFC 8441 section 5). Set `allowed` if the server has
// sent SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 on this connection.
//
// Errors:
// - the errors of write_request(), and bad_argument if absolute_form is set.
// - extended_connect_not_allowed: `allowed` is false.
// - unsupported_http_version: `version` is neither 20 nor 30.
// - head_too_large: all fields together have more than 65,535 octets.
[[nodiscard]] WSHAKE_API field_request request_fields(mutable_octets out, const client_request& request, unsigned version,
                                                      bool allowed, const client_config& config = default_client_config,
                                                      argument_list<field> header = {}) noexcept;

}  // namespace wshake
