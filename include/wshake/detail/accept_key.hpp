// SPDX-License-Identifier: BSL-1.0
// accept_key() in plain C++: for constant expressions, and for processors without SHA-1 instructions.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <wshake/accept_key.hpp>
#include <wshake/detail/attributes.hpp>

namespace wshake::detail {

// The state of a SHA-1 computation. The handshake hashes the key and the GUID of RFC 6455: 60 octets, padded to two
// blocks (RFC 3174 section 4). The first block contains the key, the GUID and 0x80. The second block contains zeros and
// the length, 480 bits. The second block and its message schedule are the same for every key.
struct sha1_state {
  std::uint32_t a = 0x67452301;
  std::uint32_t b = 0xefcdab89;
  std::uint32_t c = 0x98badcfe;
  std::uint32_t d = 0x10325476;
  std::uint32_t e = 0xc3d2e1f0;
};

using sha1_block = std::array<std::uint32_t, 16>;

// The message schedule of a block, computed word by word. The struct keeps only the last 16 words of the schedule.
// Compilers would vectorize the loop over an array of all 80 words. The vectorized code takes twice the time, because
// each word depends on the third word before it.
struct sha1_schedule {
  sha1_block w;

  constexpr std::uint32_t operator[](std::size_t t) noexcept {
    if (t >= 16) w[t % 16] = std::rotl(w[(t - 3) % 16] ^ w[(t - 8) % 16] ^ w[(t - 14) % 16] ^ w[t % 16], 1);
    return w[t % 16];
  }
};

// Does twenty rounds with the function `f` and the constant `k`. After a round SHA-1 moves the value of each of its
// five variables to the next variable. Here the calls of round() name the variables in another order instead, so that
// no value is moved. After five rounds the order is the first order again.
template <class W, class F>
constexpr void twenty_rounds(sha1_state& now, W& w, std::size_t t, std::uint32_t k, F f) noexcept {
  const auto round = [k, f](std::uint32_t a, std::uint32_t& b, std::uint32_t c, std::uint32_t d, std::uint32_t& e,
                            std::uint32_t word) {
    e += std::rotl(a, 5) + f(b, c, d) + k + word;
    b = std::rotl(b, 30);
  };
  auto [a, b, c, d, e] = now;
  for (const std::size_t end = t + 20; t < end; t += 5) {
    round(a, b, c, d, e, w[t]);
    round(e, a, b, c, d, w[t + 1]);
    round(d, e, a, b, c, w[t + 2]);
    round(c, d, e, a, b, w[t + 3]);
    round(b, c, d, e, a, w[t + 4]);
  }
  now = {a, b, c, d, e};
}

// Compresses a block of 64 octets into `state`. `w[t]` is word t of the block's message schedule. compress() reads each
// word once, from t = 0 to 79, so `w` may compute a word when it is read.
template <class W>
constexpr void compress(sha1_state& state, W& w) noexcept {
  using word = std::uint32_t;
  constexpr auto choose = [](word b, word c, word d) { return d ^ (b & (c ^ d)); };
  constexpr auto parity = [](word b, word c, word d) { return b ^ c ^ d; };
  constexpr auto majority = [](word b, word c, word d) { return (b & c) | (d & (b | c)); };
  sha1_state now = state;
  twenty_rounds(now, w, 0, 0x5a827999, choose);
  twenty_rounds(now, w, 20, 0x6ed9eba1, parity);
  twenty_rounds(now, w, 40, 0x8f1bbcdc, majority);
  twenty_rounds(now, w, 60, 0xca62c1d6, parity);
  state = {state.a + now.a, state.b + now.b, state.c + now.c, state.d + now.d, state.e + now.e};
}

inline constexpr octets accept_guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 section 1.3

inline constexpr sha1_schedule second_block = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 480}};
inline constexpr std::array<std::uint32_t, 80> second_schedule = [] {
  sha1_schedule w = second_block;
  std::array<std::uint32_t, 80> words = {};
  for (std::size_t t = 0; t < 80; ++t) words[t] = w[t];
  return words;
}();

constexpr std::uint32_t load_big_endian(octets text, std::size_t offset) noexcept {
  return std::uint32_t{text[offset]} << 24 | std::uint32_t{text[offset + 1]} << 16 |
         std::uint32_t{text[offset + 2]} << 8 | std::uint32_t{text[offset + 3]};
}

inline constexpr octets base64_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Writes 28 octets to `out`: the base64 (RFC 4648 section 4) of the digest in `state`.
constexpr void encode_digest(const sha1_state& state, char* out) noexcept {
  const std::uint32_t words[5] = {state.a, state.b, state.c, state.d, state.e};
  const auto octet = [&](std::size_t offset) {
    return offset < 20 ? words[offset / 4] >> (24 - offset % 4 * 8) & 0xff : 0U;
  };
  for (std::size_t group = 0; group < 7; ++group) {
    const std::uint32_t bits = octet(group * 3) << 16 | octet(group * 3 + 1) << 8 | octet(group * 3 + 2);
    for (std::size_t digit = 0; digit < 4; ++digit) {
      out[group * 4 + digit] = static_cast<char>(base64_alphabet[bits >> (18 - digit * 6) & 0x3f]);
    }
  }
  out[27] = '=';
}

constexpr sha1_schedule first_block(octets key) noexcept {
  sha1_schedule w = {};
  for (std::size_t t = 0; t < 6; ++t) w.w[t] = load_big_endian(key, t * 4);
  for (std::size_t t = 6; t < 15; ++t) w.w[t] = load_big_endian(accept_guid, t * 4 - key_size);
  w.w[15] = 0x80000000;
  return w;
}

constexpr accept_value accept_key_portable(octets key) noexcept {
  sha1_schedule w = first_block(key);
  sha1_state state;
  compress(state, w);
  compress(state, second_schedule);
  accept_value value;
  encode_digest(state, value.data.data());
  return value;
}

WSHAKE_API accept_value accept_key_at_run_time(octets key) noexcept;  // the key must have 24 octets

}  // namespace wshake::detail

namespace wshake {

constexpr accept_value accept_key(octets key) noexcept {
  if (key.size() != key_size) return {};
  if (std::is_constant_evaluated()) return detail::accept_key_portable(key);
  return detail::accept_key_at_run_time(key);
}

}  // namespace wshake
