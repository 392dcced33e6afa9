// SPDX-License-Identifier: BSL-1.0
// The one gatherer of what a request asks for.
#pragma once

#include <wshake/handshake.hpp>

#include "http/request.hpp"

namespace wshake {

handshake_request gather(const http::request_parts& request) noexcept;

// Does the client wait for a 100 before it goes on (RFC 9110 §10.1.1)?
bool expects_continue(const http::request_parts& request) noexcept;

}  // namespace wshake
