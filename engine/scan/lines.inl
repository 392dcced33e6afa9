// SPDX-License-Identifier: BSL-1.0
// Indexes lines. Each variant includes this file. Before the include, the variant makes `block` an alias of its own
// namespace, which has the functions of block.hpp.

void index(octets head, std::size_t begin, head_index& index) noexcept {
  const char* const text = head.data();
  std::uint16_t* next = index.begins.data();
  std::uint64_t begins = 1;  // carry: a line begins at the block's first octet
  std::uint64_t ending = 0;  // carry: the octet before the block may be the CR of a CRLF
  index.lines = 0;
  index.clean = true;

  const auto block_at = [&](std::size_t offset) {
    const std::size_t left = head.size() - offset;
    if (left >= block_size) [[likely]]
      return block::classify(text + offset);
    if (head.size() - begin >= block_size) {
      // The last block overlaps the block before; the bits of the octets in common are shifted out.
      block_masks last = block::classify(head.end() - block_size);
      return last >>= block_size - left;
    }
    std::array<char, block_size> only;
    std::memset(only.data(), ' ', only.size());
    std::memcpy(only.data(), text + offset, left);
    return block::classify(only.data());
  };

  const std::uint16_t* const last_room = index.begins.data() + max_field_lines + 1;
  for (std::size_t offset = begin; offset < head.size() && next <= last_room; offset += block_size) {
    block_masks masks = block_at(offset);
    std::uint64_t first = (masks.line_feeds << 1) + begins;
    std::size_t end = 0;
    // Only a line that begins with an unusual octet can be the empty line, which ends the head.
    for (std::uint64_t suspects = masks.unusual & first; suspects != 0; suspects &= suspects - 1) [[unlikely]] {
      const unsigned bit = lowest_bit(suspects);
      const std::size_t line = offset + bit;
      const std::size_t line_feed = line + (text[line] == '\r');
      if (line_feed == head.size() || text[line_feed] != '\n') continue;
      end = line_feed + 1;
      if (line_feed == line) index.clean = false;
      const std::uint64_t before = (std::uint64_t{1} << bit) - 1;
      masks &= before;
      first &= before << 1 | 1;
      break;
    }

    const std::uint64_t others = masks.unusual & ~masks.line_feeds;
    if (((others << 1) + ending) != masks.line_feeds) [[unlikely]]
      index.clean = false;
    ending = others >> 63;
    begins = masks.line_feeds >> 63;
    next = put_places(next, first, offset);
    if (end != 0) [[unlikely]] {
      index.lines = static_cast<std::size_t>(next - index.begins.data());
      *next = static_cast<std::uint16_t>(end);
      return;
    }
  }
}
