// SPDX-License-Identifier: BSL-1.0
// Splits a head into lines, each with its offset and a note, and marks the line that breaks a rule.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include <wshake/wshake.hpp>

#include "../wshake_text.hpp"
#include "explanation.hpp"

namespace tool {

inline constexpr std::size_t most_lines = 500;  // the largest number of lines that are shown of one message

inline octets trimmed(octets text) {
  const auto is_space = [](unsigned char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text[0])) text = text.from(1);
  while (!text.empty() && is_space(text[text.size() - 1])) text = text.first(text.size() - 1);
  return text;
}

// Stores the rule that the message breaks, and stores the caret in the line that has the octet at fault. If a field is
// missing or the head is incomplete, no line has this octet.
inline void mark_broken(explained_message& message, const wshake::diagnostic& found) {
  if (found.ok()) return;
  message.broken = broken_by(found);
  for (explained_line& line : message.lines) {
    const std::size_t size = message.is_list ? 1 : line.text.size();
    if (found.offset < line.offset || found.offset >= line.offset + size) continue;
    line.caret = message.is_list ? 0 : found.offset - line.offset;
    return;
  }
}

// Reads the lines of the head that begins at `offset`. `on_first_line` and `on_field` return the note on a line.
// Returns the offset behind the head, or behind the text if the head has no end.
template <class FirstLine, class Field>
std::size_t read_lines(explained_message& into, octets text, std::size_t offset, FirstLine on_first_line, Field on_field) {
  bool in_fields = false;
  bool ended = false;
  while (offset < text.size() && !ended) {
    if (into.lines.size() == most_lines) {
      into.cut_short = true;
      break;
    }
    const octets line = first_line(text.from(offset));
    const octets content = without_line_end(line);
    explained_line shown = {offset, std::string{std::string_view{line}}, {}, {}};
    if (!in_fields && !content.empty()) {
      shown.note = on_first_line(content);
    } else if (const std::string_view view = content; view.find(':') != view.npos) {
      const std::size_t colon = view.find(':');
      shown.note = on_field(content.first(colon), trimmed(content.from(colon + 1)));
    }
    into.lines.push_back(std::move(shown));
    offset += line.size();
    ended = in_fields && content.empty();
    in_fields = in_fields || !content.empty();
  }
  return offset;
}

}  // namespace tool
