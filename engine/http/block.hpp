// SPDX-License-Identifier: BSL-1.0
// A block of 64 octets, sorted into masks: what the head index is made of. One function a processor, the same result from all.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <wshake/octets.hpp>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace wshake::http {

// Bit n tells of octet n of the block.
struct block_masks {
  std::uint64_t line_feeds = 0;
  std::uint64_t carriage_returns = 0;
  std::uint64_t other_controls = 0;  // CTL except LF, CR and HTAB
};

inline constexpr std::size_t block_size = 64;

// The lowest bit that is set, of which there is one. In halves where a word has 32 bits: there, counting in 64 would call
// the compiler's runtime.
inline unsigned lowest_bit(std::uint64_t mask) noexcept {
  if constexpr (sizeof(std::size_t) >= sizeof mask) return static_cast<unsigned>(std::countr_zero(mask));
  const auto low = static_cast<std::uint32_t>(mask);
  const auto high = static_cast<std::uint32_t>(mask >> 32);
  return static_cast<unsigned>(low != 0 ? std::countr_zero(low) : 32 + std::countr_zero(high));
}

namespace portable {

// Eight octets at a time in one word.
inline constexpr std::size_t step = 8;
inline constexpr std::uint64_t ones = 0x0101010101010101;
inline constexpr std::uint64_t sevens = 0x7f7f7f7f7f7f7f7f;

// Octet n of memory in bits 8n to 8n+7, whatever the processor's order is.
inline std::uint64_t load(const char* data) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, data, sizeof word);
  if constexpr (std::endian::native == std::endian::big) {
    std::uint64_t swapped = 0;
    for (unsigned octet = 0; octet < 8; ++octet) swapped |= (word >> (octet * 8) & 0xff) << (56 - octet * 8);
    word = swapped;
  }
  return word;
}

// The top bit of each octet that is below `limit`, at most 0x80. Exact: the addition carries nothing from octet to octet.
inline std::uint64_t below(std::uint64_t word, unsigned limit) noexcept {
  return ~(((word & sevens) + ones * (0x80 - limit)) | word | sevens);
}
inline std::uint64_t equal(std::uint64_t word, unsigned char octet) noexcept { return below(word ^ ones * octet, 1); }

// The top bits of eight octets as eight bits.
inline std::uint64_t bits(std::uint64_t top_bits) noexcept { return (top_bits >> 7) * 0x0102040810204080 >> 56; }

inline block_masks classify(const char* block) noexcept {
  block_masks masks;
  for (unsigned at = 0; at < block_size; at += step) {
    const std::uint64_t word = load(block + at);
    const std::uint64_t controls = below(word, 0x20) | equal(word, 0x7f);
    if (controls == 0) continue;
    const std::uint64_t line_feeds = equal(word, '\n');
    const std::uint64_t carriage_returns = equal(word, '\r');
    const std::uint64_t allowed = line_feeds | carriage_returns | equal(word, '\t');
    masks.line_feeds |= bits(line_feeds) << at;
    masks.carriage_returns |= bits(carriage_returns) << at;
    masks.other_controls |= bits(controls & ~allowed) << at;
  }
  return masks;
}

// Which of the next `step` octets are LF, one bit each.
inline std::uint64_t line_feeds(const char* data) noexcept { return bits(equal(load(data), '\n')); }

}  // namespace portable

#if defined(__SSE2__)

namespace sse2 {

inline constexpr std::size_t step = 16;

inline __m128i load(const char* data) noexcept { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(data)); }
inline __m128i equal(__m128i octets, char octet) noexcept { return _mm_cmpeq_epi8(octets, _mm_set1_epi8(octet)); }
inline std::uint64_t bits(__m128i octets) noexcept { return static_cast<unsigned>(_mm_movemask_epi8(octets)); }

inline block_masks classify(const char* block) noexcept {
  block_masks masks;
  for (unsigned at = 0; at < block_size; at += step) {
    const __m128i octets = load(block + at);
    const __m128i below_0x20 = _mm_cmpeq_epi8(_mm_min_epu8(octets, _mm_set1_epi8(0x1f)), octets);
    const __m128i line_feeds = equal(octets, '\n');
    const __m128i carriage_returns = equal(octets, '\r');
    const __m128i allowed = _mm_or_si128(_mm_or_si128(line_feeds, carriage_returns), equal(octets, '\t'));
    const __m128i controls = _mm_or_si128(below_0x20, equal(octets, 0x7f));
    masks.line_feeds |= bits(line_feeds) << at;
    masks.carriage_returns |= bits(carriage_returns) << at;
    masks.other_controls |= bits(_mm_andnot_si128(allowed, controls)) << at;
  }
  return masks;
}

inline std::uint64_t line_feeds(const char* data) noexcept { return bits(equal(load(data), '\n')); }

}  // namespace sse2

namespace block = sse2;

#else

namespace block = portable;

#endif

}  // namespace wshake::http
