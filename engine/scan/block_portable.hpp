// SPDX-License-Identifier: BSL-1.0
// The functions of block.hpp in plain C++. A word holds eight octets at a time.
#pragma once

#include <bit>
#include <cstring>

#include "base/field_names.hpp"
#include "block.hpp"
#include "field_lines.hpp"
#include "octet_class.hpp"

namespace wshake::scan::portable {

inline constexpr std::size_t step = 8;
inline constexpr std::uint64_t ones = 0x0101010101010101;
inline constexpr std::uint64_t sevens = 0x7f7f7f7f7f7f7f7f;

// Loads octet n into bits 8n to 8n+7, on processors of either byte order.
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

// A mask with the top bit of each octet that is below `limit`. `limit` is at most 0x80. Exact: no addition carries into
// the next octet.
inline std::uint64_t below(std::uint64_t word, unsigned limit) noexcept {
  return ~(((word & sevens) + ones * (0x80 - limit)) | word | sevens);
}
inline std::uint64_t equal(std::uint64_t word, unsigned char octet) noexcept { return below(word ^ ones * octet, 1); }

// Gathers the top bits of eight octets in eight bits.
inline std::uint64_t bits(std::uint64_t top_bits) noexcept { return (top_bits >> 7) * 0x0102040810204080 >> 56; }

inline block_masks classify(const char* block) noexcept {
  block_masks masks;
  for (unsigned offset = 0; offset < block_size; offset += step) {
    const std::uint64_t word = load(block + offset);
    // A quick test: the result has a top bit set for each octet above 0x7f, for each octet below SP, and for DEL.
    // Carries into the next octet begin only at such octets, so a result of 0 is exact.
    if ((((word + ones) | (word - ones * 0x20)) & ~sevens) == 0) [[likely]]
      continue;
    // The masks below are exact: no addition carries into the next octet.
    const std::uint64_t low = word & sevens;
    const std::uint64_t usual = (low + ones * (0x80 - 0x20)) & ~(low + ones) & ~word;
    masks.line_feeds |= bits(equal(word, '\n')) << offset;
    masks.unusual |= bits(~usual & ~sevens) << offset;
  }
  return masks;
}

// A bit for each LF among the `step` octets at `data`.
inline std::uint64_t line_feeds(const char* data) noexcept { return bits(equal(load(data), '\n')); }

// A window is a view. The functions below read the window from its front, up to the `step` octets with the name's end.
struct window {
  const char* text;
  std::size_t size;
};
inline window load_window(const char* text) noexcept { return {text, name_window}; }
inline window last_window(const char* text, std::size_t size) noexcept { return {text, size}; }

// A mask with the top bit of each octet that is neither a letter nor "-". Most names consist of letters and "-" alone.
inline std::uint64_t unlike_names(std::uint64_t word) noexcept {
  const std::uint64_t lower = (word | ones * 0x20) & sevens;
  const std::uint64_t is_letter = (lower + ones * (0x80 - 'a')) & ~(lower + ones * (0x80 - 'z' - 1));
  const std::uint64_t is_other_than_hyphen = ((word ^ ones * '-') & sevens) + sevens;
  return ((is_other_than_hyphen & ~is_letter) | word) & ~sevens;
}

inline std::size_t name_size(window front) noexcept {
  std::size_t size = 0;
  for (; size + step <= front.size; size += step) {
    const std::uint64_t others = unlike_names(load(front.text + size));
    if (others == 0) continue;
    size += lowest_bit(others) / 8;
    break;
  }
  while (size < front.size && is(front.text[size], token_octet)) ++size;
  return size;
}

inline bool is_name(window front, field_id name) noexcept {
  return name != field_id::none && is_spelled(front.text, name);
}

}  // namespace wshake::scan::portable
