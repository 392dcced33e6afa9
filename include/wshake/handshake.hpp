// SPDX-License-Identifier: BSL-1.0
// The client's opening handshake as a server sees it (RFC 6455 §4.2): what is asked for, and whether it may be
// accepted.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/deflate.hpp>
#include <wshake/error.hpp>
#include <wshake/list.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>
#include <wshake/server_config.hpp>

namespace wshake {

// What a client asks for, whatever carried it. Views into the request. Absent fields are empty.
struct handshake_request {
  octets authority = {};  // the Host field, or the authority of an absolute-form target (RFC 9112 §3.2.2); the scheme
                          // is that of your connection: https if TLS came first (§3.3)
  octets resource_name = {};  // path and query (RFC 6455 §3): "/chat?room=1"; of an absolute-form target that part,
                              // which begins with "?" if the path is empty
  octets key = {};            // Sec-WebSocket-Key, 24 octets of base64
  octets version = {};        // Sec-WebSocket-Version
  std::optional<octets> origin = {};  // Origin
  token_list subprotocols;            // offered in Sec-WebSocket-Protocol, the most wanted first
  extension_list extensions;          // offered in Sec-WebSocket-Extensions, the most wanted first
  bool expects_continue = false;      // Expect: 100-continue
};

// Collects what a request asks for. Nothing is judged: see check().
[[nodiscard]] handshake_request gather(const request_view& request) noexcept;

// Does the request ask for an upgrade to WebSocket: HTTP/1.1, Upgrade with `websocket`, Connection with `upgrade`
// (RFC 6455 §4.2.1(3,4), RFC 9110 §7.8)? It may still be a bad handshake.
[[nodiscard]] bool is_upgrade(const request_view& request) noexcept;

// Would a server with this configuration accept the request? Then the diagnostic is ok().
//
// Errors: the first broken rule in the order of errc. The codes from errc::upgrade_stripped to
// errc::http_version_too_old say that the request asks for no WebSocket. The offset is an octet's in the head, or the
// index of a field in a caller's list; of a missing field the end of the head or list; of method and target of a
// caller's request_view 0. The field is the one that is wrong or missing.
[[nodiscard]] diagnostic check(const request_view& request, const server_config& config = default_server_config) noexcept;

// What both peers know after the handshake.
struct agreement {
  octets subprotocol = {};          // empty: none. A view into the client's offer.
  deflate_parameters deflate = {};  // permessage-deflate
};

// Chooses among what a client offers, the way accept() does without options: the server's most wanted subprotocol among
// those offered (RFC 6455 §4.2.2(5.5)), the first offer of permessage-deflate that the codec can follow (RFC 7692 §5).
// The request must have passed check().
[[nodiscard]] agreement negotiate(const handshake_request& request, const server_config& config) noexcept;

}  // namespace wshake
