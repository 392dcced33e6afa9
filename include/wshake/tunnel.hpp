// SPDX-License-Identifier: BSL-1.0
// tunnel: sets up a connection through an HTTP proxy (RFC 9110 section 9.3.6), before TLS and the WebSocket handshake.
#pragma once

#include <cstddef>

#include <wshake/array_view.hpp>
#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/continuation.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/detail/exchange.hpp>
#include <wshake/detail/stored.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>
#include <wshake/response.hpp>
#include <wshake/uri.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// A request for a tunnel.
struct tunnel_request {
  // The server that the proxy connects to: CONNECT names the host and the port of this URI.
  uri where = {};

  // Further fields of CONNECT, such as {"Proxy-Authorization", the value that write_basic() wrote}. The comment on
  // client_request::header lists the reserved fields. CONNECT is sent without the fields in client_options::header,
  // because these fields are for the server behind the proxy.
  array_view<field> header = {};
};

// Writes the CONNECT request.
//
// Errors: need_room, bad_uri, bad_argument, reserved_field, bad_config.
[[nodiscard]] WSHAKE_API write_result write_connect(mutable_octets out, const tunnel_request& request,
                                                    const client_config& config = default_client_config,
                                                    argument_list<field> header = {}) noexcept;

// Octets of storage that are enough for the response heads that proxies send in practice.
inline constexpr std::size_t tunnel_storage_size = 2048;

// A tunnel through a proxy, on one connection.
//
//   idle - start -> need_more - feed -+-> open
//                    ^    ^           +-> failed
//                    |    +- interim <+
//     done - start --+                +-> refused -> body* -> done
//
// interim, refused and body are events, not states: the state stays need_more. Each call of feed() reports one event.
// feed() reports body once for each piece of the body. At the end of the connection, feed_eof() leads from need_more to
// closed, failed or done. start() is also possible in failed and closed, on a new connection. A verb is a member
// function that acts on the tunnel, such as feed(). A verb that does not fit the state changes nothing: start() returns
// errc::wrong_state, feed() consumes nothing. Exception: octets that feed() gets in the state done make
// next().same_connection false, because they would pass for the answer to the next request.
//
// In the state open the connection leads to the target. You start TLS or the handshake on the connection, without the
// tunnel object: feed() leaves you the octets behind the head of the proxy's response. A tunnel allocates nothing,
// sends nothing by itself and has no clock.
//
// Lifetime:
// - Views that response(), next() and error() return lie in the storage or in static memory. The views are valid until
//   start() or reset(), or until the storage moves or ends. Views of an interim response are valid until the next
//   feed().
// - A verb needs its arguments during its call only. The arguments, and the lists and strings that they point to, may
//   lie in the storage and may overlap each other. The octets for feed() and buffers for output must not lie in the
//   storage.
// - The configuration must outlive the tunnel and lie outside the storage.
// - A tunnel that was moved from is closed.
class tunnel : private detail::exchange {
 public:
  // `storage` holds the head of the proxy's response. A stored_tunnel has its own storage.
  explicit tunnel(mutable_octets storage, const client_config& config = default_client_config) noexcept
      : exchange(storage, config, success::connected) {}
  tunnel(mutable_octets storage, const client_config&& config) = delete;  // config outlives the tunnel: give it a name

  // Moving hands the storage to the new tunnel; the octets stay where they are. If you move the octets, call rebase().
  tunnel(tunnel&&) noexcept = default;
  tunnel& operator=(tunnel&&) noexcept = default;
  template <class T, class = std::enable_if_t<detail::owns_storage<T, tunnel>>>
  tunnel(T&& stored) = delete;  // a stored_tunnel owns its storage: move the stored_tunnel, or use tunnel&
  template <class T, class = std::enable_if_t<detail::owns_storage<T, tunnel>>>
  tunnel& operator=(T&& stored) = delete;  // a stored_tunnel owns its storage: move the stored_tunnel, or use tunnel&

  // Writes the CONNECT request. Send the request on a new connection, or on the same connection if the state before
  // start() was done and next().same_connection was true.
  //
  // Errors: wrong_state, and the errors of write_connect().
  // State: idle, done, failed, closed; then need_more.
  [[nodiscard]] WSHAKE_API write_result start(mutable_octets out, const tunnel_request& request,
                                              argument_list<field> header = {}) noexcept;

  // Takes octets from the transport: the head of the proxy's response, and the body of a refusal.
  [[nodiscard]] client_feed_result feed(octets data) noexcept {
    return take_inside_line(data) ? client_feed_result{1, client_event::need_more, {}} : feed_piece(data);
  }

  // Tells the tunnel that no more octets come.
  //
  // Returns: the state. The state need_more becomes
  // - closed before the first octet of a head;
  // - failed with errc::truncated inside a head;
  // - done if the body of a refusal is complete, or lasts until the connection closes;
  // - closed with errc::truncated inside a body that has a Content-Length or is chunked.
  //
  // next().same_connection becomes false in every state. In a state other than need_more nothing else changes.
  client_event feed_eof() noexcept { return exchange::feed_eof(); }

  // The state. After the events interim, refused and body the state is need_more.
  [[nodiscard]] client_event state() const noexcept { return exchange::state(); }

  // The response as it was sent, but with folded lines unfolded:
  // - after interim: the 1xx response, until the next feed();
  // - from the event refused until start(), and in the state open: the final response;
  // - in the state failed: the response that breaks a rule, if its head is well-formed;
  // - otherwise empty.
  //
  // With client_options::lenient, white space between a field's name and the colon is moved behind the colon.
  [[nodiscard]] response_head response() const noexcept { return exchange::response(); }

  // The error, depending on the state:
  // - failed: the rule that the response breaks;
  // - closed because of a refusal's body: errc::truncated, errc::body_too_large, or the rule that the body breaks;
  // - otherwise ok().
  //
  // The offset counts the octets of all responses since start(), interim responses included.
  [[nodiscard]] diagnostic error() const noexcept { return exchange::error(); }

  // Prepares for a new connection, in any state. A tunnel that was moved from stays closed.
  void reset() noexcept { exchange::reset(); }

  // Tells the tunnel that you moved the storage with its content, or made it larger. All views into the old storage
  // become invalid.
  void rebase(mutable_octets storage) noexcept { exchange::rebase(storage); }

  // The next step after the refusal; `nothing` if there is no refusal. A redirect (3xx) also gives `nothing`: a tunnel
  // does not follow a proxy's redirects.
  [[nodiscard]] WSHAKE_API continuation next() const noexcept;
};

// A tunnel with its own storage. A stored_tunnel may live in a std::vector, because moving it copies the storage.
// Moving makes all views into the old storage invalid. The source of a move keeps the octets in its storage: use
// storage() to wipe them.
template <std::size_t size = tunnel_storage_size>
class stored_tunnel : public detail::stored<tunnel, client_config, size> {
 public:
  // The configuration must outlive the tunnel.
  explicit stored_tunnel(const client_config& configuration = default_client_config) noexcept
      : detail::stored<tunnel, client_config, size>(configuration) {}
  explicit stored_tunnel(const client_config&& config) = delete;  // config outlives the tunnel: give it a name
};

}  // namespace wshake
