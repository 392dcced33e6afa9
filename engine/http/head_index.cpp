// SPDX-License-Identifier: BSL-1.0
#include "head_index.hpp"

#include <cstring>

#include "block.hpp"

namespace wshake::http {

void index_lines(octets lines, head_index& index) noexcept {
  std::uint64_t carry = 0;  // the last octet of the block before was a CR
  std::uint64_t faults = 0;
  std::size_t count = 0;
  const auto add = [&](const block_masks& masks, std::size_t begin) {
    faults |= masks.other_controls | ((masks.carriage_returns << 1 | carry) ^ masks.line_feeds);
    carry = masks.carriage_returns >> 63;
    for (std::uint64_t left = masks.line_feeds; left != 0; left &= left - 1) {
      if (count == index.line_feeds.size()) return;
      index.line_feeds[count++] = static_cast<std::uint16_t>(begin + lowest_bit(left));
    }
  };

  std::size_t begin = 0;
  for (; lines.size() - begin >= block_size; begin += block_size) add(block::classify(lines.data() + begin), begin);
  const std::size_t left = lines.size() - begin;
  if (left > 0 && begin > 0) {
    // The last block overlaps the one before, whose octets are shifted out.
    block_masks last = block::classify(lines.end() - block_size);
    last.line_feeds >>= block_size - left;
    last.carriage_returns >>= block_size - left;
    last.other_controls >>= block_size - left;
    add(last, begin);
  } else if (left > 0) {
    std::array<char, block_size> only;
    std::memset(only.data(), ' ', only.size());
    std::memcpy(only.data(), lines.data(), left);
    add(block::classify(only.data()), 0);
  }
  index.size = count;
  index.clean = faults == 0;
}

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
