// SPDX-License-Identifier: BSL-1.0
// The schemes that a WebSocket can be reached by: its own (RFC 6455 §3), and those of HTTP that a handshake is made of.
#pragma once

#include <wshake/octets.hpp>

#include "scan/octet_class.hpp"

namespace wshake::http {

struct scheme {
  octets name;
  bool secure;
};

inline constexpr scheme schemes[] = {
    {"ws", false},
    {"wss", true},
    {"http", false},
    {"https", true},
};

// The row of that name, letter case ignored (RFC 3986 §3.1); null for any other.
inline const scheme* find_scheme(octets name) noexcept {
  for (const scheme& row : schemes) {
    if (equal_ignoring_case(row.name, name)) return &row;
  }
  return nullptr;
}

}  // namespace wshake::http
