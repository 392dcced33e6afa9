// SPDX-License-Identifier: BSL-1.0
// Reads Sec-WebSocket-Extensions (RFC 6455 §9.1) member by member.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "naive.hpp"

namespace fuzz {

struct naive_parameter {
  std::string_view name;
  std::optional<text> value;  // unquoted
};

struct naive_extension {
  std::string_view name;
  std::vector<naive_parameter> parameters;
};

inline bool take_token(std::string_view& rest, std::string_view& token) {
  rest = trim(rest);
  std::size_t size = 0;
  while (size < rest.size() && is_tchar(rest[size])) ++size;
  token = rest.substr(0, size);
  rest = trim(rest.substr(size));
  return size > 0;
}

// The allowed content of a quoted-string: a token (RFC 6455 §9.1), or any text (RFC 9110 §5.6.4).
enum class quoted : bool { token, any };

// Takes the quoted-string at the front of the text and unquotes it.
inline bool take_quoted(std::string_view& rest, text& value, quoted content) {
  std::size_t at = 1;
  while (at < rest.size() && rest[at] != '"') {
    if (rest[at] == '\\') ++at;
    if (at < rest.size()) value += rest[at++];
  }
  if (at >= rest.size()) return false;
  rest = trim(rest.substr(at + 1));
  return content == quoted::any ? all_of(value, is_value_octet) : is_token(value);
}

inline bool read_extension(std::string_view member, naive_extension& found, quoted content = quoted::token) {
  if (!take_token(member, found.name)) return false;
  while (!member.empty()) {
    if (member.front() != ';') return false;
    member.remove_prefix(1);
    naive_parameter given;
    if (!take_token(member, given.name)) return false;
    if (!member.empty() && member.front() == '=') {
      member = trim(member.substr(1));
      text value;
      std::string_view token;
      if (!member.empty() && member.front() == '"') {
        if (!take_quoted(member, value, content)) return false;
      } else {
        if (!take_token(member, token)) return false;
        value = text(token);
      }
      given.value = value;
    }
    found.parameters.push_back(given);
  }
  return true;
}

// Returns nullopt if the grammar is broken. Even a quoted-string contains a token, which has no comma, so a member ends
// at the next comma.
inline std::optional<std::vector<naive_extension>> read_extensions(const std::vector<std::string_view>& values) {
  std::vector<naive_extension> all;
  for (const std::string_view member : members_of(values)) {
    naive_extension one;
    if (!read_extension(member, one)) return {};
    all.push_back(one);
  }
  return all;
}

}  // namespace fuzz
