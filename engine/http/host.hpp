// SPDX-License-Identifier: BSL-1.0
// Host, the authority of a target, and the schemes of a URI.
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

// Host = uri-host [ ":" port ]   (RFC 9110 §7.2), uri-host not empty, for an http or ws URI has none without a host
// (RFC 9110 §4.2.1), and the port at most 65,535. Returns the offset of the first octet that does not fit: host.size()
// if something is missing at the end; no_fault if all fits.
std::size_t host_fault(octets host) noexcept;

// Is the octet that host_fault() found one of the port?
bool is_in_port(octets host, std::size_t fault) noexcept;

// The forms of a request target (RFC 9112 §3.2).
enum class target_form : unsigned char { origin, absolute, other };

struct target_parts {
  target_form form = target_form::other;  // other: authority-form, asterisk-form, or none at all
  octets authority = {};                  // of the absolute form
  octets resource_name = {};              // path and query
};

// Takes a target apart. The absolute form is that of an http, https, ws or wss URI (RFC 6455 §4.2.1(1)); one whose path
// is empty has "/" as its resource name, or the query alone. The authority is not judged.
target_parts split_absolute(octets target) noexcept;
inline target_parts split_target(octets target) noexcept {
  if (!target.empty() && target[0] == '/') return {target_form::origin, {}, target};
  return split_absolute(target);
}

// The schemes that a WebSocket can be reached by: its own (RFC 6455 §3), and those of HTTP that a handshake is made of.
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
