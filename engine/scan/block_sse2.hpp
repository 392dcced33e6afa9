// SPDX-License-Identifier: BSL-1.0
// The functions of block.hpp in SSE2, which every x86-64 processor has. SSE2 has no byte shuffle to classify token
// octets with, so names are read in plain C++.
#pragma once

#include "block_portable.hpp"
#include "vec16.hpp"

namespace wshake::scan::sse2 {

using portable::is_name;
using portable::last_window;
using portable::load_window;
using portable::name_size;
using portable::window;
using vec16::bits;
using vec16::equal;
using vec16::load;

inline block_masks classify(const char* block) noexcept {
  block_masks masks;
  for (unsigned offset = 0; offset < block_size; offset += 16) {
    const __m128i octets = load(block + offset);
    masks.line_feeds |= bits(equal(octets, '\n')) << offset;
    // One signed comparison finds all unusual octets: after the addition DEL and octets above 0x7f are at most 0.
    const __m128i one_more = _mm_add_epi8(octets, _mm_set1_epi8(1));
    masks.unusual |= bits(_mm_cmpgt_epi8(_mm_set1_epi8(0x21), one_more)) << offset;
  }
  return masks;
}

}  // namespace wshake::scan::sse2
