// SPDX-License-Identifier: BSL-1.0
// index() and read() of lines.hpp in plain C++, and in the extensions that every x86-64 or 64-bit ARM processor has:
// SSE2, NEON.
#include <array>
#include <cstring>

#include "lines.hpp"
#include "octet_class.hpp"

#if defined(WSHAKE_PORTABLE_LINES)

#include "block_portable.hpp"

namespace wshake::scan::portable {

namespace block = portable;

#include "fast_lines.inl"
#include "lines.inl"

}  // namespace wshake::scan::portable

#endif

#if defined(WSHAKE_SSE2_LINES)

#include "block_sse2.hpp"

namespace wshake::scan::sse2 {

namespace block = sse2;

#include "fast_lines.inl"
#include "lines.inl"

}  // namespace wshake::scan::sse2

#endif

#if defined(WSHAKE_NEON)

#include "block_neon.hpp"

namespace wshake::scan::neon {

namespace block = neon;

#include "fast_lines.inl"
#include "lines.inl"

}  // namespace wshake::scan::neon

#endif
