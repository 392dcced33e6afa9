// SPDX-License-Identifier: BSL-1.0
// How field lines are read that are written as nearly all are: a name, ":", one SP, a value with no white space at its
// ends, CRLF. Included by each variant, which says in `block` how its processor reads names (block.hpp).

#if defined(__OPTIMIZE_SIZE__)

// Who compiles for size has no second way to read them.
bool read(octets head, const head_index& index, std::size_t first, std::size_t end,
          detail::field_table& noted) noexcept {
  return read_lines(head, index, first, end, noted);
}

#else

// With -O2 gcc does not inline what is called twice, and windows would go through memory.
#if defined(__GNUC__) && !defined(__clang__)
#define WSHAKE_INLINED __attribute__((always_inline))
#else
#define WSHAKE_INLINED
#endif

inline bool is_plain(std::size_t name_size, const char* colon, const char* end) noexcept {
  return name_size != 0 && std::memcmp(colon, ": ", 2) == 0 && static_cast<unsigned char>(colon[2]) > ' ' &&
         static_cast<unsigned char>(end[-1]) > ' ' && *end == '\r';
}

// Lines do not depend on each other here: where each begins is in the index.
bool read(octets head, const head_index& index, std::size_t first, std::size_t end,
          detail::field_table& noted) noexcept {
  const char* const text = head.data();
  const std::uint16_t* const begins = index.begins.data();
  std::size_t behind = end;  // the line that follows the one to read
  std::uint32_t seen = noted.seen;
  std::uint32_t sum = seen;  // as long as no known name is there twice, added bits are the bits that are set
  // False where the line is not plain.
  const auto take = [&](const block::window& front) WSHAKE_INLINED {
    const std::size_t begin = begins[behind - 1];
    const std::size_t line_end = begins[behind] - std::size_t{2};
    const std::size_t size = block::name_size(front);
    if (!is_plain(size, text + begin + size, text + line_end)) [[unlikely]]
      return false;
    --behind;
    const field_id name = candidate_name(size, text[begin + size - 1]);
    if (!block::is_name(front, name)) return true;
    const auto row = static_cast<unsigned>(name);
    const std::size_t value = begin + size + 2;
    noted.slots[row] = {value, line_end - value};
    const std::uint32_t bit = std::uint32_t{1} << row;
    sum += bit;
    seen |= bit;
    return true;
  };

  const auto finish = [&] {
    if (sum != seen) [[unlikely]]
      return read_lines(head, index, first, end, noted);
    noted.seen = static_cast<std::uint16_t>(seen);
    return behind == first || read_lines(head, index, first, behind, noted);
  };
  while (behind != first && begins[behind - 1] + name_window >= head.size()) {
    if (!take(block::last_window(text + begins[behind - 1], head.size() - begins[behind - 1]))) return finish();
  }
  while (behind != first && take(block::load_window(text + begins[behind - 1]))) continue;
  return finish();
}

#undef WSHAKE_INLINED

#endif
