// SPDX-License-Identifier: BSL-1.0
// client_config: what all connections of a client share.
#pragma once

#include <wshake/array_view.hpp>
#include <wshake/field.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// What all connections of a client share. It may be used by any number of threads, is read only, and outlives every
// client and tunnel made from it, with all it points to.
struct client_config {
  // Fields for every handshake; not for a tunnel's CONNECT, which a proxy reads. A field of the same name given for one request
  // replaces it.
  array_view<field> header = {};

  // The value of User-Agent, for every request without another one. Empty: no such field.
  octets product = "wshake";

  // zlib can't compress with a window of 2^8: unless this is set, an answer that demands it fails the handshake.
  bool window_of_8 = false;

  // Says to a server that this is the connection's only request: `Connection: Upgrade, close`, keep_alive() is false
  // after it. A client that never asks twice on one connection has to say so (RFC 9112 §9.3). Changes nothing for a
  // handshake that opens, and nothing of a tunnel: a proxy would close behind the 2xx that opens it (§9.6).
  bool close = false;

  // Of what a server sends.
  limits limit = {};
};

// What a client has that is given none.
inline constexpr client_config default_client_config = {};

}  // namespace wshake
