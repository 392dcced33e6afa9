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
// SHA instructions have no VEX form. Executed while the upper halves of vector registers hold something, each of them waits
// for a merge, which costs more than the whole function. So the upper halves are cleared first, where there are any, and
// nothing is inlined here into code that might fill them.

void digest_first(const char* key, bool has_avx, detail::sha1_state& after) noexcept;
void digest_second(const detail::sha1_state& first, bool has_avx, char* out) noexcept;

// In steps: for speed, and not for who compiles for size.
#if !defined(__OPTIMIZE_SIZE__)
#define WSHAKE_X86_SHA_STEPS
void begin_first(const char* key, bool has_avx, registers& kept) noexcept;
void go_on_first(bool has_avx, registers& kept) noexcept;
void finish_first(bool has_avx, const registers& kept, detail::sha1_state& after) noexcept;
void begin_second(const detail::sha1_state& first, bool has_avx, registers& kept) noexcept;
void go_on_second(bool has_avx, registers& kept) noexcept;
void finish_second(bool has_avx, const registers& kept, char* out) noexcept;
#endif

}  // namespace wshake::key::x86

#endif
