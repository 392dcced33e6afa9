// SPDX-License-Identifier: BSL-1.0
// Splits a text into lines, and recognizes request lines, status lines and field lines.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "../wshake_text.hpp"

namespace tool {

// Removes the first line from the text. Returns the line without its line end.
inline std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

inline std::string_view without_spaces(std::string_view text) {
  constexpr std::string_view spaces = " \t\r";
  const std::size_t begin = text.find_first_not_of(spaces);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

inline bool is_token_octet(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

inline bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_octet);
}

// True for a request line, such as "GET /chat HTTP/1.1".
inline bool is_request_line(std::string_view line) {
  const std::size_t method = line.find(' ');
  const std::size_t version = line.rfind(" HTTP/");
  const std::string_view name = line.substr(0, method);
  return method != line.npos && version != line.npos && version > method && method <= 20 &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// True for a status line, such as "HTTP/1.1 101 Switching Protocols".
inline bool is_status_line(std::string_view line) {
  return line.starts_with("HTTP/") && line.size() > 6 && line[5] >= '0' && line[5] <= '9';
}

// True for a field line, such as "Host: example.com", and for "Host:" without a value.
inline bool is_field_line(std::string_view line) {
  return is_token(line.substr(0, std::min(line.find(':'), line.size()))) && line.find(':') != line.npos;
}

inline bool same_letters(std::string_view left, std::string_view right) { return same_name(left, right); }

}  // namespace tool
