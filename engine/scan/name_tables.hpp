// SPDX-License-Identifier: BSL-1.0
// What vector instructions need to read a name: tables to look up, and names to compare with.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/field_names.hpp"
#include "block.hpp"
#include "octet_class.hpp"

namespace wshake::http {

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
using name_rows = std::array<named_row, detail::known_count + 1>;
consteval name_rows fill_rows() {
  name_rows rows = {};
  rows[detail::known_count].bits = 1;  // which no text has
  for (unsigned name = 0; name < detail::known_count; ++name) {
    const octets spelled = known_names[name];
    for (std::size_t at = 0; at < spelled.size(); ++at) rows[name].text[at] = static_cast<char>(spelled[at] | 0x20);
    rows[name].text[spelled.size()] = ':';
    rows[name].bits = static_cast<std::uint32_t>((std::uint64_t{2} << spelled.size()) - 1);
  }
  return rows;
}
inline constexpr name_rows named_rows = fill_rows();

}  // namespace wshake::http
