// SPDX-License-Identifier: BSL-1.0
#include "digest_avx512.hpp"

#if defined(WSHAKE_AVX512_SHA)

#include <immintrin.h>

#include "sha1_x86.hpp"

namespace wshake::key::avx512 {

namespace {

#define WSHAKE_PART WSHAKE_USES("sha,sse4.1,ssse3,avx512f,avx512vl") WSHAKE_ALWAYS_INLINE
#define WSHAKE_WHOLE WSHAKE_USES("sha,sse4.1,ssse3,avx512f,avx512vl") WSHAKE_NOINLINE

WSHAKE_PART __m128i exclusive_or(__m128i a, __m128i b, __m128i c, __m128i d) noexcept {
  return _mm_xor_si128(_mm_ternarylogic_epi32(a, b, c, 0x96), d);
}

// The next four words of the schedule, from the sixteen words before them (FIPS 180-4 section 6.1.2):
//   W(t) = the exclusive or of W(t-3), W(t-8), W(t-14) and W(t-16), rotated left by 1
// The fourth of the new words needs the first one: `others` leaves the first one out, and the second rotation adds it.
WSHAKE_PART __m128i next(__m128i w0, __m128i w1, __m128i w2, __m128i w3) noexcept {
  const __m128i others = exclusive_or(_mm_slli_si128(w3, 4), w2, _mm_alignr_epi8(w0, w1, 8), w0);
  return _mm_xor_si128(_mm_rol_epi32(others, 1), _mm_rol_epi32(_mm_srli_si128(others, 12), 2));
}

// The next four words of the schedule, from the 32 words before them. If the formula above replaces each word on its
// right side, most words occur twice and cancel out:
//   W(t) = the exclusive or of W(t-6), W(t-16), W(t-28) and W(t-32), rotated left by 2
// None of the new words needs another.
WSHAKE_PART __m128i next(__m128i w0, __m128i w1, __m128i w4, __m128i w6, __m128i w7) noexcept {
  return _mm_rol_epi32(exclusive_or(w0, w1, w4, _mm_alignr_epi8(w6, w7, 8)), 2);
}

// A block's computation between two rounds.
struct block {
  __m128i abcd;
  __m128i e;            // the variable e in the highest lane; the other lanes are 0
  sha1_vectors before;  // the state before the block
};

WSHAKE_PART block begin_block(sha1_vectors state) noexcept { return {state.abcd, state.e, state}; }

// Groups of four rounds, from `group` up to, but not including, `end`. `quarter` (0 to 3) selects the round function
// and the round constant. After four rounds the variable e is the variable a from before them, rotated left by 30.
template <int quarter>
WSHAKE_PART void rounds(block& in, const __m128i* schedule, unsigned group, unsigned end) noexcept {
  for (; group < end; ++group) {
    const __m128i words = _mm_add_epi32(in.e, schedule[group]);
    in.e = _mm_maskz_rol_epi32(8, in.abcd, 30);
    in.abcd = _mm_sha1rnds4_epu32(in.abcd, words, quarter);
  }
}

// A block's twenty groups, in three parts.
WSHAKE_PART void first_part(block& in, const __m128i* schedule) noexcept {
  rounds<0>(in, schedule, 0, 5);
  rounds<1>(in, schedule, 5, 7);
}
WSHAKE_PART void second_part(block& in, const __m128i* schedule) noexcept {
  rounds<1>(in, schedule, 7, 10);
  rounds<2>(in, schedule, 10, 14);
}
WSHAKE_PART sha1_vectors last_part(block& in, const __m128i* schedule) noexcept {
  rounds<2>(in, schedule, 14, 15);
  rounds<3>(in, schedule, 15, 20);
  return {_mm_add_epi32(in.abcd, in.before.abcd), _mm_add_epi32(in.e, in.before.e)};
}

const __m128i* second_schedule() noexcept { return reinterpret_cast<const __m128i*>(second_block_words.words.data()); }

// The places of the vectors in `registers`.
enum place : unsigned { abcd, e, second_abcd, second_e, schedule };  // second_: the state before the second block

const __m128i* first_schedule(const registers& kept) noexcept {
  return reinterpret_cast<const __m128i*>(kept.words.data()) + schedule;
}

WSHAKE_PART void write_first_schedule(const char* key, registers& kept) noexcept {
  const first_words words = load_first_words(key);
  auto* const w = reinterpret_cast<__m128i*>(kept.words.data()) + schedule;
  w[0] = words.w0;
  w[1] = words.w1;
  w[2] = words.w2;
  w[3] = words.w3;
  for (unsigned t = 4; t < 8; ++t) w[t] = next(w[t - 4], w[t - 3], w[t - 2], w[t - 1]);
  for (unsigned t = 8; t < 20; ++t) w[t] = next(w[t - 8], w[t - 7], w[t - 4], w[t - 2], w[t - 1]);
}

WSHAKE_PART void keep(registers& kept, const block& in) noexcept {
  keep(kept, abcd, in.abcd);
  keep(kept, e, in.e);
}
WSHAKE_PART block kept_block(const registers& kept, sha1_vectors before) noexcept {
  return {kept_at(kept, abcd), kept_at(kept, e), before};
}
WSHAKE_PART block kept_second(const registers& kept) noexcept {
  return kept_block(kept, {kept_at(kept, second_abcd), kept_at(kept, second_e)});
}

}  // namespace

WSHAKE_WHOLE detail::sha1_state make_digest(const char* key) noexcept {
  processor::clear_upper_halves();
  registers kept;
  write_first_schedule(key, kept);
  block first = begin_block(initial_state());
  first_part(first, first_schedule(kept));
  second_part(first, first_schedule(kept));
  block second = begin_block(last_part(first, first_schedule(kept)));
  first_part(second, second_schedule());
  second_part(second, second_schedule());
  return to_words(last_part(second, second_schedule()));
}

namespace {

WSHAKE_WHOLE void begin_first(const char* key, registers& kept) noexcept {
  processor::clear_upper_halves();
  write_first_schedule(key, kept);
  block first = begin_block(initial_state());
  first_part(first, first_schedule(kept));
  keep(kept, first);
}
WSHAKE_WHOLE void step_first(registers& kept) noexcept {
  processor::clear_upper_halves();
  block first = kept_block(kept, initial_state());
  second_part(first, first_schedule(kept));
  keep(kept, first);
}
WSHAKE_WHOLE void finish_first(registers& kept) noexcept {
  processor::clear_upper_halves();
  block first = kept_block(kept, initial_state());
  const block second = begin_block(last_part(first, first_schedule(kept)));
  keep(kept, second);
  keep(kept, second_abcd, second.before.abcd);
  keep(kept, second_e, second.before.e);
}
WSHAKE_WHOLE void begin_second(registers& kept) noexcept {
  processor::clear_upper_halves();
  block second = kept_second(kept);
  first_part(second, second_schedule());
  keep(kept, second);
}
WSHAKE_WHOLE void step_second(registers& kept) noexcept {
  processor::clear_upper_halves();
  block second = kept_second(kept);
  second_part(second, second_schedule());
  keep(kept, second);
}
WSHAKE_WHOLE detail::sha1_state finish_second(const registers& kept) noexcept {
  processor::clear_upper_halves();
  block second = kept_second(kept);
  return to_words(last_part(second, second_schedule()));
}

}  // namespace

// Not constexpr: Microsoft's compiler before VS 2022 17.6 gives a constexpr definition internal linkage.
constinit const step_functions in_steps = {
    begin_first, {step_first, finish_first, begin_second, step_second}, finish_second};

#undef WSHAKE_WHOLE
#undef WSHAKE_PART

}  // namespace wshake::key::avx512

#endif
