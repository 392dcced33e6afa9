// SPDX-License-Identifier: BSL-1.0
// The functions of digest.hpp, written for x86 processors with SHA instructions and AVX-512.
//
// The only SHA instruction that they use is sha1rnds4, which computes four rounds. They compute the schedule and the
// variable e by AVX-512, because the SHA instructions for these are slow on some processors: on Intel's family 6, model
// 207, sha1msg2 takes four cycles. There a digest takes a sixth less time than in digest_x86.cpp, and a client's
// handshake takes a sixth less, too.
#pragma once

#include <wshake/accept_key.hpp>

#include "digest.hpp"
#include "processor/features.hpp"

#if defined(WSHAKE_AVX512) && defined(WSHAKE_X86_SHA) && !defined(WSHAKE_OPTIMIZE_SIZE)
#define WSHAKE_AVX512_SHA

namespace wshake::key::avx512 {

// All functions of this header need processor::sha and processor::avx512. They first clear the upper halves of vector
// registers: see digest_x86.hpp.

detail::sha1_state make_digest(const char* key) noexcept;

extern const step_functions in_steps;

}  // namespace wshake::key::avx512

#endif
