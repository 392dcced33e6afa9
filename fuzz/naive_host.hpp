// SPDX-License-Identifier: BSL-1.0
// Checks a uri-host (RFC 3986 §3.2.2) with an optional port.
#pragma once

#if defined(_WIN32)
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif

#include <string_view>

#include "naive.hpp"

namespace fuzz {

inline bool is_host_octet(char c) {
  return is_letter(c) || is_digit(c) ||
         (c != '\0' && std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos);
}

// True if a dec-octet of several digits begins with a zero. inet_pton() of Windows accepts such an address, other
// systems reject it.
inline bool has_padded_octet(std::string_view address) {
  for (std::size_t at = 0; at + 1 < address.size(); ++at) {
    if (address[at] != '0' || !is_digit(address[at + 1]) || (at > 0 && is_hex(address[at - 1]))) continue;
    std::size_t end = at;
    while (end < address.size() && is_digit(address[end])) ++end;
    if ((at > 0 && address[at - 1] == '.') || (end < address.size() && address[end] == '.')) return true;
  }
  return false;
}

// IP-literal without its brackets (RFC 3986 §3.2.2)
inline bool is_ip_literal(std::string_view value) {
  if (!value.empty() && lower(value[0]) == 'v') {
    const std::size_t dot = value.find('.');
    if (dot == std::string_view::npos || dot < 2 || dot + 1 == value.size()) return false;
    return all_of(value.substr(1, dot - 1), is_hex) &&
           all_of(value.substr(dot + 1), [](char c) { return c == ':' || is_host_octet(c); });
  }
  if (value.find('\0') != std::string_view::npos) return false;
  const text terminated(value);
  in6_addr ignored;
  return inet_pton(AF_INET6, terminated.c_str(), &ignored) == 1 && !has_padded_octet(value);
}

// port = *DIGIT, within the range of TCP ports
inline bool is_port(std::string_view value) {
  if (!all_of(value, is_digit)) return false;
  while (value.size() > 5 && value[0] == '0') value.remove_prefix(1);
  return value.size() < 5 || (value.size() == 5 && value <= "65535");
}

// uri-host [ ":" port ]
enum class host_verdict { right, bad_host, bad_port };
inline host_verdict judge_host(std::string_view value) {
  std::size_t at = 0;
  if (!value.empty() && value[0] == '[') {
    const std::size_t end = value.find(']');
    if (end == std::string_view::npos || !is_ip_literal(value.substr(1, end - 1))) return host_verdict::bad_host;
    at = end + 1;
  } else {
    for (; at < value.size() && value[at] != ':'; ++at) {
      if (value[at] != '%') {
        if (!is_host_octet(value[at])) return host_verdict::bad_host;
        continue;
      }
      if (at + 2 >= value.size() || !is_hex(value[at + 1]) || !is_hex(value[at + 2])) return host_verdict::bad_host;
      at += 2;
    }
    if (at == 0) return host_verdict::bad_host;
  }
  if (at == value.size()) return host_verdict::right;
  if (value[at] != ':') return host_verdict::bad_host;
  return is_port(value.substr(at + 1)) ? host_verdict::right : host_verdict::bad_port;
}

inline bool is_host(std::string_view value) { return judge_host(value) == host_verdict::right; }

}  // namespace fuzz
