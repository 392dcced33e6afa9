// SPDX-License-Identifier: BSL-1.0
#include "digest_x86.hpp"

#if defined(WSHAKE_X86_SHA)

#include <immintrin.h>

#include <cstdint>
#include <cstring>

#include "sha1_x86.hpp"

namespace wshake::key::x86 {

namespace {

#define WSHAKE_PART WSHAKE_USES("sha,sse4.1,ssse3") WSHAKE_ALWAYS_INLINE
#define WSHAKE_WHOLE WSHAKE_USES("sha,sse4.1,ssse3") WSHAKE_NOINLINE

// The variables a to e of SHA-1, as the SHA instructions take them: a is in the highest word of `abcd`, and e is
// derived from `before`.
struct state {
  __m128i abcd;
  __m128i before;  // abcd four rounds earlier
};

// Four of the 80 rounds. `quarter` (0 to 3) selects the round function and the round constant.
template <int quarter>
WSHAKE_PART void rounds(state& now, __m128i words) noexcept {
  const __m128i e = _mm_sha1nexte_epu32(now.before, words);
  now.before = now.abcd;
  now.abcd = _mm_sha1rnds4_epu32(now.abcd, e, quarter);
}

// The first four rounds of a block. These rounds take e itself, because the block has no earlier rounds to derive e
// from.
WSHAKE_PART void first_four(state& now, __m128i e, __m128i words) noexcept {
  now.before = now.abcd;
  now.abcd = _mm_sha1rnds4_epu32(now.abcd, _mm_add_epi32(e, words), 0);
}

// The state after a block: the sum of the state before the block and the state after its rounds.
WSHAKE_PART sha1_vectors sum(const state& rounds_end, sha1_vectors before) noexcept {
  return {_mm_add_epi32(rounds_end.abcd, before.abcd), _mm_sha1nexte_epu32(rounds_end.before, before.e)};
}

// The next four words of the schedule, from the sixteen before them.
WSHAKE_PART __m128i next(__m128i w0, __m128i w1, __m128i w2, __m128i w3) noexcept {
  return _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(w0, w1), w2), w3);
}

// The base64 digits of the first twelve octets of `text` (RFC 4648 section 4). Each group of three octets is spread
// over four bytes. Two multiplications shift the six bits of each digit into a byte of their own, a value from 0 to 63.
// A table, indexed by the range in which the value lies, has the number to add to the value: the sum is the digit in
// ASCII.
WSHAKE_WHOLE __m128i base64(__m128i text) noexcept {
  const __m128i spread = _mm_shuffle_epi8(text, _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
  const __m128i first_and_third =
      _mm_mulhi_epu16(_mm_and_si128(spread, _mm_set1_epi32(0x0fc0fc00)), _mm_set1_epi32(0x04000040));
  const __m128i second_and_fourth =
      _mm_mullo_epi16(_mm_and_si128(spread, _mm_set1_epi32(0x003f03f0)), _mm_set1_epi32(0x01000010));
  const __m128i numbers = _mm_or_si128(first_and_third, second_and_fourth);

  // Ranges: 0 for the values 26 to 51, 1 to 10 for 52 to 61, 11 and 12 for 62 and 63, 13 for the values below 26.
  const __m128i is_upper = _mm_cmplt_epi8(numbers, _mm_set1_epi8(26));
  const __m128i range =
      _mm_or_si128(_mm_subs_epu8(numbers, _mm_set1_epi8(51)), _mm_and_si128(is_upper, _mm_set1_epi8(13)));
  constexpr char lower = 'a' - 26;
  constexpr char digit = '0' - 52;
  const __m128i shifts = _mm_setr_epi8(lower, digit, digit, digit, digit, digit, digit, digit, digit, digit, digit,
                                       '+' - 62, '/' - 63, 'A', 0, 0);
  return _mm_add_epi8(numbers, _mm_shuffle_epi8(shifts, range));
}

// The state of the first block's computation between two steps. w0 to w3 hold the last sixteen words of the schedule.
struct first_rounds {
  state now;
  __m128i w0;
  __m128i w1;
  __m128i w2;
  __m128i w3;
};

// The state of the second block's computation between two steps, and the state after the first block.
struct second_rounds {
  state now;
  sha1_vectors first;
};

WSHAKE_PART first_rounds begin(const char* key) noexcept {
  const first_words words = load_first_words(key);
  const sha1_vectors initial = initial_state();
  first_rounds in = {{initial.abcd, initial.abcd}, words.w0, words.w1, words.w2, words.w3};
  first_four(in.now, initial.e, in.w0);
  rounds<0>(in.now, in.w1);
  rounds<0>(in.now, in.w2);
  rounds<0>(in.now, in.w3);
  rounds<0>(in.now, in.w0 = next(in.w0, in.w1, in.w2, in.w3));
  rounds<1>(in.now, in.w1 = next(in.w1, in.w2, in.w3, in.w0));
  rounds<1>(in.now, in.w2 = next(in.w2, in.w3, in.w0, in.w1));
  return in;
}
WSHAKE_PART void step(first_rounds& in) noexcept {
  rounds<1>(in.now, in.w3 = next(in.w3, in.w0, in.w1, in.w2));
  rounds<1>(in.now, in.w0 = next(in.w0, in.w1, in.w2, in.w3));
  rounds<1>(in.now, in.w1 = next(in.w1, in.w2, in.w3, in.w0));
  rounds<2>(in.now, in.w2 = next(in.w2, in.w3, in.w0, in.w1));
  rounds<2>(in.now, in.w3 = next(in.w3, in.w0, in.w1, in.w2));
  rounds<2>(in.now, in.w0 = next(in.w0, in.w1, in.w2, in.w3));
  rounds<2>(in.now, in.w1 = next(in.w1, in.w2, in.w3, in.w0));
}

WSHAKE_PART second_rounds finish(first_rounds in) noexcept {
  rounds<2>(in.now, in.w2 = next(in.w2, in.w3, in.w0, in.w1));
  rounds<3>(in.now, in.w3 = next(in.w3, in.w0, in.w1, in.w2));
  rounds<3>(in.now, in.w0 = next(in.w0, in.w1, in.w2, in.w3));
  rounds<3>(in.now, in.w1 = next(in.w1, in.w2, in.w3, in.w0));
  rounds<3>(in.now, in.w2 = next(in.w2, in.w3, in.w0, in.w1));
  rounds<3>(in.now, next(in.w3, in.w0, in.w1, in.w2));
  const sha1_vectors after = sum(in.now, initial_state());
  return {{after.abcd, after.abcd}, after};
}

template <int quarter>
WSHAKE_PART void rounds_of_second(state& now, int group, int end) noexcept {
  const auto* const words = reinterpret_cast<const __m128i*>(second_block_words.words.data());
  for (; group < end; ++group) rounds<quarter>(now, words[group]);
}

WSHAKE_PART void begin(second_rounds& in) noexcept {
  first_four(in.now, in.first.e, reinterpret_cast<const __m128i*>(second_block_words.words.data())[0]);
  rounds_of_second<0>(in.now, 1, 5);
  rounds_of_second<1>(in.now, 5, 7);
}
WSHAKE_PART void step(second_rounds& in) noexcept {
  rounds_of_second<1>(in.now, 7, 10);
  rounds_of_second<2>(in.now, 10, 14);
}
WSHAKE_PART detail::sha1_state finish(second_rounds in) noexcept {
  rounds_of_second<2>(in.now, 14, 15);
  rounds_of_second<3>(in.now, 15, 20);
  return to_words(sum(in.now, in.first));
}

inline void clear_upper_halves() noexcept {
  if ((processor::features() & processor::avx) != 0) processor::clear_upper_halves();
}

}  // namespace

WSHAKE_WHOLE detail::sha1_state make_digest(const char* key) noexcept {
  clear_upper_halves();
  first_rounds first = begin(key);
  step(first);
  second_rounds second = finish(first);
  begin(second);
  step(second);
  return finish(second);
}

// A nonce is encoded in two parts: twelve octets to sixteen digits, four octets to six digits and "==".
WSHAKE_WHOLE void write_key(const char* nonce, char* out) noexcept {
  const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(nonce));
  const __m128i last_digits = _mm_insert_epi16(base64(_mm_srli_si128(octets, 12)), 0x3d3d, 3);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), base64(octets));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out + 16), last_digits);
}

// A digest is encoded in two parts: twelve octets to sixteen digits, eight octets to eleven digits and "=".
WSHAKE_WHOLE void write_digits(const detail::sha1_state& digest, char* out) noexcept {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i front = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(&digest)), swap);
  const __m128i e = _mm_shuffle_epi8(_mm_cvtsi32_si128(static_cast<int>(digest.e)), swap);
  const __m128i last_digits = base64(_mm_alignr_epi8(e, front, 12));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), base64(front));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(out + 16), last_digits);
  const int tail = (_mm_extract_epi32(last_digits, 2) & 0x00ffffff) | '=' << 24;
  std::memcpy(out + 24, &tail, sizeof tail);
}

#if defined(WSHAKE_X86_SHA_STEPS)

WSHAKE_PART void keep(registers& kept, const first_rounds& in) noexcept {
  keep(kept, 0, in.now.abcd);
  keep(kept, 1, in.now.before);
  keep(kept, 2, in.w0);
  keep(kept, 3, in.w1);
  keep(kept, 4, in.w2);
  keep(kept, 5, in.w3);
}
WSHAKE_PART first_rounds kept_first(const registers& kept) noexcept {
  return {{kept_at(kept, 0), kept_at(kept, 1)}, kept_at(kept, 2), kept_at(kept, 3), kept_at(kept, 4), kept_at(kept, 5)};
}
WSHAKE_PART void keep(registers& kept, const second_rounds& in) noexcept {
  keep(kept, 0, in.now.abcd);
  keep(kept, 1, in.now.before);
  keep(kept, 2, in.first.abcd);
  keep(kept, 3, in.first.e);
}
WSHAKE_PART second_rounds kept_second(const registers& kept) noexcept {
  return {{kept_at(kept, 0), kept_at(kept, 1)}, {kept_at(kept, 2), kept_at(kept, 3)}};
}

namespace {

WSHAKE_WHOLE void begin_first(const char* key, registers& kept) noexcept {
  clear_upper_halves();
  keep(kept, begin(key));
}
WSHAKE_WHOLE void step_first(registers& kept) noexcept {
  clear_upper_halves();
  first_rounds first = kept_first(kept);
  step(first);
  keep(kept, first);
}
WSHAKE_WHOLE void finish_first(registers& kept) noexcept {
  clear_upper_halves();
  keep(kept, finish(kept_first(kept)));
}
WSHAKE_WHOLE void begin_second(registers& kept) noexcept {
  clear_upper_halves();
  second_rounds second = kept_second(kept);
  begin(second);
  keep(kept, second);
}
WSHAKE_WHOLE void step_second(registers& kept) noexcept {
  clear_upper_halves();
  second_rounds second = kept_second(kept);
  step(second);
  keep(kept, second);
}
WSHAKE_WHOLE detail::sha1_state finish_second(const registers& kept) noexcept {
  clear_upper_halves();
  return finish(kept_second(kept));
}

}  // namespace

// Not constexpr: Microsoft's compiler before VS 2022 17.6 gives a constexpr definition internal linkage.
constinit const step_functions in_steps = {
    begin_first, {step_first, finish_first, begin_second, step_second}, finish_second};

#endif

#undef WSHAKE_WHOLE
#undef WSHAKE_PART

}  // namespace wshake::key::x86

#endif
