// SPDX-License-Identifier: BSL-1.0
// The output of `wshake explain`: a head line by line, each with its offset and a note, and headings.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "wshake_text.hpp"

namespace tool {

inline constexpr std::string_view margin = "          ";  // as wide as the offsets

inline void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

inline void print_heading(const std::string& text, const colours& colour) {
  print(std::string{"\n"} + colour.event + text + colour.off + "\n");
}

// Prints a text of one or more lines, indented.
inline void print_indented(std::string_view text) {
  std::string out = "  ";
  for (const char each : text) out += each == '\n' ? std::string{"\n  "} : std::string(1, each);
  print(out + "\n");
}

// Prints the octets after a head, if there are any.
inline void print_behind(octets rest) {
  if (rest.empty()) return;
  print(std::string{margin} + count_of(rest.size(), "byte") + " after the head: " + hexadecimal(rest, 24) + "\n");
}

inline octets trimmed(octets text) {
  const auto is_space = [](unsigned char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text[0])) text = text.from(1);
  while (!text.empty() && is_space(text[text.size() - 1])) text = text.first(text.size() - 1);
  return text;
}

// Prints one line with its offset, and a caret under the octet that breaks a rule, if this octet is in the line. If the
// line is too wide, only the part around the caret is shown.
inline void print_line(std::size_t offset, octets line, std::optional<std::size_t> caret, const char* error,
                       const char* colour_of_octets, const colours& colour) {
  constexpr std::size_t most_columns = 100;
  std::string text;
  std::size_t begin = 0;  // offset of the first octet that is shown
  if (caret && *caret > most_columns - 20) {
    begin = *caret - most_columns / 2;
    text = "...";
  }
  std::size_t column = 0;
  std::size_t at = begin;
  for (; at < line.size() && text.size() < most_columns; ++at) {
    if (at == caret) column = text.size();
    append_visible(text, line[at]);
  }
  if (at < line.size()) text += "...";
  std::printf("%8zu  %s%s%s\n", offset, colour_of_octets, text.c_str(), colour.off);
  if (caret) {
    print(std::string{margin} + std::string(column, ' ') + colour.wrong + "^ " + error + colour.off + "\n");
  }
}

// Prints the lines of the head that begins at `offset`, with the notes of `on_first_line` and `on_field`. Returns the
// end of the head, or of the text if the head has no end.
template <class FirstLine, class Field>
std::size_t print_head(octets text, std::size_t offset, const wshake::diagnostic& found, const char* colour_of_octets,
                       const colours& colour, FirstLine on_first_line, Field on_field) {
  constexpr std::size_t most_lines = 500;
  const char* error = wshake::describe(found.code).name;
  const bool wrong = !found.ok();
  bool caret_shown = false;
  bool in_fields = false;
  bool ended = false;
  for (std::size_t shown = 0; offset < text.size() && !ended; ++shown) {
    if (shown == most_lines) {
      print(std::string{margin} + "the other lines are not shown\n");
      break;
    }
    const octets line = first_line(text.from(offset));
    const octets content = without_line_end(line);
    const bool here = wrong && found.offset >= offset && found.offset < offset + line.size();
    print_line(offset, line, here ? std::optional(found.offset - offset) : std::nullopt, error, colour_of_octets, colour);
    caret_shown = caret_shown || here;

    std::string note;
    if (!in_fields && !content.empty()) {
      note = on_first_line(content);
    } else if (const std::string_view view = content; view.find(':') != view.npos) {
      const std::size_t colon = view.find(':');
      note = on_field(content.first(colon), trimmed(content.from(colon + 1)));
    }
    if (!note.empty()) print(std::string{margin} + colour.note + "  " + note + colour.off + "\n");

    offset += line.size();
    ended = in_fields && content.empty();
    in_fields = in_fields || !content.empty();
  }
  // If a field is missing or the head is incomplete, the offset of the error lies after the printed lines.
  if (wrong && !caret_shown) print_line(found.offset, "(end)", 0, error, "", colour);
  return offset;
}

}  // namespace tool
