// SPDX-License-Identifier: BSL-1.0
// Where a request target ends.
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

// The first octet from `at` on that no target has; text.size() where there is none.
inline std::size_t target_end(octets text, std::size_t at) noexcept {
#if defined(WSHAKE_SSE2)
  for (; text.size() - at >= 16; at += 16) {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    // Compared as signed numbers, octets above 0x7f are below all others.
    const __m128i visible =
        _mm_and_si128(_mm_cmpgt_epi8(octets, _mm_set1_epi8(0x20)), _mm_cmplt_epi8(octets, _mm_set1_epi8(0x7f)));
    const __m128i others =
        _mm_or_si128(_mm_cmpeq_epi8(octets, _mm_set1_epi8('#')), _mm_cmpeq_epi8(visible, _mm_setzero_si128()));
    const auto found = static_cast<unsigned>(_mm_movemask_epi8(others));
    if (found != 0) return at + lowest_bit(found);
  }
#elif defined(WSHAKE_NEON)
  for (; text.size() - at >= 16; at += 16) {
    const uint8x16_t octets = neon::load(text.data() + at);
    const uint8x16_t visible = vandq_u8(vcgtq_u8(octets, vdupq_n_u8(0x20)), vcltq_u8(octets, vdupq_n_u8(0x7f)));
    const std::uint64_t found = neon::bits(vornq_u8(neon::equal(octets, '#'), visible));
    if (found != 0) return at + lowest_bit(found);
  }
#endif
  while (at < text.size() && is(text[at], target_octet)) ++at;
  return at;
}

}  // namespace wshake::http
