// SPDX-License-Identifier: BSL-1.0
#include "run.hpp"

#include <cstdint>

#include "block.hpp"
#include "octet_class.hpp"
#include "processor/features.hpp"

#if defined(WSHAKE_SSE2)
#include <emmintrin.h>
#elif defined(WSHAKE_NEON)
#include "block_neon.hpp"
#endif

namespace wshake::http {

namespace {

#if defined(WSHAKE_SSE2)

using sixteen_octets = __m128i;

__m128i load_sixteen(const char* text) noexcept { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text)); }
__m128i load_eight_and_eight(const char* low, const char* high) noexcept {
  return _mm_unpacklo_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(low)),
                            _mm_loadl_epi64(reinterpret_cast<const __m128i*>(high)));
}

// Compared as signed numbers, octets above 0x7f are below all others.
unsigned usual_bits(__m128i octets) noexcept {
  const auto within = [](__m128i some, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(some, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmplt_epi8(some, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  const auto equal = [](__m128i some, char octet) { return _mm_cmpeq_epi8(some, _mm_set1_epi8(octet)); };
  const __m128i letters = within(_mm_or_si128(octets, _mm_set1_epi8(0x20)), 'a', 'z');
  const __m128i others = _mm_andnot_si128(equal(octets, '/'), within(octets, '-', '9'));
  const __m128i usual = _mm_or_si128(_mm_or_si128(letters, others), equal(octets, '_'));
  return static_cast<unsigned>(_mm_movemask_epi8(usual));
}

// Bit n: octet n of sixteen is none that a target has.
unsigned no_target_bits(__m128i octets) noexcept {
  // Compared as signed numbers, octets above 0x7f are below all others.
  const __m128i visible =
      _mm_and_si128(_mm_cmpgt_epi8(octets, _mm_set1_epi8(0x20)), _mm_cmplt_epi8(octets, _mm_set1_epi8(0x7f)));
  const __m128i others =
      _mm_or_si128(_mm_cmpeq_epi8(octets, _mm_set1_epi8('#')), _mm_cmpeq_epi8(visible, _mm_setzero_si128()));
  return static_cast<unsigned>(_mm_movemask_epi8(others));
}

#elif defined(WSHAKE_NEON)

using sixteen_octets = uint8x16_t;

uint8x16_t load_sixteen(const char* text) noexcept { return neon::load(text); }
uint8x16_t load_eight_and_eight(const char* low, const char* high) noexcept {
  return vcombine_u8(vld1_u8(reinterpret_cast<const std::uint8_t*>(low)),
                     vld1_u8(reinterpret_cast<const std::uint8_t*>(high)));
}

unsigned usual_bits(uint8x16_t octets) noexcept {
  const auto within = [](uint8x16_t some, std::uint8_t first, std::uint8_t last) {
    return vandq_u8(vcgeq_u8(some, vdupq_n_u8(first)), vcleq_u8(some, vdupq_n_u8(last)));
  };
  const uint8x16_t letters = within(vorrq_u8(octets, vdupq_n_u8(0x20)), 'a', 'z');
  const uint8x16_t others = vbicq_u8(within(octets, '-', '9'), neon::equal(octets, '/'));
  return static_cast<unsigned>(neon::bits(vorrq_u8(vorrq_u8(letters, others), neon::equal(octets, '_'))));
}

unsigned no_target_bits(uint8x16_t octets) noexcept {
  const uint8x16_t visible = vandq_u8(vcgtq_u8(octets, vdupq_n_u8(0x20)), vcltq_u8(octets, vdupq_n_u8(0x7f)));
  return static_cast<unsigned>(neon::bits(vornq_u8(neon::equal(octets, '#'), visible)));
}

#endif

// The first octet from `at` on, or `end`, that is not usual, or one before it. Usual are letters, digits, "-", "." and "_", most
// of what tokens and hosts are made of. At the end, where less than sixteen are left, octets are looked at twice.
const char* skip_usual(const char* at, const char* end) noexcept {
#if defined(WSHAKE_SSE2) || defined(WSHAKE_NEON)
  const auto usual_size = [](sixteen_octets octets) { return lowest_bit(~usual_bits(octets)); };
  if (end - at >= 16) {
    for (; end - at > 16; at += 16) {
      const unsigned size = usual_size(load_sixteen(at));
      if (size < 16) return at + size;
    }
    return end - 16 + lowest_bit(~(usual_bits(load_sixteen(end - 16)) | ((1U << (at - (end - 16))) - 1)));
  }
  if (end - at >= 8) {
    const unsigned size = usual_size(load_eight_and_eight(at, end - 8));
    return size < 8 ? at + size : end - 16 + size;
  }
#else
  (void)end;
#endif
  return at;
}

}  // namespace

const char* run_end(const char* at, const char* end, unsigned classes) noexcept {
  at = skip_usual(at, end);
  while (at != end && is(*at, classes)) ++at;
  return at;
}

std::size_t target_end(octets text, std::size_t at) noexcept {
#if defined(WSHAKE_SSE2) || defined(WSHAKE_NEON)
  for (; text.size() - at >= 16; at += 16) {
    const unsigned found = no_target_bits(load_sixteen(text.data() + at));
    if (found != 0) return at + lowest_bit(found);
  }
  if (text.size() >= 16) {
    // The last sixteen, of which those before `at` have been looked at, or are none of the target.
    const std::size_t last = text.size() - 16;
    const unsigned found = no_target_bits(load_sixteen(text.data() + last)) >> (at - last);
    return found != 0 ? at + lowest_bit(found) : text.size();
  }
#endif
  while (at < text.size() && is(text[at], target_octet)) ++at;
  return at;
}

}  // namespace wshake::http
