// SPDX-License-Identifier: BSL-1.0
// The instruction set extensions that this compilation has code for, and the extensions that the processor has at run
// time.
//
// WSHAKE_PROCESSOR_PORTABLE: plain C++ only. WSHAKE_PROCESSOR_TARGET: only the instructions that the compiler may use
// itself (-march and the like), without detection. If neither macro is defined: all variants for this architecture,
// chosen by detection at run time.
#pragma once

#include <atomic>
#include <cstdint>

#if !defined(WSHAKE_PROCESSOR_PORTABLE)

#if defined(__x86_64__) || defined(__i386__)
#define WSHAKE_IS_X86
#elif defined(__aarch64__) && defined(__ARM_NEON) && !defined(__ARM_BIG_ENDIAN)
#define WSHAKE_NEON
#endif

// ARM: the library detects SHA-1 instructions at run time if the compiler may use them only in functions that enable
// them. clang before 16 cannot enable them for one function. Since 4.11, Linux lets a program read the identification
// register; Android's kernels are often older.
#if !defined(WSHAKE_PROCESSOR_TARGET)
#if defined(WSHAKE_IS_X86)
#define WSHAKE_DETECT
#elif defined(WSHAKE_NEON) && !defined(__ARM_FEATURE_SHA2) && defined(__linux__) && !defined(__ANDROID__) && \
    (!defined(__clang__) || __clang_major__ >= 16)
#define WSHAKE_DETECT
#endif
#endif

#if defined(__SSE2__)
#define WSHAKE_SSE2
#endif
// -Os builds leave the AVX2 variant out.
#if defined(__x86_64__) && ((defined(WSHAKE_DETECT) && !defined(__OPTIMIZE_SIZE__)) || \
                            (defined(__AVX2__) && defined(__BMI__) && defined(__BMI2__)))
#define WSHAKE_AVX2
#endif
#if defined(WSHAKE_AVX2) && (defined(WSHAKE_DETECT) || (defined(__AVX512BW__) && defined(__AVX512VBMI2__)))
#define WSHAKE_AVX512
#endif
#if defined(WSHAKE_IS_X86) && (defined(WSHAKE_DETECT) || (defined(__SHA__) && defined(__SSE4_1__)))
#define WSHAKE_X86_SHA
#endif
#if defined(WSHAKE_NEON) && (defined(WSHAKE_DETECT) || defined(__ARM_FEATURE_SHA2))
#define WSHAKE_ARM_SHA
#endif

#endif

namespace wshake::processor {

enum feature : std::uint8_t {
  avx = 1,     // the processor has AVX, and the system saves the upper halves of vector registers
  sha = 2,     // SHA-1 instructions; on x86 with SSSE3 and SSE4.1
  avx2 = 4,    // AVX2, BMI1 and BMI2
  avx512 = 8,  // AVX-512 with BW and VBMI2, and avx2
};

// All features of the processor, detected once. Concurrent detections are harmless: they store the same value.
#if defined(WSHAKE_DETECT)
extern std::atomic<std::uint8_t> found_features;  // 0 until they are detected
unsigned find_features() noexcept;
inline unsigned features() noexcept {
  const unsigned found = found_features.load(std::memory_order_relaxed);
  return found != 0 ? found : find_features();
}
#else
constexpr unsigned features() noexcept {
  unsigned compiled_for = 0;
#if defined(__AVX__)
  compiled_for |= avx;
#endif
#if defined(WSHAKE_X86_SHA) || defined(WSHAKE_ARM_SHA)
  compiled_for |= sha;
#endif
#if defined(WSHAKE_AVX2)
  compiled_for |= avx2;
#endif
#if defined(WSHAKE_AVX512)
  compiled_for |= avx512;
#endif
  return compiled_for;
}
#endif

}  // namespace wshake::processor
