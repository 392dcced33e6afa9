// SPDX-License-Identifier: BSL-1.0
// What a request has to be.
#pragma once

#include <wshake/handshake.hpp>

#include "base/fault.hpp"
#include "http/message_parts.hpp"
#include "key/digest.hpp"

namespace wshake {

// What the reader of a head has seen to, for a request that the caller's own HTTP code has read.
http::fault check_syntax(const request_view& request) noexcept;

// The rules of the opening handshake for a request of which that is right. `digest`, one of its key that has begun,
// goes on in the midst of them.
http::fault check_handshake(const http::request_parts& request, const server_options& config,
                            key::digest* digest = nullptr) noexcept;

}  // namespace wshake
