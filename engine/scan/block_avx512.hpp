// SPDX-License-Identifier: BSL-1.0
// What AVX-512 does better of block.hpp's functions: a block is one register, and a mask one comparison. What includes
// it compiles it for that target.
#pragma once

#include <immintrin.h>

#include "avx512_tables.hpp"
#include "block.hpp"

namespace wshake::http::avx512 {

inline __m512i load(const octets_64& octets) noexcept { return _mm512_load_si512(octets.data()); }

inline block_masks classify(const char* block) noexcept {
  const __m512i octets = _mm512_loadu_si512(block);
  return {_mm512_cmpeq_epi8_mask(octets, load(tables.line_feeds)),
          _mm512_cmpgt_epu8_mask(_mm512_sub_epi8(octets, load(tables.spaces)), load(tables.printable))};
}

// No block has more than 32 lines that are not empty. There is room for as many places behind `next`, wanted or not.
inline std::uint16_t* put_places(std::uint16_t* next, std::uint64_t mask, std::size_t at) noexcept {
  const __m512i chosen = _mm512_maskz_compress_epi8(mask, load(tables.numbers));
  // Not as a cast, which gcc 12 warns of.
  const __m512i places = _mm512_cvtepu8_epi16(_mm512_maskz_extracti64x4_epi64(0xff, chosen, 0));
  _mm512_storeu_si512(next, _mm512_add_epi16(places, _mm512_set1_epi16(static_cast<short>(at))));
  return next + _mm_popcnt_u64(mask);
}

}  // namespace wshake::http::avx512
