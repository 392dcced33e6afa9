// SPDX-License-Identifier: BSL-1.0
// This header tells which instruction set extensions this compilation has code for, and which extensions the processor
// has at run time.
//
// If WSHAKE_PROCESSOR_PORTABLE is defined, the engine is plain C++. If WSHAKE_PROCESSOR_TARGET is defined, the engine
// uses only the instructions that the compiler may use itself (-march and the like), and detects nothing. If neither
// macro is defined, the engine has all its variants for this architecture, and detects at run time which of them the
// processor can run.
#pragma once

#include <atomic>
#include <cstdint>

#include "compiler.hpp"

#if !defined(WSHAKE_PROCESSOR_PORTABLE)

#if defined(WSHAKE_TARGET_NEON)
#define WSHAKE_NEON
#endif

#if !defined(WSHAKE_PROCESSOR_TARGET) && \
    (defined(WSHAKE_TARGET_X86) || (defined(WSHAKE_NEON) && defined(WSHAKE_TARGET_DETECTS_ARM_SHA)))
#define WSHAKE_DETECT
#endif

#if defined(WSHAKE_TARGET_SSE2)
#define WSHAKE_SSE2
#endif
// -Os builds have no AVX2 variant, unless every function may use AVX2.
#if defined(WSHAKE_TARGET_X86_64) && \
    ((defined(WSHAKE_DETECT) && !defined(WSHAKE_OPTIMIZE_SIZE)) || defined(WSHAKE_TARGET_AVX2))
#define WSHAKE_AVX2
#endif
#if defined(WSHAKE_AVX2) && (defined(WSHAKE_DETECT) || defined(WSHAKE_TARGET_AVX512))
#define WSHAKE_AVX512
#endif
#if defined(WSHAKE_TARGET_X86) && (defined(WSHAKE_DETECT) || defined(WSHAKE_TARGET_X86_SHA))
#define WSHAKE_X86_SHA
#endif
#if defined(WSHAKE_NEON) && (defined(WSHAKE_DETECT) || defined(WSHAKE_TARGET_ARM_SHA))
#define WSHAKE_ARM_SHA
#endif

#endif

namespace wshake::processor {

enum feature : std::uint8_t {
  avx = 1,     // the processor has AVX, and the system saves the upper halves of vector registers
  sha = 2,     // SHA-1 instructions; on x86 with SSSE3 and SSE4.1
  avx2 = 4,    // AVX2, BMI1 and BMI2
  avx512 = 8,  // AVX-512 with BW, VL and VBMI2, and avx2
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
#if defined(WSHAKE_TARGET_AVX)
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
