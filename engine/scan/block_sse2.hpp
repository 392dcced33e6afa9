// SPDX-License-Identifier: BSL-1.0
// block.hpp's functions by SSE2, which every x86-64 has. It has no instruction that would tell tokens from other octets
// at a reasonable price, so that names are read in plain C++.
#pragma once

#include <emmintrin.h>

#include "block_portable.hpp"

namespace wshake::http::sse2 {

using portable::is_name;
using portable::last_window;
using portable::load_window;
using portable::name_size;
using portable::window;

inline constexpr std::size_t step = 16;

inline __m128i load(const char* data) noexcept { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(data)); }
inline __m128i equal(__m128i octets, char octet) noexcept { return _mm_cmpeq_epi8(octets, _mm_set1_epi8(octet)); }
inline std::uint64_t bits(__m128i octets) noexcept { return static_cast<unsigned>(_mm_movemask_epi8(octets)); }

inline block_masks classify(const char* block) noexcept {
  block_masks masks;
  for (unsigned at = 0; at < block_size; at += step) {
    const __m128i octets = load(block + at);
    masks.line_feeds |= bits(equal(octets, '\n')) << at;
    // As signed numbers, DEL and one is below all others.
    const __m128i one_more = _mm_add_epi8(octets, _mm_set1_epi8(1));
    masks.unusual |= bits(_mm_cmpgt_epi8(_mm_set1_epi8(0x21), one_more)) << at;
  }
  return masks;
}

inline std::uint64_t line_feeds(const char* data) noexcept { return bits(equal(load(data), '\n')); }

}  // namespace wshake::http::sse2
