// SPDX-License-Identifier: BSL-1.0
// The one gatherer of what a request asks for.
#pragma once

#include <wshake/handshake.hpp>

#include "http/request.hpp"

namespace wshake {

handshake_request gather(const http::request_parts& request) noexcept;

// Of it what an answer is chosen by; the other members stay empty.
handshake_request gather_offers(const http::request_parts& request) noexcept;

}  // namespace wshake
