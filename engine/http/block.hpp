// SPDX-License-Identifier: BSL-1.0
// What the variants of `lines` are made of: 64 octets sorted into masks, and the name at the front of a line. One header a
// processor has these functions, and all have the same results.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <wshake/detail/known_fields.hpp>

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

// The name at the front of a line is looked for in so many octets, all of which must be readable.
inline constexpr std::size_t name_window = 32;

struct line_name {
  std::size_t size;     // of the token at the front; name_window where it fills that
  detail::known which;  // known::none for any other name
};

}  // namespace wshake::http
