// SPDX-License-Identifier: BSL-1.0
// The head index: the offset of each line of a head, and whether a line may contain an invalid octet.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake::scan {

// The most field lines that one head can have. This constant bounds the size of the index, which lives on the stack
// while a head is read.
inline constexpr std::size_t max_field_lines = 400;

// The last line of the index is the empty line, ended by CRLF or a bare LF. `lines` is 0 before indexing, if there is
// no empty line yet, and if a head has too many lines.
struct head_index {
  // The offset of each line, then the end of the last line. The extra 32 elements have room for the lines of one more
  // block, because the number of lines is checked only before each block.
  std::array<std::uint16_t, max_field_lines + 2 + 32> begins;
  std::size_t lines = 0;
  bool clean = true;  // the only octets other than SP and VCHAR are LFs and one octet before each LF
};

}  // namespace wshake::scan
