// SPDX-License-Identifier: BSL-1.0
// The functions of digest.hpp, written for x86 processors with SHA instructions.
#pragma once

#include <wshake/accept_key.hpp>

#include "digest.hpp"
#include "processor/features.hpp"

#if defined(WSHAKE_X86_SHA)

namespace wshake::key::x86 {

// All functions of this header need processor::sha; `has_avx` says whether the processor also has processor::avx.
//
// SHA instructions have no VEX encoding. If the upper halves of vector registers are in use, each SHA instruction must
// merge its result with an upper half. Waiting for these merges costs more than the rest of the function. So the
// functions that take `has_avx` first clear the upper halves if `has_avx` is true, and inline no code that could fill
// the upper halves.

void make_digest(const char* key, bool has_avx, detail::sha1_state& after) noexcept;
void write_digits(const detail::sha1_state& digest, char* out) noexcept;
void write_key(const char* nonce, char* out) noexcept;

// Computes the digest in steps. -Os builds leave the steps out, because the steps only serve speed. begin() takes
// step 0, step() takes step `number`, finish() takes the last step.
#if !defined(WSHAKE_OPTIMIZE_SIZE)
#define WSHAKE_X86_SHA_STEPS
inline constexpr unsigned steps = 6;
void begin(const char* key, bool has_avx, registers& kept) noexcept;
void step(unsigned number, bool has_avx, registers& kept) noexcept;
void finish(bool has_avx, const registers& kept, detail::sha1_state& after) noexcept;
#endif

}  // namespace wshake::key::x86

#endif
