// SPDX-License-Identifier: BSL-1.0
// The parts of SHA-1 that both variants of the digest for x86 use. Each vector has four words, the first of them in the
// highest lane, as the SHA instructions take them.
#pragma once

#include <wshake/accept_key.hpp>

#include "digest.hpp"
#include "processor/features.hpp"

#if defined(WSHAKE_X86_SHA)

#include <immintrin.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace wshake::key {

#define WSHAKE_PART WSHAKE_USES("sse4.1,ssse3") WSHAKE_ALWAYS_INLINE

// The state of SHA-1. `abcd` has its variables a to d, the highest lane of `e` has its variable e. The other lanes of
// `e` are 0.
struct sha1_vectors {
  __m128i abcd;
  __m128i e;
};

WSHAKE_PART sha1_vectors initial_state() noexcept {
  constexpr detail::sha1_state initial;
  return {_mm_set_epi32(static_cast<int>(initial.a), static_cast<int>(initial.b), static_cast<int>(initial.c),
                        static_cast<int>(initial.d)),
          _mm_set_epi32(static_cast<int>(initial.e), 0, 0, 0)};
}

WSHAKE_PART detail::sha1_state to_words(sha1_vectors state) noexcept {
  detail::sha1_state words;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(&words), _mm_shuffle_epi32(state.abcd, 0x1b));
  words.e = static_cast<std::uint32_t>(_mm_extract_epi32(state.e, 3));
  return words;
}

WSHAKE_PART __m128i big_endian(__m128i text) noexcept {
  return _mm_shuffle_epi8(text, _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f));
}
WSHAKE_PART __m128i load(const char* text) noexcept {
  return big_endian(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text)));
}

// The octets that follow the key in the first block.
inline constexpr char guid_and_padding[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11\x80\0\0\0";
static_assert(octets(guid_and_padding).first(36) == detail::accept_guid);

// The first sixteen words of the first block's schedule.
struct first_words {
  __m128i w0;
  __m128i w1;
  __m128i w2;
  __m128i w3;
};
WSHAKE_PART first_words load_first_words(const char* key) noexcept {
  const __m128i key_end = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(key + 16));
  const __m128i guid_begin = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(guid_and_padding));
  return {load(key), big_endian(_mm_unpacklo_epi64(key_end, guid_begin)), load(guid_and_padding + 8),
          load(guid_and_padding + 24)};
}

// The second block's schedule, four words to a vector.
struct alignas(16) reversed_schedule {
  std::array<std::uint32_t, 80> words;
};
inline constexpr reversed_schedule second_block_words = [] {
  reversed_schedule reversed = {};
  for (std::size_t t = 0; t < 80; ++t) reversed.words[t] = detail::second_schedule[t / 4 * 4 + 3 - t % 4];
  return reversed;
}();

// Stores each vector by itself: compilers copy a struct of vectors in wider registers, and the upper halves of these
// registers would then be in use (digest_x86.hpp).
WSHAKE_PART void keep(registers& kept, unsigned index, __m128i vector) noexcept {
  _mm_store_si128(reinterpret_cast<__m128i*>(kept.words.data()) + index, vector);
}
WSHAKE_PART __m128i kept_at(const registers& kept, unsigned index) noexcept {
  return _mm_load_si128(reinterpret_cast<const __m128i*>(kept.words.data()) + index);
}

#undef WSHAKE_PART

}  // namespace wshake::key

#endif
