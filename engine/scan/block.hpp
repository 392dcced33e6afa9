// SPDX-License-Identifier: BSL-1.0
// The building blocks of the variants in lines.hpp: masks over a block of 64 octets, and the name at the front of a
// line. lines.inl needs classify(); fast_lines.inl needs load_window(), last_window(), name_size() and is_name(). A
// variant has its own versions of these functions, or takes the portable ones. All variants give the same results.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <wshake/detail/field_table.hpp>

#include "base/field_names.hpp"
#include "octet_class.hpp"

namespace wshake::scan {

// In each mask, bit n stands for octet n of the block.
struct block_masks {
  std::uint64_t line_feeds = 0;
  std::uint64_t unusual = 0;  // all octets but SP and VCHAR: controls, CR and LF included, and octets above 0x7f

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

// The index of the lowest set bit; `mask` must not be 0. 32-bit builds count in the two halves of `mask`: counting in
// 64 bits would call the compiler's runtime library.
inline unsigned lowest_bit(std::uint64_t mask) noexcept {
  if constexpr (sizeof(std::size_t) >= sizeof mask) return static_cast<unsigned>(std::countr_zero(mask));
  const auto low = static_cast<std::uint32_t>(mask);
  const auto high = static_cast<std::uint32_t>(mask >> 32);
  return static_cast<unsigned>(low != 0 ? std::countr_zero(low) : 32 + std::countr_zero(high));
}

// Writes the offsets of the set bits to the elements from `next` on; `offset` is the offset of bit 0. Returns a pointer
// behind the last written element.
inline std::uint16_t* put_places(std::uint16_t* next, std::uint64_t mask, std::size_t offset) noexcept {
  for (; mask != 0; mask &= mask - 1) *next++ = static_cast<std::uint16_t>(offset + lowest_bit(mask));
  return next;
}

// The size of a window. A window has the first octets of a line, where the line's name is. load_window() serves lines
// that begin more than name_window octets before the end of the head. last_window() serves lines nearer to the end of a
// complete head. last_window() may leave out the last three octets of the head, which contain no name. Behind the
// octets of the head, a window in registers has zeros, and a window that is a view ends.
inline constexpr std::size_t name_window = 32;

// name_size(window): the size of the token at the front of the window; the size of the window if the token may go on
// behind the window. is_name(window, name): whether the token at the front of the window is `name`; the token must have
// the size of the name. is_name() returns false for field_id::none.

// Tables for the vectorized lookup and comparison of names.

// Two tables of sixteen entries that classify tchar (RFC 9110 section 5.6.2). The lower half of an octet indexes the
// first table, the upper half the second table; the octet is a tchar if both entries have a bit in common. Bit n stands
// for octets n * 16 to n * 16 + 15.
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

// A field name with a field_id, and its colon. Known names have only letters and hyphens. `mask` has the bits in which
// a line must agree with `text`: all bits of hyphens and of the colon, and all bits of letters but the one that
// distinguishes upper and lower case.
struct alignas(64) named_row {
  std::array<std::uint8_t, name_window> text;
  std::array<std::uint8_t, name_window> mask;
};
using name_rows = std::array<named_row, detail::field_id_count + 1>;
consteval name_rows fill_rows() {
  name_rows rows = {};
  rows[detail::field_id_count].mask[0] = 0xff;  // field_id::none: a NUL, which no name contains
  for (unsigned name = 0; name < detail::field_id_count; ++name) {
    named_row& row = rows[name];
    const octets spelled = field_names[name];
    for (std::size_t offset = 0; offset < spelled.size(); ++offset) {
      row.text[offset] = static_cast<std::uint8_t>(spelled[offset]);
      row.mask[offset] = spelled[offset] == '-' ? 0xff : 0xdf;
    }
    row.text[spelled.size()] = ':';
    row.mask[spelled.size()] = 0xff;
  }
  return rows;
}
inline constexpr name_rows named_rows = fill_rows();

}  // namespace wshake::scan
