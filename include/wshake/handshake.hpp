// SPDX-License-Identifier: BSL-1.0
// handshake: a client's opening handshake as a server sees it (RFC 6455 §4.2), and the rules that it must satisfy.
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

// The parts of a request that the handshake uses, as views of it. Absent fields are empty.
struct handshake_request {
  octets authority = {};  // the Host field, or the authority of an absolute-form target (RFC 9112 §3.2.2); the scheme
                          // is that of your connection: https if TLS came first (§3.3)
  octets resource_name = {};          // path and query (RFC 6455 §3): "/chat?room=1"; from an absolute-form target
                                      // without a path it begins with "?"
  octets key = {};                    // Sec-WebSocket-Key, 24 octets of base64
  octets version = {};                // Sec-WebSocket-Version
  std::optional<octets> origin = {};  // Origin
  token_list subprotocols;            // offered in Sec-WebSocket-Protocol, the preferred one first
  extension_list extensions;          // offered in Sec-WebSocket-Extensions, the preferred one first
  bool expects_continue = false;      // the client waits for a 100 Continue
};

// Collects these parts of a request. Nothing is checked: see check().
[[nodiscard]] handshake_request gather(const request_view& request) noexcept;

// True if the request asks for an upgrade to WebSocket: HTTP/1.1, Upgrade with `websocket`, Connection with `upgrade`
// (RFC 6455 §4.2.1(3,4), RFC 9110 §7.8). It may still break other rules of the handshake.
[[nodiscard]] bool is_upgrade(const request_view& request) noexcept;

// Checks whether a server with this configuration accepts the request. The diagnostic is ok() if so.
//
// Errors: the first broken rule in the order of errc. The codes from errc::upgrade_stripped to
// errc::http_version_too_old say that the request does not ask for WebSocket. The offset is that of an octet in the
// head, or the index of a field in a caller's list. It is the end of the head or list for a missing field, and 0 for
// the method and target of a caller's request_view. The field is the one that is wrong or missing.
[[nodiscard]] diagnostic check(const request_view& request, const server_config& config = default_server_config) noexcept;

// The result of the handshake, which both peers know.
struct agreement {
  octets subprotocol = {};          // a view of the client's offer; empty: none
  deflate_parameters deflate = {};  // permessage-deflate
};

// Chooses among a client's offers as accept() does without options: the server's preferred subprotocol among those
// offered (RFC 6455 §4.2.2(5.5)), and the first offer of permessage-deflate that the codec can follow (RFC 7692 §5).
// The request must have passed check().
[[nodiscard]] agreement negotiate(const handshake_request& request, const server_config& config) noexcept;

}  // namespace wshake
