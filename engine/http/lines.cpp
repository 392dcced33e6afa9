// SPDX-License-Identifier: BSL-1.0
// The choice among the variants of `lines`.
#include "lines.hpp"

#include "processor/features.hpp"

namespace wshake::http {

const line_functions& lines() noexcept {
#if defined(__x86_64__)
  if ((processor::features() & processor::avx2) != 0) return avx2_lines;
#endif
#if defined(__SSE2__)
  return sse2_lines;
#else
  return portable_lines;
#endif
}

}  // namespace wshake::http
