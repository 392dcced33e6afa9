// SPDX-License-Identifier: BSL-1.0
// Computes Sec-WebSocket-Accept for a key of any size, by the letter of RFC 3174 §6.1 and RFC 4648 §4.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include "text.hpp"

namespace fuzz {

inline text slow_sha1(std::string_view message) {
  text padded(message);
  padded += '\x80';
  while (padded.size() % 64 != 56) padded += '\0';
  const std::uint64_t bits = message.size() * 8;
  for (int shift = 56; shift >= 0; shift -= 8) padded += static_cast<char>(bits >> shift & 0xff);

  std::uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  for (std::size_t block_at = 0; block_at < padded.size(); block_at += 64) {
    std::uint32_t w[80];
    for (std::size_t t = 0; t < 80; ++t) {
      w[t] = 0;
      for (std::size_t n = 0; n < 4 && t < 16; ++n) {
        w[t] = w[t] << 8 | static_cast<unsigned char>(padded[block_at + t * 4 + n]);
      }
      if (t >= 16) w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    }
    std::uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (std::size_t t = 0; t < 80; ++t) {
      const std::uint32_t f = t < 20 ? (b & c) | (~b & d) : t < 40 || t >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      const std::uint32_t k = t < 20 ? 0x5a827999 : t < 40 ? 0x6ed9eba1 : t < 60 ? 0x8f1bbcdc : 0xca62c1d6;
      const std::uint32_t next = std::rotl(a, 5) + f + e + w[t] + k;
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
  }
  text digest;
  for (const std::uint32_t word : h) {
    for (int shift = 24; shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift & 0xff);
  }
  return digest;
}

inline text slow_base64(std::string_view data) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  text out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : data) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += alphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) out += alphabet[bits << (6 - count) & 63];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

inline text slow_accept(std::string_view key) {
  text input(key);
  input += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  return slow_base64(slow_sha1(input));
}

}  // namespace fuzz
