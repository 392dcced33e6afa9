// SPDX-License-Identifier: BSL-1.0
// tunnel: a way through an HTTP proxy (RFC 9110 §9.3.6), before TLS and the handshake.
#pragma once

#include <cstddef>

#include <wshake/array_view.hpp>
#include <wshake/client_config.hpp>
#include <wshake/continuation.hpp>
#include <wshake/event.hpp>
#include <wshake/exchange.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>
#include <wshake/uri.hpp>

namespace wshake {

// What a proxy is asked for.
struct tunnel_request {
  // Where the tunnel shall lead: host and port of it.
  uri where = {};

  // Further fields: {"Proxy-Authorization", what write_basic() wrote}. See client_request::header. Those of the configuration are
  // for the server behind the proxy and are not sent here.
  array_view<field> header = {};
};

// Writes the request CONNECT. Errors: need_room, bad_uri, bad_argument, reserved_field.
[[nodiscard]] write_result write_connect(mutable_octets out, const tunnel_request& request,
                                         const client_config& config = default_client_config,
                                         argument_list<field> header = {}) noexcept;

// One connection's way through a proxy. The states and what they mean: see <wshake/exchange.hpp>. In open the connection leads to
// the target: what comes next on it, TLS or the handshake, has nothing to do with the tunnel, nor have octets behind the proxy's
// head, which feed() leaves to you. The rules of client hold: no allocation, nothing sent by itself, views in the storage until
// start(), arguments that may lie there.
class tunnel : public exchange {
 public:
  // `storage` takes the proxy's head. Both arguments outlive the tunnel.
  explicit tunnel(mutable_octets storage, const client_config& config = default_client_config) noexcept
      : exchange(storage, config, success::connected) {}
  tunnel(mutable_octets storage, const client_config&& config) = delete;  // it outlives the tunnel: give it a name

  // The storage stays where it is and belongs to the new one. Where it moves, too, call rebase().
  tunnel(tunnel&&) noexcept = default;
  tunnel& operator=(tunnel&&) noexcept = default;

  // In end, failed and closed: writes the request, after it the response is awaited. Errors, with nothing written: wrong_state,
  // and those of write_connect().
  [[nodiscard]] write_result start(mutable_octets out, const tunnel_request& request,
                                   argument_list<field> header = {}) noexcept;

  // Takes octets from the transport, up to the end of the proxy's head, or of its body where it refuses.
  [[nodiscard]] feed_result feed(octets data) noexcept { return exchange::feed(data); }

  // What the refusal asks for: credentials (407), or another try later. A proxy does not redirect.
  [[nodiscard]] continuation next() const noexcept;
};

}  // namespace wshake
