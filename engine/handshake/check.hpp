// SPDX-License-Identifier: BSL-1.0
// The rules of the opening handshake for a request whose head this library has read.
#pragma once

#include <wshake/handshake.hpp>

namespace wshake {

check_result check_handshake(const request_view& request, const server_config& config) noexcept;

}  // namespace wshake
