// SPDX-License-Identifier: BSL-1.0
// `lines` in plain C++.
#include <array>
#include <cstring>

#include "lines.hpp"
#include "octet_class.hpp"

#if defined(WSHAKE_PORTABLE_LINES)

#include "block_portable.hpp"

namespace wshake::http::portable {

namespace block = portable;

#include "fast_lines.inl"
#include "lines.inl"

}  // namespace wshake::http::portable

#endif
