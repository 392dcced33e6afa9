// SPDX-License-Identifier: BSL-1.0
// Checks Host, splits a request target into its parts, and lists the URI schemes.
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

// Checks Host = uri-host [ ":" port ]   (RFC 9110 section 7.2). uri-host must not be empty, because no http or ws URI
// has an empty host (RFC 9110 section 4.2.1). The port is at most 65,535. Returns the offset of the first invalid
// octet; host.size() if the value ends too early; no_fault if the value is valid.
std::size_t host_fault(octets host) noexcept;

// True if the octet that host_fault() found belongs to the port.
bool is_in_port(octets host, std::size_t fault) noexcept;

// The forms of a request target (RFC 9112 section 3.2).
enum class target_form : unsigned char { origin, absolute, other };

struct target_parts {
  target_form form = target_form::other;  // other: authority-form, asterisk-form, or invalid
  octets authority = {};                  // only in the absolute form
  octets resource_name = {};              // path and query
};

// Splits a target. The absolute form is the URI of one of the four schemes http, https, ws and wss (RFC 6455
// section 4.2.1(1)). If the URI has no path, the resource name is the query, or "/" if the URI has no query either. The
// authority is not checked.
target_parts split_absolute(octets target) noexcept;
inline target_parts split_target(octets target) noexcept {
  if (!target.empty() && target[0] == '/') return {target_form::origin, {}, target};
  return split_absolute(target);
}

// The schemes by which a WebSocket can be reached: ws and wss (RFC 6455 section 3), and http and https, which carry the
// handshake.
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

// The row of `schemes` with this name, letter case ignored (RFC 3986 section 3.1); null if there is none.
inline const scheme* find_scheme(octets name) noexcept {
  for (const scheme& row : schemes) {
    if (equal_ignoring_case(row.name, name)) return &row;
  }
  return nullptr;
}

}  // namespace wshake::http
