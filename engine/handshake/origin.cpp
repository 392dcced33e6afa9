// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"

#include <cstdint>

#include <wshake/detail/origin.hpp>

#include "base/fault.hpp"
#include "base/number.hpp"
#include "http/host.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

std::uint32_t own_port(octets scheme) noexcept {
  if (scan::equal_ignoring_case(scheme, "https")) return 443;
  return scan::equal_ignoring_case(scheme, "http") ? 80 : no_port;
}

bool is_same_authority(octets left, octets right, octets scheme) noexcept {
  const auto port_of = [&](octets authority, std::size_t host_end) {
    const octets port = authority.from(host_end + 1);
    return port.empty() ? own_port(scheme) : base::saturated(port);
  };
  const std::size_t left_end = detail::find_host_end(left);
  const std::size_t right_end = detail::find_host_end(right);
  return scan::equal_ignoring_case(left.first(left_end), right.first(right_end)) &&
         port_of(left, left_end) == port_of(right, right_end);
}

namespace {

using detail::origin_parts;

// The port of an origin; the default port of the scheme if the origin has no port (RFC 6454 section 4).
std::uint32_t port_of(const origin_parts& origin) noexcept {
  return origin.has_port() ? base::saturated(origin.port()) : own_port(origin.scheme);
}

// Checks host and port of an origin: the host must be a uri-host, and the port, if present, must neither be empty nor
// have leading zeros. The authority may be empty, as in "file://", if the scheme is neither http nor https. The scheme
// needs no check here: the caller compares the scheme with the valid scheme of a pattern, or with http and https.
bool has_valid_authority(const origin_parts& origin) noexcept {
  if (origin.authority.empty()) return !origin.scheme.empty() && own_port(origin.scheme) == no_port;
  const octets port = origin.port();
  if (origin.has_port() && (port.empty() || (port[0] == '0' && port.size() > 1))) return false;
  return http::host_fault(origin.authority) == base::no_fault;
}

// Matches a host against a pattern such as `*.example.com`: `name_with_dot` is `.example.com`, and at least one label
// must precede it.
bool is_below(octets host, octets name_with_dot) noexcept {
  if (host.size() <= name_with_dot.size()) return false;
  const std::size_t size = host.size() - name_with_dot.size();
  return scan::equal_ignoring_case(host.from(size), name_with_dot) && detail::is_labels(host.first(size));
}

// True if `origin` matches `pattern`. Ignores the letter case of scheme and host, because an origin is converted to
// lower case (RFC 6454 section 4, RFC 6455 section 4.2.2(4)).
bool matches(const origin_parts& origin, const origin_parts& pattern) noexcept {
  if (!scan::equal_ignoring_case(origin.scheme, pattern.scheme)) return false;
  const octets host = pattern.host();
  if (detail::is_star(host)) return true;
  const bool same =
      host.first(2) == "*." ? is_below(origin.host(), host.from(1)) : scan::equal_ignoring_case(origin.host(), host);
  return same && (detail::is_star(pattern.port()) || port_of(origin) == port_of(pattern));
}

// True if the origin has the host and port of `authority`, the request's authority. The library does not know whether
// TLS is in use, so an authority without a port has the default port of the origin's scheme, 80 or 443.
bool is_at(const origin_parts& origin, octets authority) noexcept {
  return own_port(origin.scheme) != no_port && is_same_authority(origin.authority, authority, origin.scheme);
}

}  // namespace

bool is_admitted(octets origin, octets authority, const server_options& options) noexcept {
  const origin_parts parts = detail::split_origin(origin);
  const bool valid = has_valid_authority(parts);
  if (!valid && origin != "null") return false;
  for (const octets pattern : options.origins) {
    if (valid ? matches(parts, detail::split_origin(pattern)) : pattern == "null") return true;
  }
  return valid && options.same_host_origin && is_at(parts, authority);
}

}  // namespace wshake
