// SPDX-License-Identifier: BSL-1.0
#include "accept_key_x86.hpp"

#if defined(__x86_64__) || defined(__i386__)

#include <cpuid.h>
#include <immintrin.h>

#include <array>
#include <cstdint>

namespace wshake::key {

x86_features detect_x86() noexcept {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  x86_features found;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0) return found;
  const bool ssse3 = (c & bit_SSSE3) != 0;
  const bool sse4_1 = (c & bit_SSE4_1) != 0;
  if ((c & bit_OSXSAVE) != 0 && (c & bit_AVX) != 0) {
    unsigned low = 0;
    unsigned high = 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    constexpr unsigned sse_and_avx_state = 6;
    found.avx = (low & sse_and_avx_state) == sse_and_avx_state;
  }
  constexpr unsigned bit_sha = 1U << 29;
  found.sha = __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_sha) != 0 && ssse3 && sse4_1;
  return found;
}

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

WSHAKE_TARGET __attribute__((noinline)) detail::sha1_state digest_x86(const char* key, bool has_avx) noexcept {
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
  rounds<3>(now, w3 = next(w3, w0, w1, w2));
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
  const auto word = [](int lane) { return static_cast<std::uint32_t>(lane); };
  return {word(_mm_extract_epi32(abcd, 3)), word(_mm_extract_epi32(abcd, 2)), word(_mm_extract_epi32(abcd, 1)),
          word(_mm_extract_epi32(abcd, 0)), word(_mm_extract_epi32(e, 3))};
}

#undef WSHAKE_TARGET

}  // namespace wshake::key

#endif
