// SPDX-License-Identifier: BSL-1.0
#include "socks_address.hpp"

#include <cstddef>
#include <cstdint>

#include "ip_text.hpp"

namespace wshake::proxy {

namespace {

constexpr std::size_t longest_name = 255;

// At namespace scope, because compilers put the initializer of a local constant into writable data, which the test
// `library` rejects.
constexpr diagnostic too_long = {errc::bad_uri, longest_name, "host"};
constexpr diagnostic ip_future = {errc::bad_uri, 1, "host"};

bool is_literal(octets host) noexcept { return host.first(1) == "["; }

void put(base::writer& out, address_type type, octets address) noexcept {
  const auto octet = static_cast<std::uint8_t>(type);
  out.put({&octet, 1});
  out.put(address);
}

// Passes `text` to an ipv4_reader or ipv6_reader. Returns false if no address begins with `text`.
template <class Reader>
bool take_all(Reader& reader, octets text) noexcept {
  for (const char octet : text.text()) {
    if (!reader.take(static_cast<unsigned char>(octet))) return false;
  }
  return true;
}

}  // namespace

diagnostic host_fault(octets host) noexcept {
  if (is_literal(host)) return (host[1] | 0x20) == 'v' ? ip_future : diagnostic{};
  return host.size() > longest_name ? too_long : diagnostic{};
}

void put_address(base::writer& out, octets host) noexcept {
  if (is_literal(host)) {
    ipv6_reader address;
    if (take_all(address, host.first(host.size() - 1).from(1)) && address.end()) {
      put(out, address_type::ipv6, address.ip());
    }
    return;
  }
  ipv4_reader address;
  if (take_all(address, host) && address.is_complete()) {
    put(out, address_type::ipv4, address.ip());
    return;
  }
  const auto size = static_cast<std::uint8_t>(host.size());
  put(out, address_type::name, {&size, 1});
  out.put(host);
}

}  // namespace wshake::proxy
