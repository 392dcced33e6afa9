// SPDX-License-Identifier: BSL-1.0
#include "digest_arm.hpp"

#if defined(WSHAKE_ARM_SHA)

#include <arm_neon.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace wshake::key::arm {

namespace {

struct state {
  uint32x4_t abcd;
  std::uint32_t e;
};

// The words of a block's schedule, or the sums of the words and the round constants, four to a vector.
template <std::size_t size>
struct alignas(16) word_table {
  std::array<std::uint32_t, size> words;

  uint32x4_t operator[](std::size_t group) const noexcept { return vld1q_u32(words.data() + group * 4); }
};

constexpr std::array<std::uint32_t, 4> constants = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};

// Four of the 80 rounds. `quarter` (0 to 3) selects the round function. `sums` are four words of the schedule, each
// plus the round constant of the quarter.
template <int quarter>
WSHAKE_USES_ARM_SHA WSHAKE_ALWAYS_INLINE void rounds(state& now, uint32x4_t sums) noexcept {
  const std::uint32_t e = vsha1h_u32(vgetq_lane_u32(now.abcd, 0));
  if constexpr (quarter == 0) {
    now.abcd = vsha1cq_u32(now.abcd, now.e, sums);
  } else if constexpr (quarter == 2) {
    now.abcd = vsha1mq_u32(now.abcd, now.e, sums);
  } else {
    now.abcd = vsha1pq_u32(now.abcd, now.e, sums);
  }
  now.e = e;
}

// Four rounds with four words of the schedule, to which the function adds the round constant.
template <int quarter>
WSHAKE_USES_ARM_SHA WSHAKE_ALWAYS_INLINE void rounds_of(state& now, uint32x4_t words) noexcept {
  rounds<quarter>(now, vaddq_u32(words, vdupq_n_u32(constants[quarter])));
}

// The next four words of the schedule, from the sixteen before them.
WSHAKE_USES_ARM_SHA WSHAKE_ALWAYS_INLINE uint32x4_t next(uint32x4_t w0, uint32x4_t w1, uint32x4_t w2,
                                                         uint32x4_t w3) noexcept {
  return vsha1su1q_u32(vsha1su0q_u32(w0, w1, w2), w3);
}

// The words of the first block that do not depend on the key: the GUID and the padding.
constexpr word_table<16> first_block = [] {
  word_table<16> block = {};
  for (std::size_t t = 6; t < 15; ++t) {
    block.words[t] = detail::load_big_endian(detail::accept_guid, t * 4 - key_size);
  }
  block.words[15] = 0x80000000;
  return block;
}();

// The sums of the second block's schedule and the round constants.
constexpr word_table<80> second_block = [] {
  word_table<80> sums = {};
  for (std::size_t t = 0; t < 80; ++t) sums.words[t] = detail::second_schedule[t] + constants[t / 20];
  return sums;
}();

inline uint8x16_t big_endian(uint32x4_t words) noexcept { return vrev32q_u8(vreinterpretq_u8_u32(words)); }

// The base64 digits of the first twelve octets of `text` (RFC 4648 section 4). Each group of three octets is spread
// over two 16-bit numbers. Shifts then move the six bits of one digit into the lower octet of a number, and the six
// bits of another digit into the upper octet. The base64 alphabet fits into four registers, in which the digits are
// looked up.
inline uint8x16_t base64(uint8x16_t text) noexcept {
  constexpr std::array<std::uint8_t, 16> spread = {1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10};
  constexpr std::array<std::int16_t, 8> to_lower = {-10, -6, -10, -6, -10, -6, -10, -6};
  constexpr std::array<std::int16_t, 8> to_upper = {4, 8, 4, 8, 4, 8, 4, 8};
  const uint16x8_t numbers = vreinterpretq_u16_u8(vqtbl1q_u8(text, vld1q_u8(spread.data())));
  const uint16x8_t first_and_third = vshlq_u16(numbers, vld1q_s16(to_lower.data()));
  const uint16x8_t second_and_fourth = vshlq_u16(numbers, vld1q_s16(to_upper.data()));
  const uint16x8_t both = vbslq_u16(vdupq_n_u16(0x00ff), first_and_third, second_and_fourth);
  const auto* const alphabet = reinterpret_cast<const std::uint8_t*>(detail::base64_alphabet.data());
  return vqtbl4q_u8(vld1q_u8_x4(alphabet), vandq_u8(vreinterpretq_u8_u16(both), vdupq_n_u8(0x3f)));
}

}  // namespace

WSHAKE_USES_ARM_SHA detail::sha1_state make_digest(const char* key) noexcept {
  constexpr detail::sha1_state initial;
  constexpr word_table<4> initial_abcd = {{initial.a, initial.b, initial.c, initial.d}};

  const auto* const octets = reinterpret_cast<const std::uint8_t*>(key);
  const uint32x2_t key_end = vreinterpret_u32_u8(vrev32_u8(vld1_u8(octets + 16)));
  uint32x4_t w0 = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(octets)));
  uint32x4_t w1 = vcombine_u32(key_end, vget_high_u32(first_block[1]));
  uint32x4_t w2 = first_block[2];
  uint32x4_t w3 = first_block[3];
  state now = {initial_abcd[0], initial.e};
  rounds_of<0>(now, w0);
  rounds_of<0>(now, w1);
  rounds_of<0>(now, w2);
  rounds_of<0>(now, w3);
  rounds_of<0>(now, w0 = next(w0, w1, w2, w3));
  rounds_of<1>(now, w1 = next(w1, w2, w3, w0));
  rounds_of<1>(now, w2 = next(w2, w3, w0, w1));
  rounds_of<1>(now, w3 = next(w3, w0, w1, w2));
  rounds_of<1>(now, w0 = next(w0, w1, w2, w3));
  rounds_of<1>(now, w1 = next(w1, w2, w3, w0));
  rounds_of<2>(now, w2 = next(w2, w3, w0, w1));
  rounds_of<2>(now, w3 = next(w3, w0, w1, w2));
  rounds_of<2>(now, w0 = next(w0, w1, w2, w3));
  rounds_of<2>(now, w1 = next(w1, w2, w3, w0));
  rounds_of<2>(now, w2 = next(w2, w3, w0, w1));
  rounds_of<3>(now, w3 = next(w3, w0, w1, w2));
  rounds_of<3>(now, w0 = next(w0, w1, w2, w3));
  rounds_of<3>(now, w1 = next(w1, w2, w3, w0));
  rounds_of<3>(now, w2 = next(w2, w3, w0, w1));
  rounds_of<3>(now, w3 = next(w3, w0, w1, w2));

  const state first = {vaddq_u32(now.abcd, initial_abcd[0]), now.e + initial.e};
  now = first;
  for (std::size_t group = 0; group < 5; ++group) rounds<0>(now, second_block[group]);
  for (std::size_t group = 5; group < 10; ++group) rounds<1>(now, second_block[group]);
  for (std::size_t group = 10; group < 15; ++group) rounds<2>(now, second_block[group]);
  for (std::size_t group = 15; group < 20; ++group) rounds<3>(now, second_block[group]);
  detail::sha1_state after;
  vst1q_u32(reinterpret_cast<std::uint32_t*>(&after), vaddq_u32(now.abcd, first.abcd));
  after.e = now.e + first.e;
  return after;
}

// A nonce is encoded in two parts: twelve octets to sixteen digits, four octets to six digits and "==".
void write_key(const char* nonce, char* out) noexcept {
  const uint8x16_t octets = vld1q_u8(reinterpret_cast<const std::uint8_t*>(nonce));
  const uint8x16_t last_digits = base64(vextq_u8(octets, vdupq_n_u8(0), 12));
  auto* const digits = reinterpret_cast<std::uint8_t*>(out);
  vst1q_u8(digits, base64(octets));
  vst1_u8(digits + 16, vget_low_u8(vreinterpretq_u8_u16(vsetq_lane_u16(0x3d3d, vreinterpretq_u16_u8(last_digits), 3))));
}

// A digest is encoded in two parts: twelve octets to sixteen digits, eight octets to eleven digits and "=".
void write_digits(const detail::sha1_state& digest, char* out) noexcept {
  const uint8x16_t front = big_endian(vld1q_u32(reinterpret_cast<const std::uint32_t*>(&digest)));
  const uint8x16_t e = big_endian(vsetq_lane_u32(digest.e, vdupq_n_u32(0), 0));
  const uint8x16_t last_digits = vsetq_lane_u8('=', base64(vextq_u8(front, e, 12)), 11);
  auto* const digits = reinterpret_cast<std::uint8_t*>(out);
  vst1q_u8(digits, base64(front));
  vst1_u8(digits + 16, vget_low_u8(last_digits));
  const std::uint32_t tail = vgetq_lane_u32(vreinterpretq_u32_u8(last_digits), 2);
  std::memcpy(out + 24, &tail, sizeof tail);
}

}  // namespace wshake::key::arm

#endif
