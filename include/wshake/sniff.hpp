// SPDX-License-Identifier: BSL-1.0
// sniff: which protocol do the first octets of a connection speak?
#pragma once

#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake {

// What sniff() tells apart.
enum class protocol : std::uint8_t {
  need_more,       // several of the others may still begin like this; 24 octets always decide
  http,            // the beginning of an HTTP/1 request line: feed it to a server
  tls,             // a TLS handshake record (RFC 8446 §5.1): this port was meant to have TLS
  http2,           // the HTTP/2 connection preface (RFC 9113 §3.4)
  proxy_protocol,  // the PROXY protocol of load balancers, version 1 or 2: read its header first
  unknown,         // none of these
};

// Looks at the first octets that a client sent. Nothing is consumed.
[[nodiscard]] protocol sniff(octets first) noexcept;

}  // namespace wshake
