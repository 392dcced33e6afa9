// SPDX-License-Identifier: BSL-1.0
// The functions of block.hpp in NEON, which every 64-bit ARM processor has. 32-bit NEON is not used: it cannot look up
// sixteen octets or add up a whole register in one instruction, and would be no faster than plain C++.
#pragma once

#include "base/field_names.hpp"
#include "block_portable.hpp"
#include "vec16.hpp"

namespace wshake::scan::neon {

using vec16::bits;
using vec16::equal;
using vec16::load;

inline block_masks classify(const char* block) noexcept {
  const auto line_feeds = [&](unsigned offset) { return equal(load(block + offset), '\n'); };
  const auto unusual = [&](unsigned offset) {
    return vcgtq_u8(vsubq_u8(load(block + offset), vdupq_n_u8(' ')), vdupq_n_u8('~' - ' '));
  };
  return {bits(line_feeds(0), line_feeds(16), line_feeds(32), line_feeds(48)),
          bits(unusual(0), unusual(16), unusual(32), unusual(48))};
}

inline uint8x16_t is_token(uint8x16_t octets) noexcept {
  const uint8x16_t rows = vqtbl1q_u8(load(token_rows.data()), vandq_u8(octets, vdupq_n_u8(0x0f)));
  return vtstq_u8(rows, vqtbl1q_u8(load(row_bits.data()), vshrq_n_u8(octets, 4)));
}

struct window {
  uint8x16_t front;
  uint8x16_t back;
};
inline window load_window(const char* text) noexcept { return {load(text), load(text + 16)}; }
inline window last_window(const char* text, std::size_t size) noexcept {
  std::array<char, name_window> octets = {};
  std::memcpy(octets.data(), text, size);
  return load_window(octets.data());
}

inline std::size_t name_size(const window& octets) noexcept {
  return lowest_bit(~bits(is_token(octets.front), is_token(octets.back)));
}

inline bool is_name(const window& octets, field_id name) noexcept {
  const named_row& row = named_rows[static_cast<unsigned>(name)];
  const auto differences = [](uint8x16_t part, const std::uint8_t* text, const std::uint8_t* mask) {
    return vandq_u8(veorq_u8(part, load(text)), load(mask));
  };
  const uint8x16_t front = differences(octets.front, row.text.data(), row.mask.data());
  const uint8x16_t back = differences(octets.back, row.text.data() + 16, row.mask.data() + 16);
  return vmaxvq_u8(vorrq_u8(front, back)) == 0;
}

}  // namespace wshake::scan::neon
