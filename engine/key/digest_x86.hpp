// SPDX-License-Identifier: BSL-1.0
// digest.hpp's functions by the SHA instructions of x86 processors.
#pragma once

#include <wshake/accept_key.hpp>

#include "digest.hpp"
#include "processor/features.hpp"

#if defined(WSHAKE_X86_SHA)

namespace wshake::key::x86 {

// All of it need processor::sha, and processor::avx has to be told.
//
// SHA instructions have no VEX form. Executed while the upper halves of vector registers hold something, each of them
// waits for a merge, which costs more than the whole function. So the upper halves are cleared first, where there are
// any, and nothing is inlined here into code that might fill them.

void make_digest(const char* key, bool has_avx, detail::sha1_state& after) noexcept;
void write_digits(const detail::sha1_state& digest, char* out) noexcept;
void write_key(const char* nonce, char* out) noexcept;

// In steps: for speed, and not for who compiles for size. `number` is that of a step between the first, 0, and the
// last.
#if !defined(__OPTIMIZE_SIZE__)
#define WSHAKE_X86_SHA_STEPS
inline constexpr unsigned steps = 6;
void begin(const char* key, bool has_avx, registers& kept) noexcept;
void step(unsigned number, bool has_avx, registers& kept) noexcept;
void finish(bool has_avx, const registers& kept, detail::sha1_state& after) noexcept;
#endif

}  // namespace wshake::key::x86

#endif
