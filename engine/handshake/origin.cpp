// SPDX-License-Identifier: BSL-1.0
#include "check.hpp"

#include <cstdint>

#include <wshake/detail/origin.hpp>

#include "base/fault.hpp"
#include "base/number.hpp"
#include "http/host.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

using detail::origin_parts;

// Stands for the port of a scheme without a known one: larger than any port.
constexpr std::uint32_t no_port = 65536;

std::uint32_t own_port(octets scheme) noexcept {
  if (http::equal_ignoring_case(scheme, "https")) return 443;
  return http::equal_ignoring_case(scheme, "http") ? 80 : no_port;
}

// An origin is the triple of scheme, host and port (RFC 6454 §4): the scheme's own port is left out, or written.
std::uint32_t port_of(const origin_parts& origin) noexcept {
  return origin.has_port() ? http::saturated(origin.port()) : own_port(origin.scheme);
}

// uri-host, and a port as origins have it: not empty, without leading zeros. An empty host, as of "file://", has none.
// The scheme is compared with valid ones.
bool has_valid_authority(const origin_parts& origin) noexcept {
  if (origin.authority.empty()) return !origin.scheme.empty() && own_port(origin.scheme) == no_port;
  const octets port = origin.port();
  if (origin.has_port() && (port.empty() || (port[0] == '0' && port.size() > 1))) return false;
  return http::host_fault(origin.authority) == http::no_fault;
}

// `*.example.com`: labels, at least one, stand before the name.
bool is_below(octets host, octets name_with_dot) noexcept {
  if (host.size() <= name_with_dot.size()) return false;
  const std::size_t size = host.size() - name_with_dot.size();
  return http::equal_ignoring_case(host.from(size), name_with_dot) && detail::is_labels(host.first(size));
}

// Scheme and host are compared without letter case, for an origin has both in lower case (RFC 6454 §4, RFC 6455
// §4.2.2(4)).
bool matches(const origin_parts& origin, const origin_parts& pattern) noexcept {
  if (!http::equal_ignoring_case(origin.scheme, pattern.scheme)) return false;
  const octets host = pattern.host();
  if (detail::is_star(host)) return true;
  const bool same =
      host.first(2) == "*." ? is_below(origin.host(), host.from(1)) : http::equal_ignoring_case(origin.host(), host);
  return same && (detail::is_star(pattern.port()) || port_of(origin) == port_of(pattern));
}

// Is a page of the origin at the host and port that were asked for? Whether TLS came first is not known: an authority
// without a port is at 80 or at 443, and so is an origin whose port is the scheme's own.
bool is_at(const origin_parts& origin, octets authority) noexcept {
  const std::uint32_t own = own_port(origin.scheme);
  const std::size_t size = detail::find_host_end(authority);
  const octets port = authority.from(size + 1);
  return own != no_port && http::equal_ignoring_case(origin.host(), authority.first(size)) &&
         port_of(origin) == (port.empty() ? own : http::saturated(port));
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
