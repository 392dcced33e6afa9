// SPDX-License-Identifier: BSL-1.0
// block.hpp's functions by AVX2. What includes it compiles it for that target.
#pragma once

#include <immintrin.h>

#include "block_portable.hpp"
#include "known_names.hpp"

namespace wshake::http::avx2 {

inline __m256i load(const char* data) noexcept { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data)); }
inline __m256i equal(__m256i octets, char octet) noexcept { return _mm256_cmpeq_epi8(octets, _mm256_set1_epi8(octet)); }
inline std::uint64_t bits(__m256i octets) noexcept { return static_cast<std::uint32_t>(_mm256_movemask_epi8(octets)); }

inline block_masks classify(const char* block) noexcept {
  block_masks masks;
  for (unsigned at = 0; at < block_size; at += 32) {
    const __m256i octets = load(block + at);
    masks.line_feeds |= bits(equal(octets, '\n')) << at;
    // As signed numbers, DEL and one is below all others.
    const __m256i one_more = _mm256_add_epi8(octets, _mm256_set1_epi8(1));
    masks.unusual |= bits(_mm256_cmpgt_epi8(_mm256_set1_epi8(0x21), one_more)) << at;
  }
  return masks;
}

// Which octets are tchar (RFC 9110 §5.6.2): two tables of sixteen, by the lower and by the upper half of an octet, whose entries
// have a bit in common where it is one. Bit n of the first stands for octets from n * 16 on.
inline constexpr std::array<std::uint8_t, 16> token_rows = [] {
  std::array<std::uint8_t, 16> rows = {};
  for (unsigned octet = 0; octet < 128; ++octet) {
    if (is(static_cast<unsigned char>(octet), token_octet)) {
      rows[octet % 16] = static_cast<std::uint8_t>(rows[octet % 16] | 1U << octet / 16);
    }
  }
  return rows;
}();

inline __m256i both_halves(const std::uint8_t* sixteen) noexcept {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen)));
}

// A known name in lower case with the colon behind it, and the bits of these octets.
struct alignas(64) named_row {
  char text[name_window];
  std::uint32_t bits;
};
inline constexpr std::array<named_row, detail::known_count + 1> named_rows = [] {
  std::array<named_row, detail::known_count + 1> table = {};
  table[detail::known_count].bits = 1;  // which no text has
  for (unsigned name = 0; name < detail::known_count; ++name) {
    const octets spelled = known_names[name];
    for (std::size_t at = 0; at < spelled.size(); ++at) {
      table[name].text[at] = static_cast<char>(spelled.data()[at] | 0x20);
    }
    table[name].text[spelled.size()] = ':';
    table[name].bits = static_cast<std::uint32_t>((std::uint64_t{2} << spelled.size()) - 1);
  }
  return table;
}();

// Names are compared as far as their colon, at which the token ends, so that its size needs no comparison.
inline line_name read_name(const char* text) noexcept {
  constexpr std::array<std::uint8_t, 16> row_bits = {1, 2, 4, 8, 16, 32, 64, 128};
  const __m256i octets = load(text);
  // An octet above 0x7f selects zero.
  const __m256i rows = _mm256_shuffle_epi8(both_halves(token_rows.data()), octets);
  const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(octets, 4), _mm256_set1_epi8(0x0f));
  const __m256i bit = _mm256_shuffle_epi8(both_halves(row_bits.data()), upper);
  const __m256i others = _mm256_cmpeq_epi8(_mm256_and_si256(rows, bit), _mm256_setzero_si256());
  const std::size_t size = _tzcnt_u32(static_cast<std::uint32_t>(_mm256_movemask_epi8(others)));
  if (size - 1 >= name_window - 1) [[unlikely]]
    return {0, known::none};

  const known candidate = candidate_name(size, text[size - 1]);
  const named_row& row = named_rows[static_cast<unsigned>(candidate)];
  const __m256i same = _mm256_cmpeq_epi8(_mm256_or_si256(octets, _mm256_set1_epi8(0x20)), load(row.text));
  const bool is_it = (~static_cast<std::uint32_t>(_mm256_movemask_epi8(same)) & row.bits) == 0;
  return {size, is_it ? candidate : known::none};
}

}  // namespace wshake::http::avx2
