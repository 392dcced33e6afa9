// SPDX-License-Identifier: BSL-1.0
// accept_key by the SHA instructions of x86 processors.
#pragma once

#include <wshake/accept_key.hpp>

#if defined(__x86_64__) || defined(__i386__)

namespace wshake::key {

// What the processor can do.
struct x86_features {
  bool sha = false;  // SHA, SSE4.1 and SSSE3
  bool avx = false;  // there are upper halves of vector registers, and the system keeps them
};
x86_features detect_x86() noexcept;

// The digest of the 60 octets for a key of 24. Needs x86_features::sha.
//
// SHA instructions have no VEX form. Executed while the upper halves of vector registers hold something, each of them waits
// for a merge, which costs more than the whole function. So the upper halves are cleared first, where there are any, and
// nothing is inlined here into code that might fill them.
detail::sha1_state digest_x86(const char* key, bool has_avx) noexcept;

}  // namespace wshake::key

#endif
