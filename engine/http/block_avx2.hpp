// SPDX-License-Identifier: BSL-1.0
// block.hpp's functions by AVX2. What includes it compiles it for that target.
#pragma once

#include <immintrin.h>

#include "block.hpp"
#include "known_names.hpp"

namespace wshake::http::avx2 {

inline __m256i load(const char* data) noexcept { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data)); }
inline __m256i equal(__m256i octets, char octet) noexcept { return _mm256_cmpeq_epi8(octets, _mm256_set1_epi8(octet)); }
inline std::uint64_t bits(__m256i octets) noexcept { return static_cast<std::uint32_t>(_mm256_movemask_epi8(octets)); }

inline block_masks classify(const char* block) noexcept {
  block_masks masks;
  for (unsigned at = 0; at < block_size; at += 32) {
    const __m256i octets = load(block + at);
    const __m256i below_0x20 = _mm256_cmpeq_epi8(_mm256_min_epu8(octets, _mm256_set1_epi8(0x1f)), octets);
    const __m256i line_feeds = equal(octets, '\n');
    const __m256i carriage_returns = equal(octets, '\r');
    const __m256i allowed = _mm256_or_si256(_mm256_or_si256(line_feeds, carriage_returns), equal(octets, '\t'));
    const __m256i controls = _mm256_or_si256(below_0x20, equal(octets, 0x7f));
    masks.line_feeds |= bits(line_feeds) << at;
    masks.carriage_returns |= bits(carriage_returns) << at;
    masks.other_controls |= bits(_mm256_andnot_si256(allowed, controls)) << at;
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

inline __m256i both_halves(const void* sixteen) noexcept {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(static_cast<const __m128i*>(sixteen)));
}

// A known name in lower case, filled up to the window.
struct alignas(32) lower_name {
  char text[name_window];
};
inline constexpr std::array<lower_name, detail::known_count + 1> lower_names = [] {
  std::array<lower_name, detail::known_count + 1> table = {};
  for (unsigned name = 0; name < detail::known_count; ++name) {
    for (std::size_t at = 0; at < known_names[name].size(); ++at) {
      table[name].text[at] = static_cast<char>(known_names[name].data()[at] | 0x20);
    }
  }
  return table;
}();
inline constexpr std::array<std::uint8_t, detail::known_count + 1> name_sizes = [] {
  std::array<std::uint8_t, detail::known_count + 1> table = {};
  for (unsigned name = 0; name < detail::known_count; ++name)
    table[name] = static_cast<std::uint8_t>(known_names[name].size());
  return table;
}();

inline line_name read_name(const char* text) noexcept {
  constexpr std::array<std::uint8_t, 16> row_bits = {1, 2, 4, 8, 16, 32, 64, 128};
  const __m256i octets = load(text);
  // An octet above 0x7f selects zero.
  const __m256i rows = _mm256_shuffle_epi8(both_halves(token_rows.data()), octets);
  const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(octets, 4), _mm256_set1_epi8(0x0f));
  const __m256i bit = _mm256_shuffle_epi8(both_halves(row_bits.data()), upper);
  const __m256i others = _mm256_cmpeq_epi8(_mm256_and_si256(rows, bit), _mm256_setzero_si256());
  const std::size_t size = _tzcnt_u64(bits(others) | std::uint64_t{1} << name_window);

  const std::size_t last = size > 0 ? size - 1 : 0;
  const known candidate = names_by_slot[name_slot(size, text[last], name_factor)];
  const auto row = static_cast<unsigned>(candidate);
  const __m256i lower = _mm256_or_si256(octets, _mm256_set1_epi8(0x20));
  const std::uint64_t same = bits(_mm256_cmpeq_epi8(lower, load(lower_names[row].text)));
  const bool is_it = ((name_sizes[row] ^ size) | _bzhi_u64(~same, static_cast<unsigned>(size))) == 0;
  return {size, is_it ? candidate : known::none};
}

}  // namespace wshake::http::avx2
