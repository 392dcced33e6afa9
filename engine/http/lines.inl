// SPDX-License-Identifier: BSL-1.0
// The algorithm behind `lines`, included by each variant, which says in `block` how its processor does it (block.hpp).

void index(octets head, std::size_t begin, head_index& index) noexcept {
  const char* const text = head.data();
  std::uint16_t* next = index.begins.data();
  std::uint64_t begins = 1;  // bit n: a line begins at octet n of the block
  std::uint64_t ending = 0;  // the last octet of the block before may be the CR of a CRLF
  std::uint64_t faults = 0;
  *next++ = static_cast<std::uint16_t>(begin);
  index.ended = false;

  const auto add_lines = [&](std::uint64_t line_feeds, std::size_t at) {
    for (; line_feeds != 0; line_feeds &= line_feeds - 1) {
      *next++ = static_cast<std::uint16_t>(at + 1 + lowest_bit(line_feeds));
    }
  };
  // A line that begins with an unusual octet may be the empty one, which ends the head.
  const auto end_at = [&](const block_masks& masks, std::uint64_t unpaired, std::uint64_t suspects, std::size_t at) {
    for (; suspects != 0; suspects &= suspects - 1) {
      const unsigned bit = lowest_bit(suspects);
      const std::size_t line = at + bit;
      const std::size_t line_feed = line + (text[line] == '\r');
      if (line_feed == head.size() || text[line_feed] != '\n') continue;
      const std::uint64_t before = (std::uint64_t{1} << bit) - 1;
      add_lines(masks.line_feeds & before, at);
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
    add_lines(masks.line_feeds, at);
    return next <= index.begins.data() + max_field_lines + 1;
  };

  std::size_t at = begin;
  bool more = true;
  for (; more && head.size() - at >= block_size; at += block_size) more = add(block::classify(text + at), at);
  const std::size_t left = more ? head.size() - at : 0;
  if (left > 0 && head.size() - begin >= block_size) {
    // The last block overlaps the one before, whose octets are shifted out.
    block_masks last = block::classify(head.end() - block_size);
    last.line_feeds >>= block_size - left;
    last.unusual >>= block_size - left;
    add(last, at);
  } else if (left > 0) {
    std::array<char, block_size> only;
    std::memset(only.data(), ' ', only.size());
    std::memcpy(only.data(), text + at, left);
    add(block::classify(only.data()), at);
  }
  index.lines = static_cast<std::size_t>(next - index.begins.data()) - 1;
  index.clean = faults == 0;
}

// field-line = field-name ":" OWS field-value OWS   (RFC 9112 §5), field-name = token
// Lines do not depend on each other here: where each begins is in the index, and names that are not known have a place of their
// own, where nobody looks. The last line is read first, so that the first of a name is what stays noted.
fault read(octets head, const head_index& index, detail::known_fields& noted) noexcept {
  if (!index.clean) [[unlikely]] {
    const fault broken = first_fault(head, index);
    if (broken) return broken;
  }
  const char* const text = head.data();
  std::uint32_t seen = 0;
  std::uint32_t repeated = 0;
  for (std::size_t line = index.lines - 1; line > 0; --line) {
    const std::size_t begin = index.begins[line - 1];
    const bool has_window = begin + name_window <= head.size();
    line_name name = has_window ? block::read_name(text + begin) : line_name{0, detail::known::none};
    if (name.size == 0) [[unlikely]] name = portable::read_name(text + begin);
    if (name.size == 0) [[unlikely]] return first_fault(head, index);
    const std::size_t colon = begin + name.size;
    std::size_t value = colon + 1;
    std::size_t value_end = index.begins[line] - std::size_t{2};
    if (text[colon] != ':' || text[value_end] != '\r') [[unlikely]] return first_fault(head, index);
    // One SP before the value and none behind it is how lines are written.
    value += text[value] == ' ';
    if (static_cast<unsigned char>(text[value]) <= ' ') [[unlikely]] {
      while (value != value_end && is_white_space(text[value])) ++value;
    }
    if (static_cast<unsigned char>(text[value_end - 1]) <= ' ') [[unlikely]] {
      while (value_end != value && is_white_space(text[value_end - 1])) --value_end;
    }
    const auto row = static_cast<unsigned>(name.which);
    noted.places[row] = {value, value_end - value};
    const std::uint32_t bit = std::uint32_t{1} << row;
    repeated |= seen & bit;
    seen |= bit;
  }
  constexpr std::uint32_t known_bits = (std::uint32_t{1} << detail::known_count) - 1;
  noted.seen = static_cast<std::uint16_t>(seen & known_bits);
  noted.repeated = static_cast<std::uint16_t>(repeated & known_bits);
  return {};
}
