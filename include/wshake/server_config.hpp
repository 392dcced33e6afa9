// SPDX-License-Identifier: BSL-1.0
// server_config: what all connections of a server share.
#pragma once

#include <wshake/array_view.hpp>
#include <wshake/deflate.hpp>
#include <wshake/field.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// What all connections of a server share. It may be used by any number of threads, is read only, and outlives every
// server made from it, with all it points to.
struct server_config {
  // The subprotocols that this server speaks, the most wanted first. The first one that a client offers is chosen
  // (RFC 6455 §4.2.2(5.5)). Empty: none, unless accept() is told.
  array_view<octets> subprotocols = {};

  // Refuse a handshake that offers none of `subprotocols`, with errc::no_common_subprotocol.
  bool require_subprotocol = false;

  // The origins that may connect, as browsers send them: "https://example.com" (RFC 6454 §6.2), compared octet by octet.
  // Empty: all. A client that is no browser may send none: see require_origin.
  array_view<octets> origins = {};

  // Refuse a handshake without Origin, with errc::missing_origin.
  bool require_origin = false;

  // permessage-deflate; disabled by default.
  deflate_config deflate = {};

  // Fields for every response. A field of the same name given for one response replaces it.
  array_view<field> header = {};

  // The value of Server, for every response without another one. Empty: no such field.
  octets product = "wshake";

  // Keep the connection for another request after a refusal, where the request allows it.
  bool keep_alive = true;

  // Of what a client sends.
  limits limit = {};
};

// What a server has that is given none.
inline constexpr server_config default_server_config = {};

}  // namespace wshake
