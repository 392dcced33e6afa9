// SPDX-License-Identifier: BSL-1.0
// Reads HTTP fields and lists in the plainest way, as the reference for the library. Uses no code of the library.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "text.hpp"

namespace fuzz {

inline bool is_white(char c) { return c == ' ' || c == '\t'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

inline text lower_case(std::string_view value) {
  text out(value);
  for (char& c : out) c = lower(c);
  return out;
}

// tchar (RFC 9110 §5.6.2)
inline bool is_tchar(char c) {
  return is_letter(c) || is_digit(c) ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

// field-vchar, SP, HTAB (RFC 9110 §5.5)
inline bool is_value_octet(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet == '\t' || (octet >= 0x20 && octet != 0x7f);
}

// The octets of a request target: visible ASCII without "#" (RFC 9112 §3.2)
inline bool is_target_octet(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet > 0x20 && octet < 0x7f && c != '#';
}

template <class Test>
bool all_of(std::string_view value, Test test) {
  for (const char c : value) {
    if (!test(c)) return false;
  }
  return true;
}

inline bool is_token(std::string_view value) { return !value.empty() && all_of(value, is_tchar); }

inline bool same_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t at = 0; at < left.size(); ++at) {
    if (lower(left[at]) != lower(right[at])) return false;
  }
  return true;
}

inline std::string_view trim(std::string_view value) {
  while (!value.empty() && is_white(value.front())) value.remove_prefix(1);
  while (!value.empty() && is_white(value.back())) value.remove_suffix(1);
  return value;
}

struct line {
  std::string_view name;
  std::string_view value;
  std::size_t value_at = 0;  // offset in the head
};

using lines = std::vector<line>;

inline std::vector<std::string_view> values_of(const lines& header, std::string_view name) {
  std::vector<std::string_view> found;
  for (const line& one : header) {
    if (same_ignoring_case(one.name, name)) found.push_back(one.value);
  }
  return found;
}

// Returns the members of a list over several values: the trimmed texts between commas, without empty texts.
inline std::vector<std::string_view> members_of(const std::vector<std::string_view>& values) {
  std::vector<std::string_view> members;
  for (std::string_view rest : values) {
    for (;;) {
      const std::size_t comma = rest.find(',');
      const std::string_view member = trim(rest.substr(0, comma));
      if (!member.empty()) members.push_back(member);
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return members;
}

inline bool lists(const lines& header, std::string_view name, std::string_view token) {
  for (const std::string_view member : members_of(values_of(header, name))) {
    if (same_ignoring_case(member, token)) return true;
  }
  return false;
}

struct head {
  std::string_view method;
  std::string_view target;
  std::string_view version;  // "HTTP/1.1"
  lines header;
};

// Takes the line that begins at the offset `begin` of a well-formed head, and moves `begin` to the next line.
inline std::string_view take_line(std::string_view raw, std::size_t& begin) {
  const std::size_t end = raw.find("\r\n", begin);
  require(end != std::string_view::npos, "a head ends in an empty line", raw);
  const std::string_view found = raw.substr(begin, end - begin);
  begin = end + 2;
  return found;
}

// Reads the field lines of a well-formed head, from the offset `begin` to the end of the head.
inline lines read_lines(std::string_view raw, std::size_t begin) {
  lines header;
  for (;;) {
    const std::string_view text_line = take_line(raw, begin);
    if (text_line.empty()) break;
    const std::size_t colon = text_line.find(':');
    require(colon != std::string_view::npos, "a field line has a colon", raw);
    line one = {text_line.substr(0, colon), trim(text_line.substr(colon + 1))};
    one.value_at = static_cast<std::size_t>(one.value.data() - raw.data());
    header.push_back(one);
  }
  require(begin == raw.size(), "a head ends with its first empty line", raw);
  return header;
}

// Reads a well-formed head.
inline head read_head(std::string_view raw) {
  head result;
  std::size_t begin = 0;
  const std::string_view first = take_line(raw, begin);
  const std::size_t space = first.find(' ');
  const std::size_t last_space = first.rfind(' ');
  require(space < last_space && last_space != std::string_view::npos, "a request line has two spaces", raw);
  result.method = first.substr(0, space);
  result.target = first.substr(space + 1, last_space - space - 1);
  result.version = first.substr(last_space + 1);
  result.header = read_lines(raw, begin);
  return result;
}

}  // namespace fuzz
