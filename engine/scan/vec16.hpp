// SPDX-License-Identifier: BSL-1.0
// vec16: operations on sixteen octets in the instructions that every x86-64 or 64-bit ARM processor has, SSE2 or NEON.
// WSHAKE_VEC16 is defined if the target has SSE2 or NEON. In the result of bits(), bit n stands for octet n.
#pragma once

#include <array>
#include <cstdint>

#include "processor/features.hpp"

#if defined(WSHAKE_SSE2)
#include <emmintrin.h>
#define WSHAKE_VEC16
#elif defined(WSHAKE_NEON)
#include <arm_neon.h>
#define WSHAKE_VEC16
#endif

namespace wshake::scan::vec16 {

#if defined(WSHAKE_SSE2)

using vector = __m128i;

inline vector load(const char* data) noexcept { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(data)); }
inline vector equal(vector octets, char octet) noexcept { return _mm_cmpeq_epi8(octets, _mm_set1_epi8(octet)); }
inline std::uint64_t bits(vector octets) noexcept { return static_cast<unsigned>(_mm_movemask_epi8(octets)); }

inline vector load_eight_and_eight(const char* low, const char* high) noexcept {
  return _mm_unpacklo_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(low)),
                            _mm_loadl_epi64(reinterpret_cast<const __m128i*>(high)));
}

// The comparisons are signed: octets above 0x7f count as negative and are never within a range of ASCII.
inline vector within(vector octets, char first, char last) noexcept {
  return _mm_and_si128(_mm_cmpgt_epi8(octets, _mm_set1_epi8(static_cast<char>(first - 1))),
                       _mm_cmplt_epi8(octets, _mm_set1_epi8(static_cast<char>(last + 1))));
}
inline vector either(vector one, vector other) noexcept { return _mm_or_si128(one, other); }
inline vector with_bits(vector octets, char bits) noexcept { return _mm_or_si128(octets, _mm_set1_epi8(bits)); }

// Letters, digits, "-", "." and "_": most tokens and hosts consist of these octets alone.
inline vector fast_octets(vector octets) noexcept {
  const vector letters = within(_mm_or_si128(octets, _mm_set1_epi8(0x20)), 'a', 'z');
  const vector others = _mm_andnot_si128(equal(octets, '/'), within(octets, '-', '9'));
  return _mm_or_si128(_mm_or_si128(letters, others), equal(octets, '_'));
}

// Octets that no request target contains: "#", and all octets that are not visible ASCII.
inline vector no_target(vector octets) noexcept {
  const vector visible =
      _mm_and_si128(_mm_cmpgt_epi8(octets, _mm_set1_epi8(0x20)), _mm_cmplt_epi8(octets, _mm_set1_epi8(0x7f)));
  return _mm_or_si128(equal(octets, '#'), _mm_cmpeq_epi8(visible, _mm_setzero_si128()));
}

#elif defined(WSHAKE_NEON)

using vector = uint8x16_t;

inline vector load(const void* data) noexcept { return vld1q_u8(static_cast<const std::uint8_t*>(data)); }
inline vector equal(vector octets, char octet) noexcept {
  return vceqq_u8(octets, vdupq_n_u8(static_cast<std::uint8_t>(octet)));
}

// Keeps one bit of each octet. Every octet must be 0 or 0xff. The kept bit differs between eight neighbours, so that
// pairwise additions gather the bits of eight octets in one octet.
inline vector one_bit(vector octets) noexcept {
  constexpr std::array<std::uint8_t, 16> places = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  return vandq_u8(octets, load(places.data()));
}
inline std::uint64_t bits(vector a, vector b, vector c, vector d) noexcept {
  const vector quarters = vpaddq_u8(vpaddq_u8(one_bit(a), one_bit(b)), vpaddq_u8(one_bit(c), one_bit(d)));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(quarters, quarters)), 0);
}
inline std::uint64_t bits(vector a, vector b) noexcept {
  const vector pairs = vpaddq_u8(one_bit(a), one_bit(b));
  const vector quarters = vpaddq_u8(pairs, pairs);
  return vgetq_lane_u32(vreinterpretq_u32_u8(vpaddq_u8(quarters, quarters)), 0);
}
inline std::uint64_t bits(vector a) noexcept { return bits(a, vdupq_n_u8(0)); }

inline vector load_eight_and_eight(const char* low, const char* high) noexcept {
  return vcombine_u8(vld1_u8(reinterpret_cast<const std::uint8_t*>(low)),
                     vld1_u8(reinterpret_cast<const std::uint8_t*>(high)));
}

inline vector within(vector octets, std::uint8_t first, std::uint8_t last) noexcept {
  return vandq_u8(vcgeq_u8(octets, vdupq_n_u8(first)), vcleq_u8(octets, vdupq_n_u8(last)));
}
inline vector either(vector one, vector other) noexcept { return vorrq_u8(one, other); }
inline vector with_bits(vector octets, std::uint8_t bits) noexcept { return vorrq_u8(octets, vdupq_n_u8(bits)); }

// Letters, digits, "-", "." and "_": most tokens and hosts consist of these octets alone.
inline vector fast_octets(vector octets) noexcept {
  const vector letters = within(vorrq_u8(octets, vdupq_n_u8(0x20)), 'a', 'z');
  const vector others = vbicq_u8(within(octets, '-', '9'), equal(octets, '/'));
  return vorrq_u8(vorrq_u8(letters, others), equal(octets, '_'));
}

// Octets that no request target contains: "#", and all octets that are not visible ASCII.
inline vector no_target(vector octets) noexcept {
  const vector visible = vandq_u8(vcgtq_u8(octets, vdupq_n_u8(0x20)), vcltq_u8(octets, vdupq_n_u8(0x7f)));
  return vornq_u8(equal(octets, '#'), visible);
}

#endif

#if defined(WSHAKE_VEC16)
// CTL except HTAB.
inline vector controls(vector octets) noexcept {
  return either(either(within(octets, 0, '\t' - 1), within(octets, '\t' + 1, 0x1f)), equal(octets, 0x7f));
}

// Octets outside resource_octet: the octets that no request target contains, "%", and the remaining ASCII delimiters.
// Setting one bit turns "<" into ">", and `[\]` into `{|}`, which saves comparisons.
inline vector no_resource(vector octets) noexcept {
  const vector brackets = either(within(with_bits(octets, 0x20), '{', '}'), equal(with_bits(octets, 2), '>'));
  const vector marks = either(equal(octets, '"'), equal(octets, '%'));
  const vector accents = either(equal(octets, '^'), equal(octets, '`'));
  return either(either(no_target(octets), brackets), either(marks, accents));
}
#endif

}  // namespace wshake::scan::vec16
