// SPDX-License-Identifier: BSL-1.0
// How field lines are read that are written as nearly all are: a name, ":", one SP, a value with no white space at its ends, CRLF.
// Included by each variant whose `block` can read names (block.hpp).

inline bool is_plain(std::size_t name_size, const char* colon, const char* end) noexcept {
  return name_size != 0 && std::memcmp(colon, ": ", 2) == 0 && static_cast<unsigned char>(colon[2]) > ' ' &&
         static_cast<unsigned char>(end[-1]) > ' ' && *end == '\r';
}

// Lines do not depend on each other here: where each begins is in the index, and names that are not known have a place of their
// own, where nobody looks.
bool read(octets head, const head_index& index, std::size_t first, std::size_t end,
          detail::known_fields& noted) noexcept {
  const char* const text = head.data();
  const std::uint16_t* const begins = index.begins.data();
  std::size_t behind = end;  // the line that follows the one to read
  std::uint32_t seen = noted.seen;
  std::uint32_t repeated = noted.repeated;
  // False where the line is not plain.
  const auto take = [&](const block::window& front) {
    const std::size_t begin = begins[behind - 1];
    const std::size_t line_end = begins[behind] - std::size_t{2};
    const std::size_t size = block::name_size(front);
    if (!is_plain(size, text + begin + size, text + line_end)) [[unlikely]]
      return false;
    const auto row = static_cast<unsigned>(block::find_name(front, text + begin, size));
    const std::size_t value = begin + size + 2;
    noted.places[row] = {value, line_end - value};
    const std::uint32_t bit = std::uint32_t{1} << row;
    repeated |= seen & bit;
    seen |= bit;
    --behind;
    return true;
  };

  const auto finish = [&] {
    constexpr std::uint32_t known_bits = (std::uint32_t{1} << detail::known_count) - 1;
    noted.seen = static_cast<std::uint16_t>(seen & known_bits);
    noted.repeated = static_cast<std::uint16_t>(repeated & known_bits);
    return behind == first || read_lines(head, index, first, behind, noted);
  };
  while (behind != first && begins[behind - 1] + name_window >= head.size()) {
    if (!take(block::last_window(text + begins[behind - 1], head.size() - begins[behind - 1]))) return finish();
  }
  while (behind != first && take(block::load_window(text + begins[behind - 1]))) continue;
  return finish();
}
