// SPDX-License-Identifier: BSL-1.0
// accept_key: from Sec-WebSocket-Key to Sec-WebSocket-Accept (RFC 6455 §4.2.2(5.4)).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake {

inline constexpr std::size_t key_size = 24;     // octets of a Sec-WebSocket-Key: the base64 of 16
inline constexpr std::size_t accept_size = 28;  // octets of a Sec-WebSocket-Accept: the base64 of 20

// A Sec-WebSocket-Accept value: 28 octets, by value.
struct accept_value {
  std::array<char, accept_size> data = {};  // base64, without a NUL behind it

  // As octets, as long as the value lives.
  constexpr operator octets() const& noexcept { return {data.data(), data.size()}; }
  operator octets() const&& = delete;  // the view would outlive its octets

  // The same as what a peer sent.
  friend constexpr bool operator==(const accept_value& left, octets right) noexcept { return octets{left} == right; }
  friend constexpr bool operator==(const accept_value&, const accept_value&) noexcept = default;
};

// Is it the base64 of 16 octets? The bits of the last digit that stand for nothing may be anything (RFC 4648 §3.5).
[[nodiscard]] bool is_key(octets key) noexcept;

// base64(SHA-1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).
// `key` must have 24 octets, as every valid key has (check() sees to it); of another size the value is 28 NUL octets,
// which equals no Sec-WebSocket-Accept. The octets of the key are not judged. Usable in constant expressions.
[[nodiscard]] constexpr accept_value accept_key(octets key) noexcept;

}  // namespace wshake

#include <wshake/detail/accept_key.hpp>
