// SPDX-License-Identifier: BSL-1.0
// The head index: where the lines of a head begin and end, and whether any octet in it needs a closer look.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake::http {

// Field lines that one head can have, and with them the size of the index: it lives on the stack of one read.
inline constexpr std::size_t max_field_lines = 400;

// The last line is the empty one, whether CRLF or a bare LF ends it. Where it is not there, or behind more lines than a
// head can have, `lines` is 0, as it is before anything is indexed.
struct head_index {
  // Of each line, and behind them where the last one ends. There is room for the lines of one block more.
  std::array<std::uint16_t, max_field_lines + 2 + 32> begins;
  std::size_t lines = 0;
  bool clean = true;  // each LF has one octet before it that is neither SP nor VCHAR, and no other octet is such
};

}  // namespace wshake::http
