// SPDX-License-Identifier: BSL-1.0
// Host, and the authority of a target.
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

#include "base/fault.hpp"

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

}  // namespace wshake::http
