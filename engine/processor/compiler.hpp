// SPDX-License-Identifier: BSL-1.0
// Macros and functions for the compiler extensions that the engine uses apart from intrinsics, with a branch for clang
// and gcc (also clang-cl), and a branch for Microsoft's compiler. For other compilers the engine is plain C++.
//
// Macros that describe the target of the compilation:
// - WSHAKE_TARGET_X86, WSHAKE_TARGET_X86_64: an x86 processor; a 64-bit x86 processor. Neither is defined for 32-bit
//   x86 with Microsoft's compiler, which passes no struct of vectors by value.
// - WSHAKE_TARGET_NEON: a little-endian 64-bit ARM processor.
// - WSHAKE_TARGET_DETECTS_ARM_SHA: the compiler can enable the SHA-1 instructions, which the target lacks, for one
//   function, and the system lets a program read the identification registers. Linux lets programs read them since
//   4.11, but Android's kernels are often older. clang before 16 cannot enable the instructions for one function.
// - WSHAKE_TARGET_SSE2, _AVX, _AVX2 (with BMI1 and BMI2), _AVX512 (with BW, VL and VBMI2), _X86_SHA (with SSE4.1),
//   _ARM_SHA: every function may use these instructions, as -march or /arch says.
// - WSHAKE_OPTIMIZE_SIZE: -Os. Define it yourself for /O1, which Microsoft's compiler has no macro for.
//
// Macros that mark functions:
// - WSHAKE_NOINLINE, WSHAKE_ALWAYS_INLINE: before a function.
// - WSHAKE_ALWAYS_INLINE_LAMBDA: behind the parameters of a lambda.
// - WSHAKE_USES(instructions), WSHAKE_USES_ARM_SHA: before a function that uses instructions beyond the target's.
// - WSHAKE_BEGIN_USES(instructions), WSHAKE_END_USES: around functions that use instructions beyond the target's.
//   Microsoft's compiler accepts every intrinsic in every function.
#pragma once

#include <cstdint>

// --- The target. -----------------------------------------------------------------------------------------------------

#if defined(__x86_64__) || (defined(_M_X64) && !defined(_M_ARM64EC))
#define WSHAKE_TARGET_X86_64
#endif
#if defined(WSHAKE_TARGET_X86_64) || defined(__i386__)
#define WSHAKE_TARGET_X86
#endif
#if defined(__aarch64__) && defined(__ARM_NEON) && !defined(__ARM_BIG_ENDIAN)
#define WSHAKE_TARGET_NEON
#endif

#if !defined(__ARM_FEATURE_SHA2) && defined(__linux__) && !defined(__ANDROID__) && \
    (!defined(__clang__) || __clang_major__ >= 16)
#define WSHAKE_TARGET_DETECTS_ARM_SHA
#endif

// Microsoft's compiler has no macro for SSE2 in 64-bit x86, and no macros for BMI1 and BMI2.
#if defined(__SSE2__) || (defined(_MSC_VER) && defined(WSHAKE_TARGET_X86_64))
#define WSHAKE_TARGET_SSE2
#endif
#if defined(__AVX__)
#define WSHAKE_TARGET_AVX
#endif
#if defined(__AVX2__) && ((defined(__BMI__) && defined(__BMI2__)) || (defined(_MSC_VER) && !defined(__clang__)))
#define WSHAKE_TARGET_AVX2
#endif
#if defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512VBMI2__)
#define WSHAKE_TARGET_AVX512
#endif
#if defined(__SHA__) && defined(__SSE4_1__)
#define WSHAKE_TARGET_X86_SHA
#endif
#if defined(__ARM_FEATURE_SHA2)
#define WSHAKE_TARGET_ARM_SHA
#endif

#if defined(__OPTIMIZE_SIZE__) && !defined(WSHAKE_OPTIMIZE_SIZE)
#define WSHAKE_OPTIMIZE_SIZE
#endif

// --- Marks of functions. ---------------------------------------------------------------------------------------------

#if defined(__GNUC__) || defined(__clang__)

#define WSHAKE_NOINLINE __attribute__((noinline))
#define WSHAKE_ALWAYS_INLINE inline __attribute__((always_inline))
#define WSHAKE_USES(instructions) __attribute__((target(instructions)))
#define WSHAKE_PRAGMA(text) _Pragma(#text)

#if defined(__clang__)
#define WSHAKE_ALWAYS_INLINE_LAMBDA
#define WSHAKE_BEGIN_USES(instructions) \
  WSHAKE_PRAGMA(clang attribute push(__attribute__((target(instructions))), apply_to = function))
#define WSHAKE_END_USES WSHAKE_PRAGMA(clang attribute pop)
#else
#define WSHAKE_ALWAYS_INLINE_LAMBDA __attribute__((always_inline))
#define WSHAKE_BEGIN_USES(instructions) WSHAKE_PRAGMA(GCC push_options) WSHAKE_PRAGMA(GCC target(instructions))
#define WSHAKE_END_USES WSHAKE_PRAGMA(GCC pop_options)
#endif

// gcc declares the intrinsics of SHA-1 only together with the intrinsics of AES, which the engine does not use.
#if !defined(__clang__)
#define WSHAKE_USES_ARM_SHA WSHAKE_USES("+crypto")
#elif !defined(WSHAKE_TARGET_ARM_SHA)
#define WSHAKE_USES_ARM_SHA WSHAKE_USES("sha2")
#else
#define WSHAKE_USES_ARM_SHA
#endif

#elif defined(_MSC_VER)

#define WSHAKE_NOINLINE __declspec(noinline)
#define WSHAKE_ALWAYS_INLINE __forceinline
#define WSHAKE_ALWAYS_INLINE_LAMBDA
#define WSHAKE_USES(instructions)
#define WSHAKE_BEGIN_USES(instructions)
#define WSHAKE_END_USES

#else

#define WSHAKE_NOINLINE
#define WSHAKE_ALWAYS_INLINE inline
#define WSHAKE_ALWAYS_INLINE_LAMBDA
#define WSHAKE_USES(instructions)
#define WSHAKE_BEGIN_USES(instructions)
#define WSHAKE_END_USES
#if !defined(WSHAKE_PROCESSOR_PORTABLE)
#define WSHAKE_PROCESSOR_PORTABLE
#endif

#endif

// --- Instructions. ---------------------------------------------------------------------------------------------------

#if !defined(WSHAKE_PROCESSOR_PORTABLE)

#if defined(WSHAKE_TARGET_X86)
#if defined(__GNUC__) || defined(__clang__)
#include <cpuid.h>
#else
#include <intrin.h>
#endif
#endif

namespace wshake::processor {

#if defined(WSHAKE_TARGET_X86)

// Three of the registers that CPUID fills.
struct cpuid_registers {
  unsigned ebx;
  unsigned ecx;
  unsigned edx;
};

#if defined(__GNUC__) || defined(__clang__)

// The registers that CPUID fills for subleaf 0 of a leaf. All are zero if the processor does not have the leaf.
inline cpuid_registers cpuid(unsigned leaf) noexcept {
  cpuid_registers found = {};
  unsigned eax = 0;
  return __get_cpuid_count(leaf, 0, &eax, &found.ebx, &found.ecx, &found.edx) != 0 ? found : cpuid_registers{};
}

// The register states that the operating system saves (the lower half of XCR0).
inline unsigned saved_states() noexcept {
  unsigned low = 0;   // NOLINT(misc-const-correctness): the instruction writes it
  unsigned high = 0;  // NOLINT(misc-const-correctness): the instruction writes it
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

// Clears the upper halves of the vector registers. The intrinsic _mm256_zeroupper() is allowed only in functions that
// are compiled with AVX.
inline void clear_upper_halves() noexcept { __asm__ volatile("vzeroupper" : : : "memory"); }

#else

inline cpuid_registers cpuid(unsigned leaf) noexcept {
  int words[4] = {};
  __cpuid(words, 0);
  if (static_cast<unsigned>(words[0]) < leaf) return {};
  __cpuidex(words, static_cast<int>(leaf), 0);
  return {static_cast<unsigned>(words[1]), static_cast<unsigned>(words[2]), static_cast<unsigned>(words[3])};
}
inline unsigned saved_states() noexcept { return static_cast<unsigned>(_xgetbv(0)); }
inline void clear_upper_halves() noexcept { _mm256_zeroupper(); }

#endif

#elif defined(WSHAKE_TARGET_NEON) && defined(WSHAKE_TARGET_DETECTS_ARM_SHA)

// The register ID_AA64ISAR0_EL1.
inline std::uint64_t instruction_sets() noexcept {
  std::uint64_t fields = 0;
  __asm__("mrs %0, id_aa64isar0_el1" : "=r"(fields));
  return fields;
}

#endif

}  // namespace wshake::processor

#endif
