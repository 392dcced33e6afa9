// SPDX-License-Identifier: BSL-1.0
// `lines` for x86 processors with SSE2.
#include <array>
#include <cstring>

#include "lines.hpp"
#include "octet_class.hpp"

#if defined(WSHAKE_SSE2_LINES)

#include "block_sse2.hpp"

namespace wshake::http::sse2 {

namespace block = sse2;

#include "fast_lines.inl"
#include "lines.inl"

}  // namespace wshake::http::sse2

#endif
