// SPDX-License-Identifier: BSL-1.0
// hexdump_line: one line of the output of xxd, hexdump, od, tcpdump -X, Wireshark or curl --trace.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "text_lines.hpp"

namespace tool {

inline int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct hexdump_line {
  bool valid = false;
  bool indented = false;    // Wireshark indents the lines of the server
  bool is_words = false;    // words of two octets, on most machines with the low octet first
  std::string_view offset;  // the offset as text
  std::string octets;
};

// Reads groups of hexadecimal digits from `rest` up to the column that shows the octets as text, and adds their octets
// to `into`.
inline bool take_groups(std::string_view rest, bool has_colon, hexdump_line& into) {
  constexpr std::size_t most_octets = 16;
  bool only_words = true;
  while (!rest.empty() && (has_colon || into.octets.size() < most_octets)) {
    std::size_t digits = 0;
    while (digits < rest.size() && hex_digit(rest[digits]) >= 0) ++digits;
    const bool ends = digits == rest.size() || rest[digits] == ' ' || rest[digits] == '\t';
    if (digits == 0 || digits % 2 != 0 || digits > 8 || !ends) break;
    if (digits == 2 && into.octets.size() == most_octets) break;  // a word of the text column, such as "be"
    only_words = only_words && digits == 4;
    for (std::size_t at = 0; at < digits; at += 2) {
      into.octets += static_cast<char>(hex_digit(rest[at]) * 16 + hex_digit(rest[at + 1]));
    }
    rest.remove_prefix(digits);
    const std::size_t spaces = std::min(rest.find_first_not_of(' '), rest.size());
    // hexdump -C writes two spaces in the middle of a line. Other programs write two spaces before the column with the
    // text.
    const bool middle = spaces == 2 && !has_colon && digits == 2 && into.octets.size() == 8;
    if (spaces > 1 && !middle) break;
    rest.remove_prefix(spaces);
  }
  into.is_words = only_words && !has_colon;
  return !into.octets.empty();
}

inline hexdump_line read_hexdump_line(std::string_view line) {
  hexdump_line out;
  out.indented = line.starts_with("    ") || (line.starts_with('\t') && !line.starts_with("\t0x"));
  line = without_spaces(line);
  const bool prefixed = line.starts_with("0x");
  if (prefixed) line.remove_prefix(2);
  std::size_t digits = 0;
  while (digits < line.size() && hex_digit(line[digits]) >= 0) ++digits;
  if (digits < 4 || digits > 16) return out;
  out.offset = line.substr(0, digits);
  line.remove_prefix(digits);
  const bool has_colon = line.starts_with(':');
  if (has_colon) line.remove_prefix(1);
  if (line.empty() || (line.front() != ' ' && line.front() != '\t')) return out;
  out.valid = take_groups(line.substr(std::min(line.find_first_not_of(" \t"), line.size())), has_colon, out);
  return out;
}

}  // namespace tool
