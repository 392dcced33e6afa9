// SPDX-License-Identifier: BSL-1.0
// `lines` for processors with AVX2. Everything that is included before the target changes is compiled for every
// processor: an inline function that others have, too, must not get into a program with instructions that it can't rely
// on.
#include <array>
#include <cstring>

#include "lines.hpp"
#include "octet_class.hpp"

#if defined(WSHAKE_AVX2)

#include <immintrin.h>

#include "base/field_names.hpp"
#include "block_portable.hpp"
#include "name_tables.hpp"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2")
#endif

#include "block_avx2.hpp"

namespace wshake::http::avx2 {

namespace block = avx2;

#include "fast_lines.inl"
#include "lines.inl"

}  // namespace wshake::http::avx2

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
