// SPDX-License-Identifier: BSL-1.0
// Maps the functions of Microsoft's <intrin.h> that the engine uses to the functions of as_msvc.hpp.
#pragma once

#undef __cpuid
#define __cpuid(words, leaf) msvc_cpuidex(words, leaf, 0)
#undef __cpuidex
#define __cpuidex msvc_cpuidex
#undef _xgetbv
#define _xgetbv msvc_xgetbv
#undef _mm256_zeroupper
#define _mm256_zeroupper msvc_zeroupper
