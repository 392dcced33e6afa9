// SPDX-License-Identifier: BSL-1.0
// digest.hpp's functions with the SHA instructions of x86 processors.
#pragma once

#include <wshake/accept_key.hpp>

#include "digest.hpp"
#include "processor/features.hpp"

#if defined(WSHAKE_X86_SHA)

namespace wshake::key::x86 {

// All functions of this header need processor::sha; `has_avx` says whether the processor also has processor::avx.
//
// SHA instructions have no VEX encoding. If the upper halves of vector registers are in use, each SHA instruction waits
// for a merge, which costs more than the whole function. So the functions that take `has_avx` clear the upper halves
// first, if there are any, and inline no code that could fill them.

void make_digest(const char* key, bool has_avx, detail::sha1_state& after) noexcept;
void write_digits(const detail::sha1_state& digest, char* out) noexcept;
void write_key(const char* nonce, char* out) noexcept;

// The digest in steps. -Os builds leave the steps out, because the steps only serve speed. begin() takes step 0,
// finish() takes the last step, and step() takes one step between them.
#if !defined(WSHAKE_OPTIMIZE_SIZE)
#define WSHAKE_X86_SHA_STEPS
inline constexpr unsigned steps = 6;
void begin(const char* key, bool has_avx, registers& kept) noexcept;
void step(unsigned number, bool has_avx, registers& kept) noexcept;
void finish(bool has_avx, const registers& kept, detail::sha1_state& after) noexcept;
#endif

}  // namespace wshake::key::x86

#endif
