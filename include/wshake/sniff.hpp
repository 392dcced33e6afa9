// SPDX-License-Identifier: BSL-1.0
// sniff: detects the protocol of a connection by its first octets.
#pragma once

#include <cstdint>

#include <wshake/detail/attributes.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// The protocols that sniff() detects.
enum class protocol : std::uint8_t {
  need_more,       // too few octets to decide; 24 octets always suffice
  http,            // the beginning of an HTTP/1 request: feed it to a server
  tls,             // a TLS handshake record (RFC 8446 section 5.1): the client expects TLS on this port
  http2,           // the HTTP/2 connection preface (RFC 9113 section 3.4)
  proxy_protocol,  // the PROXY protocol of load balancers, version 1 or 2: see read_proxy_header()
  unknown,         // no protocol in this list
};

// Examines the first octets that a client sent. Nothing is consumed.
[[nodiscard]] WSHAKE_API protocol sniff(octets first) noexcept;

}  // namespace wshake
