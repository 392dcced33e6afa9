// SPDX-License-Identifier: BSL-1.0
// block.hpp's functions by NEON, which every 64-bit ARM has. (On 32-bit ones it has no instructions to look up sixteen
// octets or to add up whole registers: nothing would be gained over plain C++.)
#pragma once

#include <arm_neon.h>

#include "base/field_names.hpp"
#include "block_portable.hpp"
#include "name_tables.hpp"

namespace wshake::http::neon {

inline constexpr std::size_t step = 16;

inline uint8x16_t load(const void* data) noexcept { return vld1q_u8(static_cast<const std::uint8_t*>(data)); }
inline uint8x16_t equal(uint8x16_t octets, char octet) noexcept {
  return vceqq_u8(octets, vdupq_n_u8(static_cast<std::uint8_t>(octet)));
}

// Of octets that are all ones or all zeros, one bit each: those of eight neighbours are kept at eight places and added
// up.
inline uint8x16_t one_bit(uint8x16_t octets) noexcept {
  constexpr std::array<std::uint8_t, 16> places = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  return vandq_u8(octets, load(places.data()));
}
inline std::uint64_t bits(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) noexcept {
  const uint8x16_t quarters = vpaddq_u8(vpaddq_u8(one_bit(a), one_bit(b)), vpaddq_u8(one_bit(c), one_bit(d)));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(quarters, quarters)), 0);
}
inline std::uint64_t bits(uint8x16_t a, uint8x16_t b) noexcept {
  const uint8x16_t pairs = vpaddq_u8(one_bit(a), one_bit(b));
  const uint8x16_t quarters = vpaddq_u8(pairs, pairs);
  return vgetq_lane_u32(vreinterpretq_u32_u8(vpaddq_u8(quarters, quarters)), 0);
}
inline std::uint64_t bits(uint8x16_t a) noexcept { return bits(a, vdupq_n_u8(0)); }

inline block_masks classify(const char* block) noexcept {
  const auto line_feeds = [&](unsigned at) { return equal(load(block + at), '\n'); };
  const auto unusual = [&](unsigned at) {
    return vcgtq_u8(vsubq_u8(load(block + at), vdupq_n_u8(' ')), vdupq_n_u8('~' - ' '));
  };
  return {bits(line_feeds(0), line_feeds(16), line_feeds(32), line_feeds(48)),
          bits(unusual(0), unusual(16), unusual(32), unusual(48))};
}

inline std::uint64_t line_feeds(const char* data) noexcept { return bits(equal(load(data), '\n')); }

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

inline bool is_name(const window& octets, known name) noexcept {
  const named_row& row = named_rows[static_cast<unsigned>(name)];
  const uint8x16_t case_bit = vdupq_n_u8(0x20);
  const std::uint64_t same = bits(vceqq_u8(vorrq_u8(octets.front, case_bit), load(row.text)),
                                  vceqq_u8(vorrq_u8(octets.back, case_bit), load(row.text + 16)));
  return (~same & row.bits) == 0;
}

}  // namespace wshake::http::neon
