// SPDX-License-Identifier: BSL-1.0
// The algorithm behind `lines`, included by each variant, which says in `block` how its processor does it (block.hpp).

void index(octets lines, head_index& index) noexcept {
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

// field-line = field-name ":" OWS field-value OWS   (RFC 9112 §5), field-name = token
// Lines do not depend on each other here: where each begins is in the index, and what is noted of a name that is not known goes
// where nobody looks.
fault read(octets head, std::size_t begin, const head_index& index, detail::known_fields& noted) noexcept {
  line_notes notes;
  std::size_t line = begin;
  for (std::size_t count = 0; count + 1 < index.size; ++count) {
    const std::size_t line_feed = begin + index.line_feeds[count];
    const char* text = head.data() + line;
    std::array<char, name_window> last_line;
    if (line + name_window > head.size()) [[unlikely]] {
      std::memset(last_line.data(), 0, last_line.size());
      std::memcpy(last_line.data(), text, head.size() - line);
      text = last_line.data();
    }
    const line_name name = block::read_name(text);
    std::size_t colon = line + name.size;
    if (name.size == name_window) [[unlikely]] {
      while (is(head[colon], token_octet)) ++colon;
    }
    if (head[colon] != ':' || colon == line) [[unlikely]] {
      return name_fault(head, line, colon, line_feed, count == 0);
    }
    if (!index.clean) [[unlikely]] {
      const fault broken = value_fault(head, colon + 1, line_feed);
      if (broken) return broken;
    }
    std::size_t value = colon + 1;
    std::size_t value_end = line_feed - 1;
    // One SP before the value and none behind it is how lines are written.
    value += head[value] == ' ';
    if (is_white_space(head.data()[value])) [[unlikely]] {
      while (value != value_end && is_white_space(head.data()[value])) ++value;
    }
    if (is_white_space(head.data()[value_end - 1])) [[unlikely]] {
      while (value_end != value && is_white_space(head.data()[value_end - 1])) --value_end;
    }
    notes.note(name.which, value, value_end - value);
    line = line_feed + 1;
  }
  if (line + 2 != head.size()) return {errc::bare_lf, head.size() - 1};
  notes.copy_to(noted);
  return {};
}
