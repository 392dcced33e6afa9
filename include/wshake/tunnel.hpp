// SPDX-License-Identifier: BSL-1.0
// tunnel: a connection through an HTTP proxy (RFC 9110 §9.3.6), set up before TLS and the handshake.
#pragma once

#include <cstddef>

#include <wshake/array_view.hpp>
#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/continuation.hpp>
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
  // The target: its host and port.
  uri where = {};

  // Further fields: {"Proxy-Authorization", the value that write_basic() wrote}. See client_request::header. The fields
  // of the configuration are for the server behind the proxy and are not sent here.
  array_view<field> header = {};
};

// Writes the CONNECT request.
//
// Errors: need_room, bad_uri, bad_argument, reserved_field.
[[nodiscard]] write_result write_connect(mutable_octets out, const tunnel_request& request,
                                         const client_config& config = default_client_config,
                                         argument_list<field> header = {}) noexcept;

// Octets of storage that hold the heads of proxies in practice.
inline constexpr std::size_t tunnel_storage_size = 2048;

// A tunnel through a proxy, on one connection.
//
//   idle ─ start ─► need_more ─ feed ─┬─► open
//                    ▲    ▲           ├─► failed
//                    │    └─ interim ◄┤
//     done ─ start ──┘                └─► refused ─► body* ─► done
//
// feed() passes through interim, refused and body. feed_eof() leads from need_more to closed or failed; in a body that
// lasts until the connection closes, it leads to done. start() is also possible in failed and closed, on a new
// connection. A verb that does not fit the state returns errc::wrong_state and changes nothing.
//
// In open the connection leads to the target. TLS or the handshake follow on it; the tunnel takes no part in them, and
// feed() leaves octets behind the proxy's head to you. A tunnel allocates nothing, sends nothing by itself and has no
// clock.
//
// Lifetime: as for a client.
class tunnel : private detail::exchange {
 public:
  // `storage` holds the proxy's head. A stored_tunnel has its own.
  explicit tunnel(mutable_octets storage, const client_config& config = default_client_config) noexcept
      : exchange(storage, config, success::connected) {}
  tunnel(mutable_octets storage, const client_config&& config) = delete;  // it outlives the tunnel: give it a name

  // Hands the storage over; it does not relocate it. If you relocate the buffer, call rebase().
  tunnel(tunnel&&) noexcept = default;
  tunnel& operator=(tunnel&&) noexcept = default;
  template <class T, class = std::enable_if_t<detail::owns_storage<T, tunnel>>>
  tunnel(T&& stored) = delete;  // the storage is part of a stored_tunnel: move that, or refer to it
  template <class T, class = std::enable_if_t<detail::owns_storage<T, tunnel>>>
  tunnel& operator=(T&& stored) = delete;  // the storage is part of a stored_tunnel: move that, or refer to it

  // Writes the request. In done it may go out on the same connection if next().same_connection is true; otherwise it
  // needs a new one.
  //
  // Errors: wrong_state, and those of write_connect().
  // State: idle, done, failed, closed; then need_more.
  [[nodiscard]] write_result start(mutable_octets out, const tunnel_request& request,
                                   argument_list<field> header = {}) noexcept;

  // Takes octets from the transport, up to the end of the proxy's head, or of a refusal's body.
  [[nodiscard]] client_feed_result feed(octets data) noexcept {
    return take_inside_line(data) ? client_feed_result{1, client_event::need_more, {}} : feed_piece(data);
  }

  // Tells the tunnel that no more octets come.
  //
  // Returns: the state. It becomes closed before the first octet of a head, failed with errc::truncated inside a head,
  // closed with errc::truncated inside a refusal's body, and done inside a body that lasts until the connection closes.
  client_event feed_eof() noexcept { return exchange::feed_eof(); }

  // The state: the event that feed() would report without octets; need_more after an event that passes.
  [[nodiscard]] client_event state() const noexcept { return exchange::state(); }

  // The response as it was sent, with folded lines unfolded. An interim response is valid until the next feed(). The
  // answer is there in open and from refused on until start(), and in failed if its head can be read. Otherwise empty.
  // With client_options::lenient, white space before a colon is moved behind it.
  [[nodiscard]] response_head response() const noexcept { return exchange::response(); }

  // In failed: the broken rule. In closed: the rule that a refusal's body breaks. Otherwise ok(). The offset counts
  // octets of responses since start(); for a missing field it is the end of the head.
  [[nodiscard]] diagnostic error() const noexcept { return exchange::error(); }

  // Prepares for a new connection, whatever the state. A tunnel that was moved from stays closed.
  void reset() noexcept { exchange::reset(); }

  // Tells the tunnel that the storage was moved with its content, or made larger.
  void rebase(mutable_octets storage) noexcept { exchange::rebase(storage); }

  // The way to go on after the refusal: with credentials (407), or later. A proxy does not redirect.
  [[nodiscard]] continuation next() const noexcept;
};

// A tunnel with its own storage. Moving it copies the storage, so it may live in a vector; views into it are then
// invalid. storage() gives access to wipe it; a source that was moved from keeps its octets until then.
template <std::size_t size = tunnel_storage_size>
class stored_tunnel : public detail::stored<tunnel, client_config, size> {
 public:
  // The configuration outlives the tunnel.
  explicit stored_tunnel(const client_config& config = default_client_config) noexcept
      : detail::stored<tunnel, client_config, size>(config) {}
  explicit stored_tunnel(const client_config&& config) = delete;  // it outlives the tunnel: give it a name
};

}  // namespace wshake
