// SPDX-License-Identifier: BSL-1.0
// How field lines are read that are written as nearly all are: a name, ":", one SP, a value with no white space at its ends, CRLF.
// Included by each variant whose `block` can read names (block.hpp).

inline bool is_plain(const line_name& name, const char* colon, const char* end) noexcept {
  return name.size != 0 && std::memcmp(colon, ": ", 2) == 0 && static_cast<unsigned char>(colon[2]) > ' ' &&
         static_cast<unsigned char>(end[-1]) > ' ' && *end == '\r';
}

// Lines do not depend on each other here: where each begins is in the index, and names that are not known have a place of their
// own, where nobody looks.
bool read(octets head, const head_index& index, detail::known_fields& noted) noexcept {
  const char* const text = head.data();
  const std::uint16_t* const first = index.begins.data();
  const std::uint16_t* behind = first + index.lines - 1;  // where the line begins that follows the one to read
  std::uint32_t seen = 0;
  std::uint32_t repeated = 0;
  // False where the line is not plain. Its name is read in `window`.
  const auto take = [&](const char* window) {
    const std::size_t begin = behind[-1];
    const std::size_t end = behind[0] - std::size_t{2};
    const line_name name = block::read_name(window);
    if (!is_plain(name, text + begin + name.size, text + end)) [[unlikely]] return false;
    const std::size_t value = begin + name.size + 2;
    const auto row = static_cast<unsigned>(name.which);
    noted.places[row] = {value, end - value};
    const std::uint32_t bit = std::uint32_t{1} << row;
    repeated |= seen & bit;
    seen |= bit;
    --behind;
    return true;
  };

  // Near the head's end a window has to be made.
  bool plain = true;
  while (plain && behind != first && behind[-1] + name_window >= head.size()) {
    std::array<char, name_window + 1> window = {};
    std::memcpy(window.data(), text + behind[-1], head.size() - behind[-1]);
    plain = take(window.data());
  }
  while (plain && behind != first) plain = take(text + behind[-1]);

  constexpr std::uint32_t known_bits = (std::uint32_t{1} << detail::known_count) - 1;
  noted.seen = static_cast<std::uint16_t>(seen & known_bits);
  noted.repeated = static_cast<std::uint16_t>(repeated & known_bits);
  return plain || read_first_lines(head, index, static_cast<std::size_t>(behind - first), noted);
}
