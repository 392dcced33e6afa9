// SPDX-License-Identifier: BSL-1.0
// Sixteen octets at a time, by instructions that every processor of a kind has: SSE2 or NEON. Where there are neither,
// WSHAKE_SIXTEEN is not defined. Bit n tells of octet n.
#pragma once

#include "processor/features.hpp"

#if defined(WSHAKE_SSE2)
#include "block_sse2.hpp"
#define WSHAKE_SIXTEEN
#elif defined(WSHAKE_NEON)
#include "block_neon.hpp"
#define WSHAKE_SIXTEEN
#endif

namespace wshake::http {

#if defined(WSHAKE_SSE2)

namespace sixteen = sse2;

using sixteen_octets = __m128i;

inline sixteen_octets load_eight_and_eight(const char* low, const char* high) noexcept {
  return _mm_unpacklo_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(low)),
                            _mm_loadl_epi64(reinterpret_cast<const __m128i*>(high)));
}

// Compared as signed numbers, octets above 0x7f are below all others.
inline sixteen_octets within(sixteen_octets octets, char first, char last) noexcept {
  return _mm_and_si128(_mm_cmpgt_epi8(octets, _mm_set1_epi8(static_cast<char>(first - 1))),
                       _mm_cmplt_epi8(octets, _mm_set1_epi8(static_cast<char>(last + 1))));
}
inline sixteen_octets either(sixteen_octets one, sixteen_octets other) noexcept { return _mm_or_si128(one, other); }
inline sixteen_octets with_bits(sixteen_octets octets, char bits) noexcept {
  return _mm_or_si128(octets, _mm_set1_epi8(bits));
}

// Letters, digits, "-", "." and "_".
inline sixteen_octets usual(sixteen_octets octets) noexcept {
  const sixteen_octets letters = within(_mm_or_si128(octets, _mm_set1_epi8(0x20)), 'a', 'z');
  const sixteen_octets others = _mm_andnot_si128(sixteen::equal(octets, '/'), within(octets, '-', '9'));
  return _mm_or_si128(_mm_or_si128(letters, others), sixteen::equal(octets, '_'));
}

// What no target has: all but visible ASCII, and "#".
inline sixteen_octets no_target(sixteen_octets octets) noexcept {
  const sixteen_octets visible =
      _mm_and_si128(_mm_cmpgt_epi8(octets, _mm_set1_epi8(0x20)), _mm_cmplt_epi8(octets, _mm_set1_epi8(0x7f)));
  return _mm_or_si128(sixteen::equal(octets, '#'), _mm_cmpeq_epi8(visible, _mm_setzero_si128()));
}

#elif defined(WSHAKE_NEON)

namespace sixteen = neon;

using sixteen_octets = uint8x16_t;

inline sixteen_octets load_eight_and_eight(const char* low, const char* high) noexcept {
  return vcombine_u8(vld1_u8(reinterpret_cast<const std::uint8_t*>(low)),
                     vld1_u8(reinterpret_cast<const std::uint8_t*>(high)));
}

inline sixteen_octets within(sixteen_octets octets, std::uint8_t first, std::uint8_t last) noexcept {
  return vandq_u8(vcgeq_u8(octets, vdupq_n_u8(first)), vcleq_u8(octets, vdupq_n_u8(last)));
}
inline sixteen_octets either(sixteen_octets one, sixteen_octets other) noexcept { return vorrq_u8(one, other); }
inline sixteen_octets with_bits(sixteen_octets octets, std::uint8_t bits) noexcept {
  return vorrq_u8(octets, vdupq_n_u8(bits));
}

// Letters, digits, "-", "." and "_".
inline sixteen_octets usual(sixteen_octets octets) noexcept {
  const sixteen_octets letters = within(vorrq_u8(octets, vdupq_n_u8(0x20)), 'a', 'z');
  const sixteen_octets others = vbicq_u8(within(octets, '-', '9'), sixteen::equal(octets, '/'));
  return vorrq_u8(vorrq_u8(letters, others), sixteen::equal(octets, '_'));
}

// What no target has: all but visible ASCII, and "#".
inline sixteen_octets no_target(sixteen_octets octets) noexcept {
  const sixteen_octets visible = vandq_u8(vcgtq_u8(octets, vdupq_n_u8(0x20)), vcltq_u8(octets, vdupq_n_u8(0x7f)));
  return vornq_u8(sixteen::equal(octets, '#'), visible);
}

#endif

#if defined(WSHAKE_SIXTEEN)
// Octets outside resource_octet: beside those that no target has, "%" and the delimiters that are left in ASCII. One
// bit tells "<" from ">", and `[\]` from `{|}`.
inline sixteen_octets no_resource(sixteen_octets octets) noexcept {
  const sixteen_octets brackets =
      either(within(with_bits(octets, 0x20), '{', '}'), sixteen::equal(with_bits(octets, 2), '>'));
  const sixteen_octets marks = either(sixteen::equal(octets, '"'), sixteen::equal(octets, '%'));
  const sixteen_octets accents = either(sixteen::equal(octets, '^'), sixteen::equal(octets, '`'));
  return either(either(no_target(octets), brackets), either(marks, accents));
}

inline unsigned bits_of(sixteen_octets octets) noexcept { return static_cast<unsigned>(sixteen::bits(octets)); }
#endif

}  // namespace wshake::http
