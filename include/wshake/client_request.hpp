// SPDX-License-Identifier: BSL-1.0
// The client's opening handshake: what it asks for, written as a request (RFC 6455 §4.1).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/array_view.hpp>
#include <wshake/client_config.hpp>
#include <wshake/deflate.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>
#include <wshake/uri.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// 16 octets of the caller's randomness, fresh for each request (RFC 6455 §4.1(7)): a key that can be guessed lets a
// cache or another server pass for a WebSocket server. The same octets give the same request.
using nonce = std::array<std::uint8_t, 16>;

// What a client asks for.
struct client_request {
  // What to connect to: what parse_uri() found, or a host, port and resource_name of your own.
  uri where = {};

  // The value of Origin (RFC 6454 §7), as browsers send it: "https://example.com", without the scheme's own port, or
  // "null" if nobody shall learn it. Empty: no such field.
  octets origin = {};

  // The subprotocols that are offered, the most wanted first: tokens, no one twice (RFC 6455 §4.1(10)).
  array_view<octets> subprotocols = {};

  // The offers of permessage-deflate, the most wanted first (RFC 7692 §5).
  array_view<deflate_offer> deflate = {};

  // Offers of other extensions, in the grammar of Sec-WebSocket-Extensions: "bbf-usp-protocol; eid=x". They come behind
  // those of permessage-deflate, empty list members are left out.
  //
  // Your duty: if you offer permessage-deflate beside an extension that uses RSV1 or needs frames as they were sent,
  // such as another compression, and the server grants both, close the connection (RFC 7692 §5). Only you know what
  // your extensions do. A name that you offer is a registered one (RFC 6455 §9.1).
  octets extensions = {};

  // Further fields, credentials and cookies among them: {"Authorization", what write_basic() or write_bearer() wrote}.
  // A name of client_options::header is replaced by all fields of that name given here or in the verb's last argument,
  // which are written behind these. Fields that the handshake writes by itself are refused with errc::reserved_field:
  // Host, Connection, Upgrade, Origin, Expect, Content-Length, Transfer-Encoding, Trailer, and Sec-WebSocket-*; so are
  // TE, Keep-Alive and Proxy-Connection, which Connection would have to list.
  //
  // Your duty: a field that is no list stands here once, such as Authorization or User-Agent (RFC 9110 §5.3).
  array_view<field> header = {};
};

// Octets that a request takes with an authority and a target of these sizes, the default product and nothing else.
constexpr std::size_t plain_request_size(std::size_t authority, std::size_t target) noexcept {
  return 158 + authority + target;
}

// Writes the request. Errors: need_room; bad_uri for a host or a resource name that can't be sent; bad_argument for a
// field or an origin that would break the head; bad_window_bits; reserved_field; bad_subprotocols,
// too_many_subprotocols and repeated_subprotocol, bad_extensions and empty_extensions for offers that a server would
// refuse.
[[nodiscard]] write_result write_request(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                                         const client_config& config = default_client_config,
                                         argument_list<field> header = {}) noexcept;

}  // namespace wshake
