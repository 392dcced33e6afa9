// SPDX-License-Identifier: BSL-1.0
// The rules of the opening handshake for a request whose head this library has read.
#pragma once

#include <wshake/handshake.hpp>

#include "http/request.hpp"

namespace wshake {

check_result check_handshake(const http::request_parts& request, const server_config& config) noexcept;

}  // namespace wshake
