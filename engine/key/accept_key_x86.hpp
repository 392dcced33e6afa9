// SPDX-License-Identifier: BSL-1.0
// accept_key by the SHA instructions of x86 processors.
#pragma once

#include <wshake/accept_key.hpp>

#include "processor/features.hpp"

#if defined(WSHAKE_X86_SHA)

namespace wshake::key {

// Writes the 28 octets of the Sec-WebSocket-Accept for a key of 24. Needs processor::sha.
//
// SHA instructions have no VEX form. Executed while the upper halves of vector registers hold something, each of them waits
// for a merge, which costs more than the whole function. So the upper halves are cleared first, where there are any, and
// nothing is inlined here into code that might fill them.
void accept_x86(const char* key, bool has_avx, char* out) noexcept;

}  // namespace wshake::key

#endif
