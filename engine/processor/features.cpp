// SPDX-License-Identifier: BSL-1.0
#include "features.hpp"

#if defined(WSHAKE_DETECT)

#if defined(WSHAKE_IS_X86)
#include <cpuid.h>
#endif

namespace wshake::processor {

namespace {

constexpr std::uint8_t is_known = 128;

#if defined(WSHAKE_IS_X86)

unsigned find_out() noexcept {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0) return 0;
  const bool sse = (c & bit_SSSE3) != 0 && (c & bit_SSE4_1) != 0;
  unsigned found = 0;
  if ((c & bit_OSXSAVE) != 0 && (c & bit_AVX) != 0) {
    unsigned low = 0;   // NOLINT(misc-const-correctness): the instruction writes it
    unsigned high = 0;  // NOLINT(misc-const-correctness): the instruction writes it
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    constexpr unsigned avx_state = 0x06;
    constexpr unsigned avx512_state = 0xe6;
    if ((low & avx_state) == avx_state) found |= avx;
    if ((low & avx512_state) == avx512_state) found |= avx512;
  }
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return found & avx;
  constexpr unsigned bit_sha = 1U << 29;
  constexpr unsigned avx2_bits = bit_AVX2 | bit_BMI | bit_BMI2;
  if (sse && (b & bit_sha) != 0) found |= sha;
  if ((found & avx) != 0 && (b & avx2_bits) == avx2_bits) found |= avx2;
  constexpr unsigned avx512_bits = bit_AVX512F | bit_AVX512BW;
  if ((found & avx2) == 0 || (b & avx512_bits) != avx512_bits || (c & bit_AVX512VBMI2) == 0) found &= ~unsigned{avx512};
  return found;
}

#else

unsigned find_out() noexcept {
  std::uint64_t instructions = 0;
  __asm__("mrs %0, id_aa64isar0_el1" : "=r"(instructions));
  constexpr unsigned sha1_at = 8;  // offset of a field of four bits, which is 0 without SHA-1 instructions
  return (instructions >> sha1_at & 0xf) != 0 ? sha : 0;
}

#endif

}  // namespace

constinit std::atomic<std::uint8_t> found_features = 0;

unsigned find_features() noexcept {
  const auto found = static_cast<std::uint8_t>(is_known | find_out());
  found_features.store(found, std::memory_order_relaxed);
  return found;
}

}  // namespace wshake::processor

#endif
