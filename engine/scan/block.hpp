// SPDX-License-Identifier: BSL-1.0
// What the variants of `lines` are made of: 64 octets sorted into masks, and the name at the front of a line. One
// header a processor has these functions, and all have the same results.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <wshake/detail/field_table.hpp>

#include "base/field_names.hpp"
#include "octet_class.hpp"

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
// is_name(window, name): whether the name in front of it is that one, which has the same size. field_id::none is no
// name.

// Tables to look up a name by vector instructions, and names to compare with.

// Which octets are tchar (RFC 9110 §5.6.2): two tables of sixteen, by the lower and by the upper half of an octet,
// whose entries have a bit in common where it is one. Bit n of the first stands for octets from n * 16 on.
inline constexpr std::array<std::uint8_t, 16> token_rows = [] {
  std::array<std::uint8_t, 16> rows = {};
  for (unsigned octet = 0; octet < 128; ++octet) {
    if (is(static_cast<unsigned char>(octet), token_octet)) {
      rows[octet % 16] = static_cast<std::uint8_t>(rows[octet % 16] | 1U << octet / 16);
    }
  }
  return rows;
}();
inline constexpr std::array<std::uint8_t, 16> row_bits = {1, 2, 4, 8, 16, 32, 64, 128};

static_assert(name_window < name_size_limit);

// A known name in lower case with the colon behind it, and the bits of these octets.
struct alignas(64) named_row {
  char text[name_window];
  std::uint32_t bits;
};
using name_rows = std::array<named_row, detail::field_id_count + 1>;
consteval name_rows fill_rows() {
  name_rows rows = {};
  rows[detail::field_id_count].bits = 1;  // which no text has
  for (unsigned name = 0; name < detail::field_id_count; ++name) {
    const octets spelled = field_names[name];
    for (std::size_t at = 0; at < spelled.size(); ++at) rows[name].text[at] = static_cast<char>(spelled[at] | 0x20);
    rows[name].text[spelled.size()] = ':';
    rows[name].bits = static_cast<std::uint32_t>((std::uint64_t{2} << spelled.size()) - 1);
  }
  return rows;
}
inline constexpr name_rows named_rows = fill_rows();

}  // namespace wshake::http
