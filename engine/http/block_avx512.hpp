// SPDX-License-Identifier: BSL-1.0
// What AVX-512 does better of block.hpp's functions: a block is one register, a mask one comparison, and which octets are of tokens
// is looked up for all 64 at a time. What includes it compiles it for that target.
#pragma once

#include <immintrin.h>

#include "avx512_tables.hpp"
#include "block.hpp"
#include "known_names.hpp"
#include "name_tables.hpp"

namespace wshake::http::avx512 {

inline constexpr bool finds_tokens = true;

inline __m512i load(const octets_64& octets) noexcept { return _mm512_load_si512(octets.data()); }

inline block_masks classify(const char* block) noexcept {
  const __m512i octets = _mm512_loadu_si512(block);
  // Of an octet above 0x7f the upper bit is not looked at.
  const __m512i is_token = _mm512_permutex2var_epi8(load(tables.tokens[0]), octets, load(tables.tokens[1]));
  return {_mm512_cmpeq_epi8_mask(octets, load(tables.line_feeds)),
          _mm512_cmpgt_epu8_mask(_mm512_sub_epi8(octets, load(tables.spaces)), load(tables.printable)),
          _mm512_movepi8_mask(is_token)};
}

using window = __m256i;
inline window load_window(const char* text) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
}
inline window last_window(const char* text, std::size_t size) noexcept {
  return _mm256_maskz_loadu_epi8(_bzhi_u32(~std::uint32_t{0}, static_cast<unsigned>(size)), text);
}

inline std::size_t name_size(window, std::size_t size_by_tokens) noexcept { return size_by_tokens; }

inline known find_name(window octets, const char* text, std::size_t size) noexcept {
  const known candidate = candidate_name(size, text[size - 1]);
  const named_row& row = named_rows[static_cast<unsigned>(candidate)];
  const __m256i same = _mm256_cmpeq_epi8(_mm256_or_si256(octets, _mm256_set1_epi8(0x20)), load_window(row.text));
  const bool is_it = (~static_cast<std::uint32_t>(_mm256_movemask_epi8(same)) & row.bits) == 0;
  return is_it ? candidate : known::none;
}

// The octets that are chosen, one behind another, of which there are 32 at most. The instruction waits for what its destination held
// before, even where it keeps nothing of it: so it is given one that is known to be zero.
inline __m256i compress(std::uint64_t chosen, __m512i octets) noexcept {
  __m512i none = _mm512_setzero_si512();
  __asm__("" : "+v"(none));
  // Not a cast, which gcc 12 warns of.
  return _mm512_maskz_extracti64x4_epi64(0xff, _mm512_mask_compress_epi8(none, chosen, octets), 0);
}

// No block has more than 32 lines that are not empty, and no block of a clean head has more names. There is room for as many places
// behind `next`, wanted or not.
inline std::uint16_t* put_places(std::uint16_t* next, std::uint64_t mask, std::size_t at) noexcept {
  const __m512i places = _mm512_cvtepu8_epi16(compress(mask, load(tables.numbers)));
  _mm512_storeu_si512(next, _mm512_add_epi16(places, _mm512_set1_epi16(static_cast<short>(at))));
  return next + _mm_popcnt_u64(mask);
}
inline std::uint8_t* put_places(std::uint8_t* next, std::uint64_t mask, std::size_t at) noexcept {
  const __m256i places = _mm256_add_epi8(compress(mask, load(tables.numbers)), _mm256_set1_epi8(static_cast<char>(at)));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(next), places);
  return next + _mm_popcnt_u64(mask);
}

}  // namespace wshake::http::avx512
