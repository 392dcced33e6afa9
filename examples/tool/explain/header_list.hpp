// SPDX-License-Identifier: BSL-1.0
// header_list: a header list of HTTP/2 or HTTP/3, which a file holds as one `name: value` a line.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wshake/wshake.hpp>

#include "../wshake_text.hpp"
#include "advice_on_file.hpp"
#include "message_lines.hpp"

namespace tool {

inline constexpr unsigned list_version = 20;  // HTTP/2: the rules of HTTP/3 are the same

// A header list, as views of the file.
struct header_list {
  std::vector<octets> lines;
  std::vector<wshake::field> fields;
  std::size_t bad_line = 0;  // the number of the first line without a colon; 0: all lines have a colon
  octets behind = {};        // the octets after the empty line that ends the list

  bool has(std::string_view name) const { return index_of(name) < fields.size(); }
  std::size_t index_of(std::string_view name) const {
    const auto is_it = [&](const wshake::field& each) { return each.name == name; };
    return static_cast<std::size_t>(std::find_if(fields.begin(), fields.end(), is_it) - fields.begin());
  }
  octets value_of(std::string_view name) const { return has(name) ? fields[index_of(name)].value : octets{}; }
};

// Removes the line end. A CR that belongs to no line end stays.
inline octets without_end(octets line) {
  const std::string_view view = line;
  if (view.ends_with("\r\n")) return line.first(line.size() - 2);
  return view.ends_with('\n') ? line.first(line.size() - 1) : line;
}

// Reads the lines up to the first empty line. One space after the colon belongs to the form of the file, not to the
// value.
inline header_list read_list(octets text) {
  header_list list;
  if (std::string_view{text}.starts_with(byte_order_mark)) text = text.from(byte_order_mark.size());
  while (!text.empty()) {
    const octets whole = first_line(text);
    const std::string_view line = without_end(whole);
    text = text.from(whole.size());
    if (line.empty()) break;
    const std::size_t colon = line.find(':', 1);  // the name of a pseudo-header field begins with a colon
    if (colon == line.npos && list.bad_line == 0) list.bad_line = list.lines.size() + 1;
    std::string_view value = line.substr(std::min(colon, line.size() - 1) + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    list.lines.emplace_back(line);
    list.fields.push_back({line.substr(0, colon), value});
  }
  list.behind = text;
  return list;
}

// Makes a message from a list. `found`: the rule that the list breaks. `note_on` returns the note on a field.
template <class Note>
explained_message message_of(const header_list& list, message_kind kind, const wshake::diagnostic& found, Note note_on) {
  explained_message out;
  out.kind = kind;
  out.is_list = true;
  out.cut_short = list.lines.size() > most_lines;
  for (std::size_t index = 0; index < std::min(list.lines.size(), most_lines); ++index) {
    out.lines.push_back(
        {index, std::string{list.lines[index].text()}, note_on(list.fields[index].name, list.fields[index].value), {}});
  }
  mark_broken(out, found);
  out.behind = list.behind.text();
  return out;
}

// Stores in `out` the rule that the list breaks, and `advice`. If the list is malformed, also stores the advice to
// reset the stream.
inline void explain_fault(const wshake::diagnostic& found, const std::string& advice, explanation& out) {
  out.broken = broken_by(found);
  out.broken_in_list = true;
  if (wshake::is_malformed(found.code)) {
    out.reasons.emplace_back(
        "The list is malformed: reset the stream with PROTOCOL_ERROR over HTTP/2, H3_MESSAGE_ERROR over HTTP/3.");
  }
  if (!advice.empty()) out.reasons.push_back(advice);
}

// Returns true if a line is not `name: value`. The explanation then names the line.
inline bool is_misshapen(const header_list& list, explanation& out) {
  if (list.bad_line == 0) return false;
  out.result = verdict::unreadable;
  out.sentence = "Line " + std::to_string(list.bad_line) + " is not `name: value`, the form of a header list in a file.";
  return true;
}

}  // namespace tool
