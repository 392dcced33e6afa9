// SPDX-License-Identifier: BSL-1.0
// Version 1 of the PROXY protocol: one line of text (proxy-protocol.txt section 2.1).
#pragma once

#include <wshake/proxy_header.hpp>

namespace wshake::proxy {

// Octets of the longest line, CRLF included.
inline constexpr std::size_t longest_line = 107;

// Reads the line at the front of `data`. `data` begins with "PROXY", or is a prefix of "PROXY".
proxy_header_reading read_proxy_line(octets data) noexcept;

}  // namespace wshake::proxy
