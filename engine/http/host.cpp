// SPDX-License-Identifier: BSL-1.0
#include "host.hpp"

#include "octet_class.hpp"
#include "run.hpp"
#include "scheme.hpp"

namespace wshake::http {

namespace {

// IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet   (RFC 3986 §3.2.2)
bool is_ipv4(octets text) noexcept {
  std::size_t at = 0;
  for (unsigned part = 0; part < 4; ++part) {
    if (part > 0 && (at == text.size() || text[at++] != '.')) return false;
    const std::size_t begin = at;
    unsigned value = 0;
    while (at < text.size() && at - begin < 3 && is(text[at], digit_octet)) value = value * 10 + text[at++] - '0';
    if (at == begin || value > 255 || (text[begin] == '0' && at - begin > 1)) return false;
  }
  return at == text.size();
}

// IPv6address (RFC 3986 §3.2.2): eight groups of one to four HEXDIG between colons, the last two of them as an IPv4address
// if so wished; one "::" stands for one or more groups of zero.
bool is_ipv6(octets text) noexcept {
  unsigned groups = 0;
  bool shortened = false;
  std::size_t at = 0;
  if (text.size() >= 2 && text[0] == ':' && text[1] == ':') {
    shortened = true;
    at = 2;
  }
  while (at < text.size()) {
    const std::size_t begin = at;
    while (at < text.size() && is(text[at], hex_octet)) ++at;
    if (at < text.size() && text[at] == '.') {
      groups += 2;
      return is_ipv4(text.from(begin)) && (shortened ? groups < 8 : groups == 8);
    }
    if (at == begin || at - begin > 4) return false;
    ++groups;
    if (at == text.size()) break;
    if (text[at++] != ':') return false;
    if (at == text.size()) return false;
    if (text[at] == ':') {
      if (shortened) return false;
      shortened = true;
      ++at;
    }
  }
  return shortened ? groups < 8 : groups == 8;
}

// IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )   (RFC 3986 §3.2.2)
bool is_ip_future(octets text) noexcept {
  if (text.size() < 4 || (text[0] | 0x20) != 'v') return false;
  std::size_t at = 1;
  while (at < text.size() && is(text[at], hex_octet)) ++at;
  if (at == 1 || at == text.size() || text[at] != '.' || at + 1 == text.size()) return false;
  for (const char octet : text.from(at + 1)) {
    if (octet != ':' && !is(octet, host_octet)) return false;
  }
  return true;
}

}  // namespace

// uri-host   = IP-literal / IPv4address / reg-name   (RFC 3986 §3.2.2), where every IPv4address is a reg-name too
// IP-literal = "[" ( IPv6address / IPvFuture ) "]"
// reg-name   = *( unreserved / pct-encoded / sub-delims )
// port       = *DIGIT
std::size_t host_fault(octets host) noexcept {
  std::size_t at = 0;
  if (!host.empty() && host[0] == '[') {
    while (at < host.size() && host[at] != ']') ++at;
    if (at == host.size()) return at;
    const octets literal = host.first(at).from(1);
    if (!is_ipv6(literal) && !is_ip_future(literal)) return 1;
    ++at;
  } else {
    for (;; ++at) {
      at = static_cast<std::size_t>(run_end(host.begin() + at, host.end(), host_octet) - host.begin());
      if (at == host.size() || host[at] == ':') break;
      if (host[at] != '%') return at;
      for (unsigned digit = 0; digit < 2; ++digit) {
        if (++at == host.size() || !is(host[at], hex_octet)) return at;
      }
    }
    if (at == 0) return 0;
  }
  if (at == host.size()) return no_fault;
  if (host[at] != ':') return at;
  while (++at < host.size()) {
    if (!is(host[at], digit_octet)) return at;
  }
  return no_fault;
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
