// SPDX-License-Identifier: BSL-1.0
// The head index: where the lines of a complete head end, and whether any octet in it needs a closer look.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake::http {

// Field lines that one head can have, and with them the size of the index: it lives on the stack of one read.
inline constexpr std::size_t max_field_lines = 400;

// `size` is 0 where nothing is indexed yet.
struct head_index {
  std::array<std::uint16_t, max_field_lines + 1> line_feeds;  // of the field lines and of the empty line
  std::size_t size = 0;
  bool clean = true;  // every CR stands before an LF, every LF after a CR, and there is no other control octet but HTAB
};

// The first LF at or after `from`; text.size() where there is none.
std::size_t find_line_feed(octets text, std::size_t from) noexcept;

}  // namespace wshake::http
