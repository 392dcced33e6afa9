// SPDX-License-Identifier: BSL-1.0
// A client's request, and where in it stands what the answer is compared with.
#pragma once

#include <wshake/accept_key.hpp>
#include <wshake/client_request.hpp>

namespace wshake {

// Views into `out`; meaningless where the result is an error.
struct written_request {
  write_result result = {};
  octets host = {};  // without a port
  octets target = {};
  octets extensions = {};    // the value of Sec-WebSocket-Extensions
  octets subprotocols = {};  // the value of Sec-WebSocket-Protocol
  octets key = {};
};

written_request write_whole_request(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                                    const client_config& config) noexcept;

}  // namespace wshake
