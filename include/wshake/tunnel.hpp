// SPDX-License-Identifier: BSL-1.0
// tunnel: a way through an HTTP proxy (RFC 9110 §9.3.6), before TLS and the handshake.
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

// What a proxy is asked for.
struct tunnel_request {
  // Where the tunnel shall lead: host and port of it.
  uri where = {};

  // Further fields: {"Proxy-Authorization", what write_basic() wrote}. See client_request::header. Those of the
  // configuration are for the server behind the proxy and are not sent here.
  array_view<field> header = {};
};

// Writes the request CONNECT. Errors: need_room, bad_uri, bad_argument, reserved_field.
[[nodiscard]] write_result write_connect(mutable_octets out, const tunnel_request& request,
                                         const client_config& config = default_client_config,
                                         argument_list<field> header = {}) noexcept;

// Octets of storage that hold what proxies really send.
inline constexpr std::size_t tunnel_storage_size = 2048;

// One connection's way through a proxy.
//
//   idle ─ start ─► need_more ─ feed ─┬─► open
//                    ▲    ▲           ├─► failed
//                    │    └─ interim ◄┤
//     done ─ start ──┘                └─► refused ─► body* ─► done
//
// feed() passes through interim, refused and body. feed_eof() leads from need_more to closed or failed, in a body that
// lasts until the connection closes to done. start() is possible in failed and closed, too, on a new connection.
// A verb that does not fit the state returns errc::wrong_state and changes nothing.
//
// In open the connection leads to the target. TLS or the handshake, which come next on it, have nothing to do with the
// tunnel, nor have octets behind the proxy's head: feed() leaves them to you. A tunnel allocates nothing, sends nothing
// by itself and has no clock.
//
// Lifetime: as of a client.
class tunnel : private detail::exchange {
 public:
  // `storage` takes the proxy's head. stored_tunnel brings a storage of its own.
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

  // Writes the request. In done it may go out on the same connection if next().same_connection says so; otherwise it
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

  // The transport says that no more octets come.
  //
  // Returns: the state. Before the first octet of a head it becomes closed; inside a head failed, and inside a
  // refusal's body closed, both with errc::truncated. A body that lasts until the connection closes is done.
  client_event feed_eof() noexcept { return exchange::feed_eof(); }

  // The state: what feed() would report without octets, need_more after an event that passes.
  [[nodiscard]] client_event state() const noexcept { return exchange::state(); }

  // The response as it was sent, folded lines unfolded: an interim response until the next feed(); the answer from open
  // or refused on until start(), and in failed if its head can be read. Otherwise empty. With client_options::lenient
  // white space before a colon stands behind it.
  [[nodiscard]] response_head response() const noexcept { return exchange::response(); }

  // In failed: the broken rule. In closed: what is wrong with a refusal's body. Otherwise ok(). The offset counts
  // octets of responses since start(); of a missing field it is the end of the head.
  [[nodiscard]] diagnostic error() const noexcept { return exchange::error(); }

  // Makes ready for a new connection, whatever the state. A tunnel that was moved from stays closed.
  void reset() noexcept { exchange::reset(); }

  // The storage was moved with its content, or made larger.
  void rebase(mutable_octets storage) noexcept { exchange::rebase(storage); }

  // What the refusal asks for: credentials (407), or another try later. A proxy does not redirect.
  [[nodiscard]] continuation next() const noexcept;
};

// A tunnel with a storage of its own. Moving it copies the storage, so it may live in a vector; views into it are void
// then. storage() is there to be wiped; a source that was moved from keeps its octets until then.
template <std::size_t size = tunnel_storage_size>
class stored_tunnel : public detail::stored<tunnel, client_config, size> {
 public:
  // The configuration outlives the tunnel.
  explicit stored_tunnel(const client_config& config = default_client_config) noexcept
      : detail::stored<tunnel, client_config, size>(config) {}
  explicit stored_tunnel(const client_config&& config) = delete;  // it outlives the tunnel: give it a name
};

}  // namespace wshake
