// SPDX-License-Identifier: BSL-1.0
// Where a token ends.
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

#include "block.hpp"
#include "octet_class.hpp"
#include "processor/features.hpp"

#if defined(WSHAKE_SSE2)
#include <emmintrin.h>
#elif defined(WSHAKE_NEON)
#include "block_neon.hpp"
#endif

namespace wshake::http {

// token = 1*tchar   (RFC 9110 §5.6.2)
// The first octet from `at` on that no token has, or `end`. Sixteen at a time are passed, on x86 of what most tokens are made of:
// letters, digits, "-" and "_".
inline const char* token_end(const char* at, const char* end) noexcept {
#if defined(WSHAKE_SSE2)
  while (end - at >= 16) {
    const auto within = [](__m128i octets, char first, char last) {
      return _mm_and_si128(_mm_cmpgt_epi8(octets, _mm_set1_epi8(static_cast<char>(first - 1))),
                           _mm_cmplt_epi8(octets, _mm_set1_epi8(static_cast<char>(last + 1))));
    };
    const auto equal = [](__m128i octets, char octet) { return _mm_cmpeq_epi8(octets, _mm_set1_epi8(octet)); };
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i letters = within(_mm_or_si128(octets, _mm_set1_epi8(0x20)), 'a', 'z');
    const __m128i others = _mm_or_si128(within(octets, '0', '9'), _mm_or_si128(equal(octets, '-'), equal(octets, '_')));
    const unsigned usual = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(letters, others)));
    const unsigned size = lowest_bit(~usual);
    at += size;
    if (size < 16) break;
  }
#elif defined(WSHAKE_NEON)
  while (end - at >= 16) {
    const unsigned size = lowest_bit(~neon::bits(neon::is_token(neon::load(at))));
    at += size;
    if (size < 16) return at;
  }
#endif
  while (at != end && is(*at, token_octet)) ++at;
  return at;
}

}  // namespace wshake::http
