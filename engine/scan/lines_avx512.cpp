// SPDX-License-Identifier: BSL-1.0
// `lines` for processors with AVX-512. Everything that is included before the target changes is compiled for every
// processor: an inline function that others have, too, must not get into a program with instructions that it can't rely
// on.
#include <array>
#include <cstring>

#include "lines.hpp"
#include "octet_class.hpp"

#if defined(WSHAKE_AVX512)

#include <immintrin.h>

#include "block_portable.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,popcnt"))), \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vbmi2,avx2,bmi,bmi2,popcnt")
#endif

#include "block_avx512.hpp"

namespace wshake::http::avx512 {

namespace block = avx512;

#include "lines.inl"

}  // namespace wshake::http::avx512

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
