// SPDX-License-Identifier: BSL-1.0
// Makes clang for Linux take the branches of the engine for Microsoft's compiler. The standard library and the
// intrinsics come first, because they need clang's own macros. Then the macros of clang and gcc are undefined, and the
// macros of Microsoft's compiler are defined. All sources of the engine follow this header, as one source.
#pragma once

#include <bits/stdc++.h>
#include <cpuid.h>
#include <immintrin.h>

// The functions of Microsoft's <intrin.h> that clang has under other names. The file intrin.h gives them Microsoft's
// names.
inline void msvc_cpuidex(int words[4], int leaf, int subleaf) noexcept {
  __asm__ volatile("cpuid" : "=a"(words[0]), "=b"(words[1]), "=c"(words[2]), "=d"(words[3]) : "a"(leaf), "c"(subleaf));
}
inline unsigned long long msvc_xgetbv(unsigned number) noexcept {
  unsigned low = 0;
  unsigned high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(number));
  return low | static_cast<unsigned long long>(high) << 32;
}
inline void msvc_zeroupper() noexcept { __asm__ volatile("vzeroupper" : : : "memory"); }

#undef __clang__
#undef __clang_major__
#undef __GNUC__
#undef __linux__
#undef __x86_64__
#undef __OPTIMIZE_SIZE__
#undef __SSE2__
#undef __SSE4_1__
#undef __SHA__
#undef __AVX__
#undef __AVX2__
#undef __BMI__
#undef __BMI2__
#undef __AVX512BW__
#undef __AVX512VL__
#undef __AVX512VBMI2__
#define _MSC_VER 1940
#define _M_X64 100

// Microsoft's compiler has none of the names below, so the engine must not use them.
#pragma clang poison __attribute__ __asm__ __asm asm typeof __typeof__ __int128 __restrict__
#pragma clang poison __get_cpuid __get_cpuid_count __get_cpuid_max
#pragma clang poison __builtin_expect __builtin_unreachable __builtin_memcpy __builtin_memcmp __builtin_assume
#pragma clang poison __builtin_ctz __builtin_ctzll __builtin_clz __builtin_popcount __builtin_popcountll
#pragma clang poison __builtin_bswap32 __builtin_bswap64 __builtin_constant_p __builtin_prefetch __builtin_trap

#include "processor/features.hpp"

#if !defined(WSHAKE_AVX2) || !defined(WSHAKE_AVX512) || !defined(WSHAKE_X86_SHA) || !defined(WSHAKE_SSE2)
#error "the branch for Microsoft's compiler has fewer variants for processors than the branch for clang and gcc"
#endif

// Microsoft's compiler accepts every intrinsic in every function. clang accepts an intrinsic only in a function with
// the attribute target.
#undef WSHAKE_USES
#define WSHAKE_USES(instructions) [[gnu::target(instructions)]]
#undef WSHAKE_BEGIN_USES
#define WSHAKE_AS_PRAGMA(text) _Pragma(#text)
#define WSHAKE_BEGIN_USES(instructions) \
  WSHAKE_AS_PRAGMA(clang attribute push([[gnu::target(instructions)]], apply_to = function))
#undef WSHAKE_END_USES
#define WSHAKE_END_USES WSHAKE_AS_PRAGMA(clang attribute pop)
