// SPDX-License-Identifier: BSL-1.0
// `lines` for x86 processors with SSE2.
#include <array>
#include <cstring>

#include "line_faults.hpp"
#include "lines.hpp"
#include "octet_class.hpp"

#if defined(__SSE2__)

#include "block_sse2.hpp"

namespace wshake::http {

namespace {

namespace block = sse2;

#include "lines.inl"

}  // namespace

constinit const line_functions sse2_lines = {index, read};

}  // namespace wshake::http

#endif
