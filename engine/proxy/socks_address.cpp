// SPDX-License-Identifier: BSL-1.0
#include "socks_address.hpp"

#include <cstddef>
#include <cstdint>

#include "base/number.hpp"
#include "scan/octet_class.hpp"

namespace wshake::proxy {

namespace {

constexpr std::size_t longest_name = 255;

// At namespace scope, because compilers keep the initializer of a local constant in writable memory.
constexpr diagnostic too_long = {errc::bad_uri, longest_name, "host"};
constexpr diagnostic ip_future = {errc::bad_uri, 1, "host"};

bool is_literal(octets host) noexcept { return host.first(1) == "["; }

// IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet   (RFC 3986 §3.2.2)
// Stores the four octets at `out`. Returns false if the text is no IPv4address.
bool parse_ipv4(octets text, std::uint8_t* out) noexcept {
  std::size_t offset = 0;
  for (unsigned part = 0; part < 4; ++part) {
    if (part > 0 && (offset == text.size() || text[offset++] != '.')) return false;
    const std::size_t begin = offset;
    unsigned value = 0;
    for (; offset < text.size() && scan::is(text[offset], scan::digit_octet); ++offset) {
      if (offset > begin && value == 0) return false;  // a leading zero
      value = value * 10 + text[offset] - '0';
      if (value > 255) return false;
    }
    if (offset == begin) return false;
    out[part] = static_cast<std::uint8_t>(value);
  }
  return offset == text.size();
}

// Stores the 16 octets of an IPv6address, which http::uri_fault() has checked, at `out`.
void parse_ipv6(octets text, std::uint8_t* out) noexcept {
  constexpr std::size_t whole = 16;
  std::size_t size = 0;
  std::size_t gap = whole;  // the offset in `out` of the zeros that "::" stands for
  for (std::size_t offset = 0; offset < text.size();) {
    if (text[offset] == ':') {
      ++offset;
      if (offset < text.size() && text[offset] == ':') {
        gap = size;
        ++offset;
      }
      continue;
    }
    if (size + 2 > whole) return;
    if (size + 4 <= whole && parse_ipv4(text.from(offset), out + size)) {
      size += 4;
      break;
    }
    unsigned group = 0;
    for (; offset < text.size() && text[offset] != ':'; ++offset) group = group * 16 + base::hex_value(text[offset]);
    out[size++] = static_cast<std::uint8_t>(group >> 8);
    out[size++] = static_cast<std::uint8_t>(group);
  }
  const std::size_t behind = size - (gap < size ? gap : size);
  for (std::size_t count = 1; count <= behind; ++count) {
    const std::uint8_t octet = out[size - count];
    out[size - count] = 0;
    out[whole - count] = octet;
  }
}

}  // namespace

diagnostic host_fault(octets host) noexcept {
  if (is_literal(host)) return (host[1] | 0x20) == 'v' ? ip_future : diagnostic{};
  return host.size() > longest_name ? too_long : diagnostic{};
}

void put_address(base::writer& out, octets host) noexcept {
  std::uint8_t address[16] = {};
  const auto put = [&](address_type type, std::size_t size) {
    const auto octet = static_cast<std::uint8_t>(type);
    out.put({&octet, 1});
    out.put({address, size});
  };
  if (is_literal(host)) {
    parse_ipv6(host.first(host.size() - 1).from(1), address);
    put(address_type::ipv6, 16);
  } else if (parse_ipv4(host, address)) {
    put(address_type::ipv4, 4);
  } else {
    address[0] = static_cast<std::uint8_t>(host.size());
    put(address_type::name, 1);
    out.put(host);
  }
}

}  // namespace wshake::proxy
