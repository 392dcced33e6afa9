// SPDX-License-Identifier: BSL-1.0
// Functions that find and check the parts of an origin or of a pattern of origins, and can_match(). Constant
// expressions can use all functions. Not for users.
#pragma once

#include <cstddef>

#include <wshake/detail/sendable.hpp>
#include <wshake/octets.hpp>

namespace wshake::detail {

// True for "*", the wildcard of a pattern.
constexpr bool is_star(octets part) noexcept { return part.size() == 1 && part.data()[0] == '*'; }

// The size of the host in host [ ":" port ]. An IPv6 literal includes its brackets. Nothing is checked.
constexpr std::size_t find_host_end(octets authority) noexcept {
  std::size_t end = 0;
  if (!authority.empty() && authority.data()[0] == '[') {
    while (end < authority.size() && authority.data()[end] != ']') ++end;
    return end < authority.size() ? end + 1 : end;
  }
  while (end < authority.size() && authority.data()[end] != ':') ++end;
  return end;
}

// serialized-origin = scheme "://" host [ ":" port ]   (RFC 6454 section 6.2). split_origin() checks no grammar. If
// "://" is missing, all parts are empty. Any octet behind the "]" of an IPv6 literal counts as the ":" before the port.
struct origin_parts {
  octets scheme;
  octets authority;  // host and port
  std::size_t host_end = 0;

  constexpr octets host() const noexcept { return authority.first(host_end); }
  constexpr bool has_port() const noexcept { return host_end < authority.size(); }
  constexpr octets port() const noexcept { return authority.from(host_end + 1); }
};

constexpr origin_parts split_origin(octets text) noexcept {
  std::size_t colon = 0;
  while (colon < text.size() && text.data()[colon] != ':') ++colon;
  if (text.from(colon).first(3) != "://") return {};
  const octets authority = text.from(colon + 3);
  return {text.first(colon), authority, find_host_end(authority)};
}

constexpr bool is_letter(char octet) noexcept {
  return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
}
constexpr bool is_digit(char octet) noexcept { return octet >= '0' && octet <= '9'; }

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )   (RFC 3986 section 3.1)
constexpr bool is_scheme(octets text) noexcept {
  for (const char octet : text) {
    if (!is_letter(octet) && !is_digit(octet) && octet != '+' && octet != '-' && octet != '.') return false;
  }
  return !text.empty() && is_letter(text.data()[0]);
}

// True for a port in an origin: a 16-bit number without leading zeros.
constexpr bool is_port(octets text) noexcept {
  if (text.empty() || text.size() > 5 || (text.data()[0] == '0' && text.size() > 1)) return false;
  unsigned long number = 0;
  for (const char octet : text) {
    if (!is_digit(octet)) return false;
    number = number * 10 + static_cast<unsigned>(octet - '0');
  }
  return number <= 65535;
}

// True for labels of letters, digits, "-" and "_", separated by single dots.
constexpr bool is_labels(octets text) noexcept {
  char before = '.';
  for (const char octet : text) {
    if (octet == '.' ? before == '.' : !is_letter(octet) && !is_digit(octet) && octet != '-' && octet != '_')
      return false;
    before = octet;
  }
  return before != '.';
}

// True for an IPv4 address, and for a DNS name, which may end in a dot. Browsers write internationalized names in their
// ASCII form (xn--).
constexpr bool is_name(octets host) noexcept {
  const bool absolute = !host.empty() && host.data()[host.size() - 1] == '.';
  return is_labels(absolute ? host.first(host.size() - 1) : host);
}

// True if the last label of `host` is a number. An IPv4 address ends in a number, a DNS name does not.
constexpr bool ends_in_number(octets host) noexcept {
  std::size_t begin = host.size();
  while (begin > 0 && is_digit(host.data()[begin - 1])) --begin;
  return begin < host.size() && (begin == 0 || host.data()[begin - 1] == '.');
}

// True for "[" IPv6address "]" as browsers write it: eight groups, or fewer groups and one "::". A group has one to
// four HEXDIG, without leading zeros (RFC 5952 section 4).
constexpr bool is_ipv6_literal(octets host) noexcept {
  if (host.size() < 4 || host.data()[0] != '[' || host.data()[host.size() - 1] != ']') return false;
  const octets text = host.first(host.size() - 1).from(1);
  unsigned groups = 0;
  bool shortened = false;
  std::size_t offset = 0;
  while (offset < text.size()) {
    if (text.from(offset).first(2) == "::") {
      if (shortened) return false;
      shortened = true;
      offset += 2;
      if (offset == text.size()) break;
    } else if (offset > 0) {
      if (text.data()[offset] != ':') return false;
      ++offset;
    }
    std::size_t size = 0;
    for (; offset < text.size() && text.data()[offset] != ':'; ++offset, ++size) {
      const char octet = text.data()[offset];
      if (!is_digit(octet) && !(octet >= 'a' && octet <= 'f') && !(octet >= 'A' && octet <= 'F')) return false;
    }
    if (size == 0 || size > 4 || (size > 1 && text.data()[offset - size] == '0')) return false;
    ++groups;
  }
  return shortened ? groups < 8 : groups == 8;
}

// True for http and https. The origins of these two schemes have a host, unlike the origin "file://".
constexpr bool is_web_scheme(octets scheme) noexcept {
  return equal_ignoring_case(scheme, "https") || equal_ignoring_case(scheme, "http");
}

// True if the pattern matches at least one origin. server_options::origins lists the forms of patterns.
constexpr bool can_match(octets pattern) noexcept {
  if (pattern == "null") return true;
  const origin_parts parts = split_origin(pattern);
  const octets host = parts.host();
  if (!is_scheme(parts.scheme)) return false;
  if (is_star(host)) return !parts.has_port();
  if (host.empty()) return !parts.has_port() && !is_web_scheme(parts.scheme);
  if (parts.has_port()) {
    if (parts.authority.data()[host.size()] != ':') return false;
    if (!is_star(parts.port()) && !is_port(parts.port())) return false;
  }
  if (host.first(2) == "*.") return is_name(host.from(2)) && !ends_in_number(host);
  return is_name(host) || is_ipv6_literal(host);
}

}  // namespace wshake::detail
