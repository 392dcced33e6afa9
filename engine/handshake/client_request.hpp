// SPDX-License-Identifier: BSL-1.0
// A client's request, and where in it stands what the answer is compared with.
#pragma once

#include <wshake/accept_key.hpp>
#include <wshake/client_request.hpp>

namespace wshake {

// Views into the output; meaningless where it is too small.
struct request_places {
  octets host = {};  // without a port
  octets target = {};
  octets extensions = {};    // the value of Sec-WebSocket-Extensions
  octets subprotocols = {};  // the value of Sec-WebSocket-Protocol
  octets key = {};
};

write_result write_request(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                           const client_config& config, request_places& places) noexcept;

}  // namespace wshake
