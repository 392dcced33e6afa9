// SPDX-License-Identifier: BSL-1.0
// index() and read() of lines.hpp for processors with AVX2. All headers are included before WSHAKE_BEGIN_USES: an
// inline function compiled with AVX2 could replace its other copies at link time and crash on other processors.
#include <array>
#include <cstring>

#include "lines.hpp"
#include "octet_class.hpp"

#if defined(WSHAKE_AVX2)

#include <immintrin.h>

#include "base/field_names.hpp"
#include "block_portable.hpp"

WSHAKE_BEGIN_USES("avx2,bmi,bmi2")

namespace wshake::scan::avx2 {

// AVX2 versions of the functions of block.hpp.

inline __m256i load(const char* data) noexcept { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data)); }
inline __m256i load(const std::array<std::uint8_t, 32>& data) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data.data()));
}
inline __m256i equal(__m256i octets, char octet) noexcept { return _mm256_cmpeq_epi8(octets, _mm256_set1_epi8(octet)); }
inline std::uint64_t bits(__m256i octets) noexcept { return static_cast<std::uint32_t>(_mm256_movemask_epi8(octets)); }

inline block_masks classify(const char* block) noexcept {
  block_masks masks;
  std::uint64_t usual = 0;
  for (unsigned offset = 0; offset < block_size; offset += 32) {
    const __m256i octets = load(block + offset);
    masks.line_feeds |= bits(equal(octets, '\n')) << offset;
    // One signed comparison finds all usual octets: after the addition DEL and octets above 0x7f are at most 0.
    const __m256i one_more = _mm256_add_epi8(octets, _mm256_set1_epi8(1));
    usual |= bits(_mm256_cmpgt_epi8(one_more, _mm256_set1_epi8(0x20))) << offset;
  }
  masks.unusual = ~usual;
  return masks;
}

inline __m256i both_halves(const std::uint8_t* sixteen) noexcept {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen)));
}

using window = __m256i;
inline window load_window(const char* text) noexcept { return load(text); }

// A masked load, which takes groups of four octets: it leaves out up to three octets at the end (block.hpp). Copying
// the octets into a buffer first would stall on store forwarding.
inline window last_window(const char* text, std::size_t size) noexcept {
  alignas(32) static constexpr std::array<int, 16> masks = {-1, -1, -1, -1, -1, -1, -1, -1};
  const auto* const mask = reinterpret_cast<const __m256i*>(masks.data() + 8 - size / 4);
  return _mm256_maskload_epi32(reinterpret_cast<const int*>(text), _mm256_loadu_si256(mask));
}

inline std::size_t name_size(window octets) noexcept {
  // The shuffle yields zero for an octet above 0x7f.
  const __m256i rows = _mm256_shuffle_epi8(both_halves(token_rows.data()), octets);
  const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(octets, 4), _mm256_set1_epi8(0x0f));
  const __m256i bit = _mm256_shuffle_epi8(both_halves(row_bits.data()), upper);
  const __m256i others = _mm256_cmpeq_epi8(_mm256_and_si256(rows, bit), _mm256_setzero_si256());
  return _tzcnt_u32(static_cast<std::uint32_t>(_mm256_movemask_epi8(others)));
}

inline bool is_name(window octets, field_id name) noexcept {
  const named_row& row = named_rows[static_cast<unsigned>(name)];
  return _mm256_testz_si256(_mm256_xor_si256(octets, load(row.text)), load(row.mask)) != 0;
}

namespace block = avx2;

#include "fast_lines.inl"
#include "lines.inl"

}  // namespace wshake::scan::avx2

WSHAKE_END_USES

#endif
