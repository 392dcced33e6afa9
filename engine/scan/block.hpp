// SPDX-License-Identifier: BSL-1.0
// What the variants of `lines` are made of: 64 octets sorted into masks, and the name at the front of a line. One
// header a processor has these functions, and all have the same results.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <wshake/detail/known_fields.hpp>

namespace wshake::http {

// Bit n tells of octet n of the block.
struct block_masks {
  std::uint64_t line_feeds = 0;
  std::uint64_t unusual = 0;  // all but SP and VCHAR: LF and CR, the other controls, and octets above 0x7f

  block_masks& operator>>=(std::size_t octets) noexcept {
    line_feeds >>= octets;
    unusual >>= octets;
    return *this;
  }
  block_masks& operator&=(std::uint64_t chosen) noexcept {
    line_feeds &= chosen;
    unusual &= chosen;
    return *this;
  }
};

inline constexpr std::size_t block_size = 64;

// The lowest bit that is set, of which there is one. In halves where a word has 32 bits: there, counting in 64 would
// call the compiler's runtime.
inline unsigned lowest_bit(std::uint64_t mask) noexcept {
  if constexpr (sizeof(std::size_t) >= sizeof mask) return static_cast<unsigned>(std::countr_zero(mask));
  const auto low = static_cast<std::uint32_t>(mask);
  const auto high = static_cast<std::uint32_t>(mask >> 32);
  return static_cast<unsigned>(low != 0 ? std::countr_zero(low) : 32 + std::countr_zero(high));
}

// Writes the place of each bit, `at` being that of the lowest, to `next`. Returns what is behind them.
inline std::uint16_t* put_places(std::uint16_t* next, std::uint64_t mask, std::size_t at) noexcept {
  for (; mask != 0; mask &= mask - 1) *next++ = static_cast<std::uint16_t>(at + lowest_bit(mask));
  return next;
}

// Names are looked for in a window of so many octets from a line's first on. Where so many and one more are there,
// load_window() has them; for a line nearer to the end of a complete head last_window() has what there is. It may leave
// out the last three octets, in which no name is, and zeros follow it.
inline constexpr std::size_t name_window = 32;

// name_size(window): the size of the token in front of it, or that of the window where it may go on behind it.
// is_name(window, name): whether the name in front of it is that one, which has the same size. known::none is no name.

}  // namespace wshake::http
