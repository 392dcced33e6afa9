// SPDX-License-Identifier: BSL-1.0
#include "base64.hpp"

#include <array>
#include <cstdint>

#include <wshake/accept_key.hpp>

#include "processor/features.hpp"

#if defined(WSHAKE_SSE2)
#include <emmintrin.h>
#elif defined(WSHAKE_NEON)
#include <arm_neon.h>
#endif

namespace wshake::key {

namespace {

constexpr std::uint8_t no_digit = 64;

// The value of each base64 digit; no_digit for every other octet.
constexpr std::array<std::uint8_t, 256> digit_values = [] {
  std::array<std::uint8_t, 256> table = {};
  for (std::uint8_t& entry : table) entry = no_digit;
  for (std::uint8_t value = 0; value < 64; ++value) table[detail::base64_alphabet[value]] = value;
  return table;
}();

constexpr std::size_t digits_of_key = 22;  // "==" follows

constexpr std::uint32_t digit_value(octets text, std::size_t offset) noexcept { return digit_values[text[offset]]; }

}  // namespace

void encode(octets data, char* out) noexcept {
  const char* const digits = detail::base64_alphabet.data();
  std::size_t offset = 0;
  for (; data.size() - offset >= 3; offset += 3) {
    const std::uint32_t bits =
        std::uint32_t{data[offset]} << 16 | std::uint32_t{data[offset + 1]} << 8 | data[offset + 2];
    *out++ = digits[bits >> 18];
    *out++ = digits[bits >> 12 & 0x3f];
    *out++ = digits[bits >> 6 & 0x3f];
    *out++ = digits[bits & 0x3f];
  }
  const std::size_t left = data.size() - offset;
  if (left == 0) return;
  const std::uint32_t bits = std::uint32_t{data[offset]} << 16 | (left > 1 ? std::uint32_t{data[offset + 1]} << 8 : 0U);
  *out++ = digits[bits >> 18];
  *out++ = digits[bits >> 12 & 0x3f];
  *out++ = left > 1 ? digits[bits >> 6 & 0x3f] : '=';
  *out++ = '=';
}

decoded decode(octets text, mutable_octets out) noexcept {
  if (text.size() % 4 != 0 || text.size() / 4 * 3 > out.size()) return {};
  std::size_t digits = text.size();
  for (unsigned padding = 0; padding < 2 && digits > 0 && text[digits - 1] == '='; ++padding) --digits;
  std::size_t size = 0;
  std::uint32_t bits = 0;
  for (std::size_t offset = 0; offset < digits; ++offset) {
    const std::uint32_t value = digit_value(text, offset);
    if (value == no_digit) return {};
    bits = bits << 6 | value;
    if (offset % 4 != 0) out.data()[size++] = static_cast<char>(bits >> (6 - offset % 4 * 2) & 0xff);
  }
  return {true, size};
}

namespace {

#if defined(WSHAKE_SSE2)
// True if all sixteen octets are base64 digits: letters, "+", and the ASCII range from "/" to "9".
bool are_sixteen_digits(const char* text) noexcept {
  const auto within = [](__m128i octets, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(octets, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmplt_epi8(octets, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
  const __m128i letters = within(_mm_or_si128(octets, _mm_set1_epi8(0x20)), 'a', 'z');
  const __m128i others = _mm_or_si128(within(octets, '/', '9'), _mm_cmpeq_epi8(octets, _mm_set1_epi8('+')));
  return _mm_movemask_epi8(_mm_or_si128(letters, others)) == 0xffff;
}
#elif defined(WSHAKE_NEON)
bool are_sixteen_digits(const char* text) noexcept {
  const auto within = [](uint8x16_t octets, std::uint8_t first, std::uint8_t last) {
    return vandq_u8(vcgeq_u8(octets, vdupq_n_u8(first)), vcleq_u8(octets, vdupq_n_u8(last)));
  };
  const uint8x16_t octets = vld1q_u8(reinterpret_cast<const std::uint8_t*>(text));
  const uint8x16_t letters = within(vorrq_u8(octets, vdupq_n_u8(0x20)), 'a', 'z');
  const uint8x16_t others = vorrq_u8(within(octets, '/', '9'), vceqq_u8(octets, vdupq_n_u8('+')));
  return vminvq_u8(vorrq_u8(letters, others)) == 0xff;
}
#endif

bool are_digits_of_key(const char* text) noexcept {
#if defined(WSHAKE_SSE2) || defined(WSHAKE_NEON)
  // The two loads of 16 octets overlap, because a key has 22 digits.
  return are_sixteen_digits(text) && are_sixteen_digits(text + digits_of_key - 16);
#else
  std::uint32_t values = 0;
  for (std::size_t offset = 0; offset < digits_of_key; ++offset) values |= digit_value({text, digits_of_key}, offset);
  return values < no_digit;
#endif
}

}  // namespace

std::optional<std::size_t> nonce_fault(octets key) noexcept {
  for (std::size_t offset = 0; offset < key.size(); ++offset) {
    const bool fits =
        offset < digits_of_key ? digit_value(key, offset) != no_digit : offset < key_size && key[offset] == '=';
    if (!fits) return offset;
  }
  if (key.size() != key_size) return key.size();
  return {};
}

}  // namespace wshake::key

namespace wshake {

bool is_key(octets key) noexcept {
  return key.size() == key_size && key[22] == '=' && key[23] == '=' && key::are_digits_of_key(key.data());
}

}  // namespace wshake
