// SPDX-License-Identifier: BSL-1.0
// How field lines are read that are written as nearly all are: a name, ":", one SP, a value with no white space at its ends, CRLF.
// Included by each variant whose `block` can read names (block.hpp).

inline bool is_plain(const line_name& name, const char* colon, const char* end) noexcept {
  return name.size != 0 && std::memcmp(colon, ": ", 2) == 0 && static_cast<unsigned char>(colon[2]) > ' ' &&
         static_cast<unsigned char>(end[-1]) > ' ' && *end == '\r';
}

// Lines do not depend on each other here: where each begins is in the index, and names that are not known have a place of their
// own, where nobody looks.
bool read(octets head, const head_index& index, std::size_t first, std::size_t end,
          detail::known_fields& noted) noexcept {
  const char* const text = head.data();
  const std::uint16_t* const begins = index.begins.data();
  const std::uint16_t* behind = begins + end;  // where the line begins that follows the one to read
  std::uint32_t seen = noted.seen;
  std::uint32_t repeated = noted.repeated;
  // False where the line is not plain.
  const auto take = [&](const block::window& front) {
    const std::size_t begin = behind[-1];
    const std::size_t line_end = behind[0] - std::size_t{2};
    const line_name name = block::read_name(front, text + begin);
    if (!is_plain(name, text + begin + name.size, text + line_end)) [[unlikely]] return false;
    const std::size_t value = begin + name.size + 2;
    const auto row = static_cast<unsigned>(name.which);
    noted.places[row] = {value, line_end - value};
    const std::uint32_t bit = std::uint32_t{1} << row;
    repeated |= seen & bit;
    seen |= bit;
    --behind;
    return true;
  };

  bool plain = true;
  while (plain && behind != begins + first && behind[-1] + name_window >= head.size()) {
    plain = take(block::last_window(text + behind[-1], head.size() - behind[-1]));
  }
  while (plain && behind != begins + first) plain = take(block::load_window(text + behind[-1]));

  constexpr std::uint32_t known_bits = (std::uint32_t{1} << detail::known_count) - 1;
  noted.seen = static_cast<std::uint16_t>(seen & known_bits);
  noted.repeated = static_cast<std::uint16_t>(repeated & known_bits);
  return plain || read_lines(head, index, first, static_cast<std::size_t>(behind - begins), noted);
}
