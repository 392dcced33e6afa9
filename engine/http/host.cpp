// SPDX-License-Identifier: BSL-1.0
#include "host.hpp"

#include "scan/octet_class.hpp"

namespace wshake::http {

namespace {

// Each function of the unnamed namespace returns the offset of the first invalid octet, or no_fault.

// IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet   (RFC 3986 section 3.2.2)
std::size_t ipv4_fault(octets text) noexcept {
  std::size_t offset = 0;
  for (unsigned part = 0; part < 4; ++part) {
    if (part > 0) {
      if (offset == text.size() || text[offset] != '.') return offset;
      ++offset;
    }
    const std::size_t begin = offset;
    unsigned value = 0;
    for (; offset < text.size() && is(text[offset], digit_octet); ++offset) {
      value = value * 10 + text[offset] - '0';
      if (value > 255 || (offset > begin && text[begin] == '0')) return offset;
    }
    if (offset == begin) return offset;
  }
  return offset == text.size() ? no_fault : offset;
}

// IPv6address (RFC 3986 section 3.2.2): eight groups of one to four HEXDIG between colons. An IPv4address may replace
// the last two groups, and one "::" may replace one or more groups of zeros.
std::size_t ipv6_fault(octets text) noexcept {
  unsigned groups = 0;
  bool shortened = false;
  std::size_t offset = 0;
  if (text.first(2) == "::") {
    shortened = true;
    offset = 2;
  }
  while (offset < text.size()) {
    const unsigned most = shortened ? 7 : 8;
    const std::size_t begin = offset;
    while (offset < text.size() && is(text[offset], hex_octet)) ++offset;
    if (offset < text.size() && text[offset] == '.') {
      const std::size_t fault = ipv4_fault(text.from(begin));
      if (groups + 2 > most) return begin;
      if (fault != no_fault) return begin + fault;
      return shortened || groups + 2 == most ? no_fault : text.size();
    }
    if (groups == most) return begin;
    if (offset == begin) return offset;
    if (offset - begin > 4) return begin + 4;
    ++groups;
    if (offset == text.size()) break;
    if (text[offset] != ':' || (!shortened && groups == 8)) return offset;
    ++offset;
    if (offset == text.size()) return offset;
    if (text[offset] == ':') {
      if (shortened) return offset;
      shortened = true;
      ++offset;
    }
  }
  return shortened || groups == 8 ? no_fault : text.size();
}

// IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )   (RFC 3986 section 3.2.2)
std::size_t ip_future_fault(octets text) noexcept {
  std::size_t offset = 1;
  while (offset < text.size() && is(text[offset], hex_octet)) ++offset;
  if (offset == 1 || offset == text.size() || text[offset] != '.') return offset;
  const std::size_t begin = ++offset;
  while (offset < text.size() && (text[offset] == ':' || is(text[offset], host_octet))) ++offset;
  return offset == begin || offset != text.size() ? offset : no_fault;
}

}  // namespace

// uri-host   = IP-literal / IPv4address / reg-name   (RFC 3986 section 3.2.2); every IPv4address is also a reg-name
// IP-literal = "[" ( IPv6address / IPvFuture ) "]"
// reg-name   = *( unreserved / pct-encoded / sub-delims )
// port       = *DIGIT, a number of at most 16 bits
std::size_t host_fault(octets host) noexcept {
  std::size_t offset = 0;
  if (!host.empty() && host[0] == '[') {
    while (offset < host.size() && host[offset] != ']') ++offset;
    if (offset == host.size()) return offset;
    const octets literal = host.first(offset).from(1);
    const bool future = !literal.empty() && (literal[0] | 0x20) == 'v';
    const std::size_t fault = future ? ip_future_fault(literal) : ipv6_fault(literal);
    if (fault != no_fault) return 1 + fault;
    ++offset;
  } else {
    for (;; ++offset) {
      offset = static_cast<std::size_t>(skip_class(host.begin() + offset, host.end(), host_octet) - host.begin());
      if (offset == host.size() || host[offset] == ':') break;
      if (host[offset] != '%') return offset;
      for (unsigned digit = 0; digit < 2; ++digit) {
        if (++offset == host.size() || !is(host[offset], hex_octet)) return offset;
      }
    }
    if (offset == 0) return 0;
  }
  if (offset == host.size()) return no_fault;
  if (host[offset] != ':') return offset;
  std::uint32_t port = 0;
  while (++offset < host.size()) {
    const std::uint32_t digit = host[offset] - std::uint32_t{'0'};
    if (digit > 9) return offset;
    port = port * 10 + digit;
    if (port > 65535) return offset;
  }
  return no_fault;
}

bool is_in_port(octets host, std::size_t fault) noexcept {
  std::size_t begin = fault;
  while (begin != 0 && is(host[begin - 1], digit_octet)) --begin;
  return begin != 0 && host[begin - 1] == ':' && host_fault(host.first(begin - 1)) == no_fault;
}

// origin-form   = absolute-path [ "?" query ]
// absolute-form = scheme "://" authority path-abempty [ "?" query ]
target_parts split_absolute(octets target) noexcept {
  std::size_t colon = 0;
  while (colon < target.size() && target[colon] != ':') ++colon;
  if (target.from(colon).first(3) != "://") return {};
  if (find_scheme(target.first(colon)) == nullptr) return {};
  const octets rest = target.from(colon + 3);
  std::size_t size = 0;
  while (size < rest.size() && rest[size] != '/' && rest[size] != '?') ++size;
  const octets path = rest.from(size);
  return {target_form::absolute, rest.first(size), path.empty() ? octets("/") : path};
}

}  // namespace wshake::http
