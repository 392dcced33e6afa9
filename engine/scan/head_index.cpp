// SPDX-License-Identifier: BSL-1.0
#include "head_index.hpp"

#include "processor/features.hpp"

#if defined(WSHAKE_SSE2)
#include "block_sse2.hpp"
#elif defined(WSHAKE_NEON)
#include "block_neon.hpp"
#else
#include "block_portable.hpp"
#endif

namespace wshake::http {

#if defined(WSHAKE_SSE2)
namespace block = sse2;
#elif defined(WSHAKE_NEON)
namespace block = neon;
#else
namespace block = portable;
#endif

std::size_t find_line_feed(octets text, std::size_t from) noexcept {
  std::size_t at = from;
  for (; text.size() - at >= block::step; at += block::step) {
    const std::uint64_t found = block::line_feeds(text.data() + at);
    if (found != 0) return at + lowest_bit(found);
  }
  while (at < text.size() && text.data()[at] != '\n') ++at;
  return at;
}

}  // namespace wshake::http
