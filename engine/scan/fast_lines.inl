// SPDX-License-Identifier: BSL-1.0
// Reads field lines in the usual form: a name, ":", one SP, a value without white space at its ends, CRLF. Each variant
// except AVX-512, which uses the read() of AVX2, includes this file. Before the include, the variant makes `block` an
// alias of its own namespace, which has the functions of block.hpp.

#if defined(WSHAKE_OPTIMIZE_SIZE)

// -Os builds leave the fast path out.
bool read(octets head, const head_index& index, std::size_t first, std::size_t end,
          detail::field_table& noted) noexcept {
  return read_lines(head, index, first, end, noted);
}

#else

// True if the first octet is above SP and the second octet is a CR. Little-endian processors decide by one comparison.
inline bool ends_value(const char* text) noexcept {
  if constexpr (std::endian::native != std::endian::little) {
    return static_cast<unsigned char>(text[0]) > ' ' && text[1] == '\r';
  }
  std::uint16_t both = 0;
  std::memcpy(&both, text, sizeof both);
  constexpr unsigned least = '!' | '\r' << 8;
  return both - least <= 0xff - '!';
}

inline bool is_plain(std::size_t name_size, const char* colon, const char* end) noexcept {
  return name_size != 0 && std::memcmp(colon, ": ", 2) == 0 && ends_value(end - 1) &&
         static_cast<unsigned char>(colon[2]) > ' ';
}

// The index has the beginning of each line, so that reading a line does not depend on the line before.
bool read(octets head, const head_index& index, std::size_t first, std::size_t end,
          detail::field_table& noted) noexcept {
  const char* const text = head.data();
  const std::uint16_t* const begins = index.begins.data();
  std::size_t behind = end;  // the index of the line behind the line to read
  std::uint32_t seen = noted.seen;
  std::uint32_t sum = seen;  // equal to `seen` until a known name occurs twice
  // Reads one line. Returns false if the line is not in the usual form. The lambda is always inlined: at -O2 gcc would
  // not inline a lambda that is called twice, and would pass windows through memory.
  const auto take = [&](const block::window& front) WSHAKE_ALWAYS_INLINE_LAMBDA {
    const std::size_t begin = begins[behind - 1];
    const std::size_t line_end = begins[behind] - std::size_t{2};
    const std::size_t size = block::name_size(front);
    if (!is_plain(size, text + begin + size, text + line_end)) [[unlikely]]
      return false;
    --behind;
    const field_id name = candidate_name(size, text[begin + size - 1]);
    if (block::is_name(front, name)) {
      const auto row = static_cast<unsigned>(name);
      const std::size_t value = begin + size + 2;
      noted.slots[row] = {value, line_end - value};
      const std::uint32_t bit = std::uint32_t{1} << row;
      sum += bit;
      seen |= bit;
    }
    return true;
  };

  const auto finish = [&] {
    if (sum != seen) [[unlikely]]
      return read_lines(head, index, first, end, noted);
    noted.seen = static_cast<std::uint16_t>(seen);
    return behind == first || read_lines(head, index, first, behind, noted);
  };
  while (behind != first && begins[behind - 1] + name_window >= head.size()) {
    if (!take(block::last_window(text + begins[behind - 1], head.size() - begins[behind - 1]))) [[unlikely]]
      return finish();
  }
  while (behind != first) {
    if (!take(block::load_window(text + begins[behind - 1]))) [[unlikely]]
      break;
  }
  return finish();
}

#endif
