// SPDX-License-Identifier: BSL-1.0
// Addresses in SOCKS5 messages: ATYP and DST.ADDR (RFC 1928 sections 4 and 5).
#pragma once

#include <cstdint>

#include <wshake/error.hpp>
#include <wshake/octets.hpp>

#include "base/writer.hpp"

namespace wshake::proxy {

enum class address_type : std::uint8_t { ipv4 = 1, name = 3, ipv6 = 4 };

// errc::bad_uri if SOCKS5 has no address type for `host`: the host is longer than 255 octets, or an IPvFuture literal.
// http::uri_fault() must have accepted the host.
diagnostic host_fault(octets host) noexcept;

// Writes the address type and the address of a host that host_fault() accepts: an IPv4 literal in 4 octets, an IPv6
// literal in 16 octets, any other host as a name.
void put_address(base::writer& out, octets host) noexcept;

}  // namespace wshake::proxy
