// SPDX-License-Identifier: BSL-1.0
// Reads Basic credentials (RFC 7617 §2) from a URI's userinfo (RFC 3986 §3.2.1), and the parameters of challenges.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "naive_continuation.hpp"
#include "slow_accept.hpp"

namespace fuzz {

struct naive_credentials {
  text user;
  text password;
};

inline unsigned hex_digit(char c) { return static_cast<unsigned>(is_digit(c) ? c - '0' : lower(c) - 'a' + 10); }

inline std::optional<text> percent_decoded(std::string_view value) {
  text out;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] != '%') {
      out += value[at];
      continue;
    }
    if (at + 2 >= value.size() || !is_hex(value[at + 1]) || !is_hex(value[at + 2])) return {};
    out += static_cast<char>(hex_digit(value[at + 1]) << 4 | hex_digit(value[at + 2]));
    at += 2;
  }
  return out;
}

// Reads a userinfo. Returns nullopt if the userinfo is empty or has a malformed "%", if the decoded user-id or password
// has a control octet, or if the decoded user-id has a colon.
inline std::optional<naive_credentials> naive_userinfo(std::string_view userinfo) {
  if (userinfo.empty()) return {};
  const std::size_t colon = userinfo.find(':');
  const auto user = percent_decoded(userinfo.substr(0, colon));
  const auto password = percent_decoded(colon == std::string_view::npos ? "" : userinfo.substr(colon + 1));
  if (!user || !password || user->find(':') != text::npos) return {};
  const auto is_text = [](char c) { return c != '\t' && is_value_octet(c); };
  if (!all_of(*user, is_text) || !all_of(*password, is_text)) return {};
  return naive_credentials{*user, *password};
}

inline text naive_basic(const naive_credentials& it) {
  text whole = it.user;
  whole += ':';
  whole += it.password;
  text out("Basic ");
  out += slow_base64(whole);
  return out;
}

inline std::vector<naive_parameter> read_parameters(const naive_challenge& it) {
  std::vector<naive_parameter> all;
  for (const std::string_view member : members_with_text({it.parameters})) {
    naive_parameter one;
    std::string_view rest = member;
    require(take_token(rest, one.name), "a parameter has a name", member);
    rest = trim(rest.substr(1));
    text value;
    if (starts_with(rest, "\"")) {
      require(take_quoted(rest, value, quoted::any), "a parameter has a value", member);
    } else {
      value = text(rest);
    }
    one.value = value;
    all.push_back(one);
  }
  return all;
}

// Returns the value of the challenge's first parameter whose name is `name`, unquoted.
inline std::optional<text> first_value(const naive_challenge& it, std::string_view name) {
  for (const naive_parameter& given : read_parameters(it)) {
    if (same_ignoring_case(given.name, name)) return given.value;
  }
  return {};
}

// `value` is the text between the quotes of a quoted-string. Returns this text without the backslashes of the
// quoted-pairs.
inline text unescaped(std::string_view value) {
  text out;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == '\\' && at + 1 < value.size()) ++at;
    out += value[at];
  }
  return out;
}

}  // namespace fuzz
