// SPDX-License-Identifier: BSL-1.0
// handshake: a client's opening handshake as a server reads it, the check of its rules (RFC 6455 section 4.2), and the
// choice among its offers.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/deflate.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/list.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>
#include <wshake/server_config.hpp>

namespace wshake {

// The parts of a request that the handshake uses, as views of the request. The view of an absent field is empty.
struct handshake_request {
  octets authority = {};      // the Host field, or the authority of an absolute-form target (RFC 9112 section 3.2.2),
                              // or :authority. The scheme of the target URI is https if your connection uses TLS,
                              // else http (RFC 9112 section 3.3)
  octets resource_name = {};  // path and query (RFC 6455 section 3): "/chat?room=1". If an absolute-form
                              // target has no path, resource_name is "" or begins with "?"
  octets key = {};            // Sec-WebSocket-Key, 24 octets of base64
  octets version = {};        // Sec-WebSocket-Version
  std::optional<octets> origin = {};  // Origin
  token_list subprotocols;            // offered in Sec-WebSocket-Protocol, the preferred one first
  extension_list extensions;          // offered in Sec-WebSocket-Extensions, the preferred one first
  bool expects_continue = false;      // the client waits for a 100 Continue
};

// Collects the parts of a request that the handshake uses. Nothing is checked: see check().
[[nodiscard]] WSHAKE_API handshake_request gather(const request_view& request) noexcept;

// True if the request asks for WebSocket, even if it breaks other rules of the handshake. The request asks for
// WebSocket with:
// - HTTP/1.1: the member `websocket` in Upgrade and the member `upgrade` in Connection (RFC 6455 section 4.2.1(3,4),
//   RFC 9110 section 7.8).
// - HTTP/2 and HTTP/3: CONNECT with the :protocol `websocket` (RFC 8441 section 4, RFC 9220 section 3).
[[nodiscard]] WSHAKE_API bool is_upgrade(const request_view& request) noexcept;

// Checks whether a server with the configuration `config` accepts the request. If it does, the diagnostic is ok().
//
// Errors: the first broken rule in the order of errc; bad_config for an invalid configuration. The codes from
// errc::upgrade_stripped to errc::another_protocol say that the request does not ask for WebSocket. The diagnostic's
// `field` is the name of the field that is wrong or missing. `offset` depends on the request:
// - If the library has read the request from octets: the offset of an octet, from the first octet of the head. For a
//   missing field: the end of the head.
// - If the request has a list of fields: the index of a field in this list. For a missing field: the size of the list.
//   For the method, the target and a pseudo-header field: 0.
[[nodiscard]] WSHAKE_API diagnostic check(const request_view& request,
                                          const server_config& config = default_server_config) noexcept;

// The result of the negotiation: the subprotocol and the compression that both peers use.
struct agreement {
  octets subprotocol = {};          // a view of the client's offer; empty: no subprotocol
  deflate_parameters deflate = {};  // permessage-deflate
};

// Chooses among a client's offers, as accept() does without options. The request must have passed check(). The choice:
// - The configuration's first subprotocol that the client offers (RFC 6455 section 4.2.2(5.5)).
// - The client's first offer of permessage-deflate whose parameters the configured codec supports (RFC 7692
//   section 5).
[[nodiscard]] WSHAKE_API agreement negotiate(const handshake_request& request, const server_config& config) noexcept;

}  // namespace wshake
