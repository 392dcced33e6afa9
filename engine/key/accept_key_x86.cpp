// SPDX-License-Identifier: BSL-1.0
#include "accept_key_x86.hpp"

#if defined(WSHAKE_X86_SHA)

#include <immintrin.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace wshake::key {

namespace {

#define WSHAKE_TARGET __attribute__((target("sha,sse4.1,ssse3")))

// The state as the instructions have it: a in the highest word, and the words from which e follows.
struct state {
  __m128i abcd;
  __m128i before;  // abcd as it was four rounds ago
};

// Four rounds with the function and the constant of one of the four quarters.
template <int quarter>
WSHAKE_TARGET inline __attribute__((always_inline)) void rounds(state& now, __m128i words) noexcept {
  const __m128i e = _mm_sha1nexte_epu32(now.before, words);
  now.before = now.abcd;
  now.abcd = _mm_sha1rnds4_epu32(now.abcd, e, quarter);
}

// The first four: e is given.
WSHAKE_TARGET inline __attribute__((always_inline)) void first_rounds(state& now, __m128i e, __m128i words) noexcept {
  now.before = now.abcd;
  now.abcd = _mm_sha1rnds4_epu32(now.abcd, _mm_add_epi32(e, words), 0);
}

// What follows the key in the first block.
constexpr char guid_and_padding[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11\x80\0\0\0";
static_assert(octets(guid_and_padding).first(36) == detail::accept_guid);

// Sixteen octets as four words, the first of them in the highest.
WSHAKE_TARGET inline __attribute__((always_inline)) __m128i big_endian(__m128i text) noexcept {
  return _mm_shuffle_epi8(text, _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f));
}
WSHAKE_TARGET inline __attribute__((always_inline)) __m128i load(const char* text) noexcept {
  return big_endian(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text)));
}

// The four words of the schedule that follow these sixteen.
WSHAKE_TARGET inline __attribute__((always_inline)) __m128i next(__m128i w0, __m128i w1, __m128i w2, __m128i w3) noexcept {
  return _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(w0, w1), w2), w3);
}

// The base64 digits of the first twelve octets (RFC 4648 §4). Each three octets are spread over four bytes, from which two
// multiplications shift the six bits of each digit into place; then what has to be added to a number to make it its digit is
// looked up by its range.
WSHAKE_TARGET inline __attribute__((always_inline)) __m128i base64(__m128i text) noexcept {
  const __m128i spread = _mm_shuffle_epi8(text, _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
  const __m128i first_and_third =
      _mm_mulhi_epu16(_mm_and_si128(spread, _mm_set1_epi32(0x0fc0fc00)), _mm_set1_epi32(0x04000040));
  const __m128i second_and_fourth =
      _mm_mullo_epi16(_mm_and_si128(spread, _mm_set1_epi32(0x003f03f0)), _mm_set1_epi32(0x01000010));
  const __m128i numbers = _mm_or_si128(first_and_third, second_and_fourth);

  // Ranges: 0 from 26 to 51, 1 to 10 from 52 to 61, 11 and 12 for 62 and 63; 13 below 26.
  const __m128i is_upper = _mm_cmplt_epi8(numbers, _mm_set1_epi8(26));
  const __m128i range =
      _mm_or_si128(_mm_subs_epu8(numbers, _mm_set1_epi8(51)), _mm_and_si128(is_upper, _mm_set1_epi8(13)));
  constexpr char lower = 'a' - 26;
  constexpr char digit = '0' - 52;
  const __m128i shifts = _mm_setr_epi8(lower, digit, digit, digit, digit, digit, digit, digit, digit, digit, digit,
                                       '+' - 62, '/' - 63, 'A', 0, 0);
  return _mm_add_epi8(numbers, _mm_shuffle_epi8(shifts, range));
}

// The second block's schedule, four words to a vector, the first of them in the highest.
struct alignas(16) reversed_schedule {
  std::array<std::uint32_t, 80> words;
};
constexpr reversed_schedule second_block = [] {
  reversed_schedule reversed = {};
  for (std::size_t t = 0; t < 80; ++t) reversed.words[t] = detail::second_schedule[t / 4 * 4 + 3 - t % 4];
  return reversed;
}();

}  // namespace

WSHAKE_TARGET __attribute__((noinline)) void accept_x86(const char* key, bool has_avx, char* out) noexcept {
  if (has_avx) __asm__ volatile("vzeroupper" : : : "memory");

  constexpr detail::sha1_state initial;
  const __m128i initial_abcd = _mm_set_epi32(static_cast<int>(initial.a), static_cast<int>(initial.b),
                                             static_cast<int>(initial.c), static_cast<int>(initial.d));
  const __m128i initial_e = _mm_set_epi32(static_cast<int>(initial.e), 0, 0, 0);

  const __m128i key_end = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(key + 16));
  const __m128i guid_begin = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(guid_and_padding));
  __m128i w0 = load(key);
  __m128i w1 = big_endian(_mm_unpacklo_epi64(key_end, guid_begin));
  __m128i w2 = load(guid_and_padding + 8);
  __m128i w3 = load(guid_and_padding + 24);
  state now = {initial_abcd, initial_abcd};
  first_rounds(now, initial_e, w0);
  rounds<0>(now, w1);
  rounds<0>(now, w2);
  rounds<0>(now, w3);
  rounds<0>(now, w0 = next(w0, w1, w2, w3));
  rounds<1>(now, w1 = next(w1, w2, w3, w0));
  rounds<1>(now, w2 = next(w2, w3, w0, w1));
  rounds<1>(now, w3 = next(w3, w0, w1, w2));
  rounds<1>(now, w0 = next(w0, w1, w2, w3));
  rounds<1>(now, w1 = next(w1, w2, w3, w0));
  rounds<2>(now, w2 = next(w2, w3, w0, w1));
  rounds<2>(now, w3 = next(w3, w0, w1, w2));
  rounds<2>(now, w0 = next(w0, w1, w2, w3));
  rounds<2>(now, w1 = next(w1, w2, w3, w0));
  rounds<2>(now, w2 = next(w2, w3, w0, w1));
  rounds<3>(now, w3 = next(w3, w0, w1, w2));
  rounds<3>(now, w0 = next(w0, w1, w2, w3));
  rounds<3>(now, w1 = next(w1, w2, w3, w0));
  rounds<3>(now, w2 = next(w2, w3, w0, w1));
  rounds<3>(now, next(w3, w0, w1, w2));
  const __m128i first_e = _mm_sha1nexte_epu32(now.before, initial_e);
  const __m128i first_abcd = _mm_add_epi32(now.abcd, initial_abcd);

  const auto* const words = reinterpret_cast<const __m128i*>(second_block.words.data());
  now = {first_abcd, first_abcd};
  first_rounds(now, first_e, words[0]);
  for (int group = 1; group < 5; ++group) rounds<0>(now, words[group]);
  for (int group = 5; group < 10; ++group) rounds<1>(now, words[group]);
  for (int group = 10; group < 15; ++group) rounds<2>(now, words[group]);
  for (int group = 15; group < 20; ++group) rounds<3>(now, words[group]);
  const __m128i e = _mm_sha1nexte_epu32(now.before, first_e);
  const __m128i abcd = _mm_add_epi32(now.abcd, first_abcd);

  // The digest is twelve octets, which are sixteen digits, and eight, which are eleven digits and a "=".
  const __m128i front = big_endian(abcd);
  const __m128i digits = base64(front);
  const __m128i last_digits = base64(_mm_alignr_epi8(big_endian(e), front, 12));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), digits);
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out + 16), last_digits);
  const int tail = _mm_extract_epi32(last_digits, 2);
  std::memcpy(out + 24, &tail, 3);
  out[27] = '=';
}

#undef WSHAKE_TARGET

}  // namespace wshake::key

#endif
