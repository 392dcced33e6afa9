// SPDX-License-Identifier: BSL-1.0
// Which origins a configuration admits.
#pragma once

#include <wshake/octets.hpp>
#include <wshake/server_config.hpp>

namespace wshake {

// Does a pattern of server_options::origins match the origin, or is it, with same_host_origin, that of `authority`? The
// latter is a valid host with an optional port (RFC 9110 §7.2).
bool is_admitted(octets origin, octets authority, const server_options& options) noexcept;

}  // namespace wshake
