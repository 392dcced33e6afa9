// SPDX-License-Identifier: BSL-1.0
// Origins and patterns of origins: their parts, and whether a pattern can match, also in constant expressions. Not for users.
#pragma once

#include <cstddef>

#include <wshake/detail/sendable.hpp>
#include <wshake/octets.hpp>

namespace wshake::detail {

// host [ ":" port ]. Nothing is judged.
struct host_and_port {
  octets host;  // an IPv6 literal with its brackets
  octets port;
  bool has_port = false;
};

constexpr host_and_port split_authority(octets text) noexcept {
  const bool bracketed = text.first(1) == "[";
  std::size_t end = 0;
  while (end < text.size() && text.data()[end] != (bracketed ? ']' : ':')) ++end;
  if (bracketed && end < text.size()) ++end;
  if (end == text.size()) return {text, {}, false};
  if (text.data()[end] != ':') return {text, {}, false};  // octets behind a bracket: no host is that
  return {text.first(end), text.from(end + 1), true};
}

// serialized-origin = scheme "://" host [ ":" port ]   (RFC 6454 §6.2). Nothing is judged; without "://" the scheme is empty.
struct origin_parts {
  octets scheme;
  host_and_port authority;
};

constexpr origin_parts split_origin(octets text) noexcept {
  std::size_t colon = 0;
  while (colon < text.size() && text.data()[colon] != ':') ++colon;
  if (text.from(colon).first(3) != "://") return {};
  return {text.first(colon), split_authority(text.from(colon + 3))};
}

constexpr bool is_letter(char octet) noexcept {
  return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
}
constexpr bool is_digit(char octet) noexcept { return octet >= '0' && octet <= '9'; }

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )   (RFC 3986 §3.1)
constexpr bool is_scheme(octets text) noexcept {
  for (const char octet : text) {
    if (!is_letter(octet) && !is_digit(octet) && octet != '+' && octet != '-' && octet != '.') return false;
  }
  return !text.empty() && is_letter(text.data()[0]);
}

// A port as it is written into an origin: a number of 16 bits without leading zeros.
constexpr bool is_port(octets text) noexcept {
  if (text.empty() || text.size() > 5 || (text.data()[0] == '0' && text.size() > 1)) return false;
  unsigned long number = 0;
  for (const char octet : text) {
    if (!is_digit(octet)) return false;
    number = number * 10 + static_cast<unsigned>(octet - '0');
  }
  return number <= 65535;
}

// Labels of letters, digits, "-" and "_", a dot between each two.
constexpr bool is_labels(octets text) noexcept {
  char before = '.';
  for (const char octet : text) {
    if (octet == '.' ? before == '.' : !is_letter(octet) && !is_digit(octet) && octet != '-' && octet != '_')
      return false;
    before = octet;
  }
  return before != '.';
}

// A name of DNS, which may end in a dot, or an IPv4 address. Browsers write names of other scripts in their ASCII form (xn--).
constexpr bool is_name(octets host) noexcept {
  const bool absolute = !host.empty() && host.data()[host.size() - 1] == '.';
  return is_labels(absolute ? host.first(host.size() - 1) : host);
}

// The last label of an IPv4 address is a number, that of a name is none.
constexpr bool ends_in_number(octets host) noexcept {
  std::size_t begin = host.size();
  while (begin > 0 && is_digit(host.data()[begin - 1])) --begin;
  return begin < host.size() && (begin == 0 || host.data()[begin - 1] == '.');
}

// "[" IPv6address "]" as browsers write it: groups of one to four HEXDIG without leading zeros, eight of them, or fewer and one
// "::" (RFC 5952 §4).
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

// Their origins have a host, and leave out a port that is the scheme's own.
constexpr bool is_web_scheme(octets scheme) noexcept {
  return equal_ignoring_case(scheme, "https") || equal_ignoring_case(scheme, "http");
}

// What may stand for a host in an origin: "file://" has an empty one.
constexpr bool is_origin_host(octets host, octets scheme) noexcept {
  return is_name(host) || is_ipv6_literal(host) || (host.empty() && !is_web_scheme(scheme));
}

// Is there an origin that the pattern matches? The forms: see server_options::origins.
constexpr bool can_match(octets pattern) noexcept {
  if (pattern == "null") return true;
  const origin_parts parts = split_origin(pattern);
  const auto [host, port, has_port] = parts.authority;
  if (!is_scheme(parts.scheme)) return false;
  if (host == "*") return !has_port;
  if (has_port && (host.empty() || (port != "*" && !is_port(port)))) return false;
  if (host.first(2) == "*.") return is_name(host.from(2)) && !ends_in_number(host);
  return is_origin_host(host, parts.scheme);
}

}  // namespace wshake::detail
