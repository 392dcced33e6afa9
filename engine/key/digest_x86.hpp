// SPDX-License-Identifier: BSL-1.0
// The functions of digest.hpp, written for x86 processors with SHA instructions.
#pragma once

#include <wshake/accept_key.hpp>

#include "digest.hpp"
#include "processor/features.hpp"

#if defined(WSHAKE_X86_SHA)

namespace wshake::key::x86 {

// All functions of this header need processor::sha.
//
// SHA instructions have no VEX encoding. If the upper halves of vector registers are in use, each SHA instruction must
// merge its result with an upper half. Waiting for these merges costs more than the rest of the function. So the
// functions with SHA instructions first clear the upper halves if the processor has AVX, and inline no code that could
// fill the upper halves. These functions return the digest by value: a caller that initializes a digest before the call
// would write a vector register while the upper halves are in use. This costs 150 ns on Intel's family 6, model 207.

detail::sha1_state make_digest(const char* key) noexcept;
void write_digits(const detail::sha1_state& digest, char* out) noexcept;
void write_key(const char* nonce, char* out) noexcept;

// -Os builds leave the steps out, because the steps only serve speed.
#if !defined(WSHAKE_OPTIMIZE_SIZE)
#define WSHAKE_X86_SHA_STEPS
extern const step_functions in_steps;
#endif

}  // namespace wshake::key::x86

#endif
