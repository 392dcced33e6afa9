// SPDX-License-Identifier: BSL-1.0
// accept_key: computes Sec-WebSocket-Accept from Sec-WebSocket-Key (RFC 6455 section 4.2.2(5.4)).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/detail/attributes.hpp>
#include <wshake/octets.hpp>

namespace wshake {

inline constexpr std::size_t key_size = 24;     // octets of a Sec-WebSocket-Key: the base64 of 16 octets
inline constexpr std::size_t accept_size = 28;  // octets of a Sec-WebSocket-Accept: the base64 of 20 octets

// The 28 octets of a Sec-WebSocket-Accept value.
struct accept_value {
  std::array<char, accept_size> data = {};  // base64, without a final NUL

  // A view of the octets. The view must not outlive the accept_value.
  constexpr operator octets() const& noexcept { return {data.data(), data.size()}; }
  operator octets() const&& = delete;  // the view would outlive its octets

  // Compares with a value that a peer sent.
  friend constexpr bool operator==(const accept_value& left, octets right) noexcept { return octets{left} == right; }
  friend constexpr bool operator==(const accept_value&, const accept_value&) noexcept = default;
};

// True if `key` is the base64 of 16 octets. The unused bits of the last base64 digit before the padding may have any
// value (RFC 4648 section 3.5).
[[nodiscard]] WSHAKE_API bool is_key(octets key) noexcept;

// The accept value of a key: base64(SHA-1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")). The function can be used in
// constant expressions. `key` must have 24 octets. accept_key() does not check their content: see is_key(). If `key`
// has another size, the result is 28 NUL octets, which equal no Sec-WebSocket-Accept.
[[nodiscard]] constexpr accept_value accept_key(octets key) noexcept;

}  // namespace wshake

#include <wshake/detail/accept_key.hpp>
