// SPDX-License-Identifier: BSL-1.0
// `lines` for 64-bit ARM processors.
#include <array>
#include <cstring>

#include "lines.hpp"
#include "octet_class.hpp"

#if defined(WSHAKE_NEON)

#include "block_neon.hpp"

namespace wshake::http::neon {

namespace block = neon;

#include "fast_lines.inl"
#include "lines.inl"

}  // namespace wshake::http::neon

#endif
