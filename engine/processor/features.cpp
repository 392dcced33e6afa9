// SPDX-License-Identifier: BSL-1.0
#include "features.hpp"

#if defined(WSHAKE_DETECT)

namespace wshake::processor {

namespace {

constexpr std::uint8_t is_known = 128;

#if defined(WSHAKE_TARGET_X86)

constexpr unsigned bit(unsigned number) noexcept { return 1U << number; }
constexpr bool has(unsigned bits, unsigned wanted) noexcept { return (bits & wanted) == wanted; }

// The bits of CPUID's registers.
constexpr unsigned ssse3_sse41 = bit(9) | bit(19);               // leaf 1, ecx
constexpr unsigned osxsave_avx = bit(27) | bit(28);              // leaf 1, ecx
constexpr unsigned avx2_bmi1_bmi2 = bit(5) | bit(3) | bit(8);    // leaf 7, ebx
constexpr unsigned avx512f_bw_vl = bit(16) | bit(30) | bit(31);  // leaf 7, ebx
constexpr unsigned sha_instructions = bit(29);                   // leaf 7, ebx
constexpr unsigned avx512_vbmi2 = bit(6);                        // leaf 7, ecx

// The bits of XCR0: register states that the operating system saves.
constexpr unsigned avx_states = 0x06;
constexpr unsigned avx512_states = 0xe6;

unsigned find_out() noexcept {
  const cpuid_registers first = cpuid(1);
  const cpuid_registers seventh = cpuid(7);
  const unsigned states = has(first.ecx, osxsave_avx) ? saved_states() : 0;
  unsigned found = 0;
  if (has(first.ecx, ssse3_sse41) && has(seventh.ebx, sha_instructions)) found |= sha;
  if (!has(states, avx_states)) return found;
  found |= avx;
  if (!has(seventh.ebx, avx2_bmi1_bmi2)) return found;
  found |= avx2;
  if (has(states, avx512_states) && has(seventh.ebx, avx512f_bw_vl) && has(seventh.ecx, avx512_vbmi2)) found |= avx512;
  return found;
}

#else

unsigned find_out() noexcept {
  constexpr unsigned sha1_at = 8;  // the first bit of a four-bit field; the field is 0 without SHA-1 instructions
  return (instruction_sets() >> sha1_at & 0xf) != 0 ? sha : 0;
}

#endif

}  // namespace

constinit std::atomic<std::uint8_t> found_features = 0;

// Not inlined into features(), because find_features() runs once, and features() is inlined into many functions.
WSHAKE_NOINLINE unsigned find_features() noexcept {
  const auto found = static_cast<std::uint8_t>(is_known | find_out());
  found_features.store(found, std::memory_order_relaxed);
  return found;
}

}  // namespace wshake::processor

#endif
