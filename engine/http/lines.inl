// SPDX-License-Identifier: BSL-1.0
// How lines are indexed, included by each variant, which says in `block` how its processor does it (block.hpp).

void index(octets head, std::size_t begin, head_index& index) noexcept {
  const char* const text = head.data();
  std::uint16_t* next = index.begins.data();
  std::uint64_t begins = 1;  // bit n: a line begins at octet n of the block
  std::uint64_t ending = 0;  // the last octet of the block before may be the CR of a CRLF
  std::uint64_t faults = 0;
  *next++ = static_cast<std::uint16_t>(begin);
  index.ended = false;

  // A line that begins with an unusual octet may be the empty one, which ends the head.
  const auto end_at = [&](const block_masks& masks, std::uint64_t unpaired, std::uint64_t suspects, std::size_t at) {
    for (; suspects != 0; suspects &= suspects - 1) {
      const unsigned bit = lowest_bit(suspects);
      const std::size_t line = at + bit;
      const std::size_t line_feed = line + (text[line] == '\r');
      if (line_feed == head.size() || text[line_feed] != '\n') continue;
      const std::uint64_t before = (std::uint64_t{1} << bit) - 1;
      next = put_places(next, masks.line_feeds & before, at + 1);
      *next++ = static_cast<std::uint16_t>(line_feed + 1);
      faults |= (unpaired & before) | (line_feed == line);
      index.ended = true;
      return true;
    }
    return false;
  };
  // False when there is nothing more to do.
  const auto add = [&](const block_masks& masks, std::size_t at) {
    const std::uint64_t others = masks.unusual & ~masks.line_feeds;
    const std::uint64_t unpaired = (others << 1 | ending) ^ masks.line_feeds;
    const std::uint64_t suspects = masks.unusual & (masks.line_feeds << 1 | begins);
    if (suspects != 0 && end_at(masks, unpaired, suspects, at)) [[unlikely]] return false;
    ending = others >> 63;
    begins = masks.line_feeds >> 63;
    faults |= unpaired;
    next = put_places(next, masks.line_feeds, at + 1);
    return next <= index.begins.data() + max_field_lines + 1;
  };

  const auto block_at = [&](std::size_t at) {
    const std::size_t left = head.size() - at;
    if (left >= block_size) [[likely]] return block::classify(text + at);
    if (head.size() - begin >= block_size) {
      // The last block overlaps the one before, whose octets are shifted out.
      block_masks last = block::classify(head.end() - block_size);
      last.line_feeds >>= block_size - left;
      last.unusual >>= block_size - left;
      return last;
    }
    std::array<char, block_size> only;
    std::memset(only.data(), ' ', only.size());
    std::memcpy(only.data(), text + at, left);
    return block::classify(only.data());
  };
  for (std::size_t at = begin; at < head.size() && add(block_at(at), at); at += block_size) continue;
  index.lines = static_cast<std::size_t>(next - index.begins.data()) - 1;
  index.clean = faults == 0;
}
