// SPDX-License-Identifier: BSL-1.0
// index() of lines.hpp for processors with AVX-512. All headers are included before WSHAKE_BEGIN_USES: an inline
// function compiled with AVX-512 could replace its other copies at link time and crash on other processors.
#include <array>
#include <cstring>

#include "lines.hpp"
#include "octet_class.hpp"

#if defined(WSHAKE_AVX512)

#include <immintrin.h>

#include "avx512_tables.hpp"
#include "block.hpp"

WSHAKE_BEGIN_USES("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,popcnt")

namespace wshake::scan::avx512 {

// The functions of block.hpp that gain from AVX-512: a block fits one register, and a comparison yields a mask.

inline __m512i load(const octets_64& octets) noexcept { return _mm512_load_si512(octets.data()); }

inline block_masks classify(const char* block) noexcept {
  const __m512i octets = _mm512_loadu_si512(block);
  return {_mm512_cmpeq_epi8_mask(octets, load(tables.line_feeds)),
          _mm512_cmpgt_epu8_mask(_mm512_sub_epi8(octets, load(tables.spaces)), load(tables.printable))};
}

// A block has at most 32 lines that are not empty. All 32 offsets are stored at once, so `next` must have room for
// them.
inline std::uint16_t* put_places(std::uint16_t* next, std::uint64_t mask, std::size_t offset) noexcept {
  const __m512i chosen = _mm512_maskz_compress_epi8(mask, load(tables.numbers));
  // An extract instead of a cast, because gcc 12 warns about the cast intrinsic.
  const __m512i places = _mm512_cvtepu8_epi16(_mm512_maskz_extracti64x4_epi64(0xff, chosen, 0));
  _mm512_storeu_si512(next, _mm512_add_epi16(places, _mm512_set1_epi16(static_cast<short>(offset))));
  return next + _mm_popcnt_u64(mask);
}

namespace block = avx512;

#include "lines.inl"

}  // namespace wshake::scan::avx512

WSHAKE_END_USES

#endif
