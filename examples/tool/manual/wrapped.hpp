// SPDX-License-Identifier: BSL-1.0
// wrapped(): breaks a text into lines of a given width.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace tool {

// Returns the number of columns of a UTF-8 text that has no wide characters.
inline std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char octet) { return (static_cast<unsigned char>(octet) & 0xc0) != 0x80; }));
}

// Breaks a text at its spaces. `before` begins the first line, and the other lines begin with as many spaces as
// `indent` says. Every line ends in LF.
inline std::string wrapped(std::string_view text, std::string_view before, std::size_t indent, std::size_t width) {
  std::string out{before};
  std::size_t column = columns_of(before);
  bool begins = true;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const std::size_t size = columns_of(word);
    if (!begins && column + 1 + size > width) {
      out.append("\n").append(indent, ' ');
      column = indent;
      begins = true;
    }
    if (!begins) out += ' ';
    column += size + (begins ? 0 : 1);
    out += word;
    begins = false;
  }
  return out + "\n";
}

}  // namespace tool
