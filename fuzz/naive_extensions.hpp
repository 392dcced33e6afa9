// SPDX-License-Identifier: BSL-1.0
// Sec-WebSocket-Extensions (RFC 6455 §9.1) and permessage-deflate (RFC 7692 §7.1), member by member.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <wshake/deflate.hpp>

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

// The quoted-string at the front, unquoted. No token has a comma, so it may end before a member does.
inline bool take_quoted(std::string_view& rest, text& value) {
  std::size_t at = 1;
  while (at < rest.size() && rest[at] != '"') {
    if (rest[at] == '\\') ++at;
    if (at < rest.size()) value += rest[at++];
  }
  if (at >= rest.size()) return false;
  rest = trim(rest.substr(at + 1));
  return is_token(value);
}

inline bool read_extension(std::string_view member, naive_extension& found) {
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
        if (!take_quoted(member, value)) return false;
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

// Nothing where the grammar is broken.
inline std::optional<std::vector<naive_extension>> read_extensions(const std::vector<std::string_view>& values) {
  std::vector<naive_extension> all;
  for (const std::string_view member : members_of(values)) {
    naive_extension one;
    if (!read_extension(member, one)) return {};
    all.push_back(one);
  }
  return all;
}

// Decimal, without leading zeroes, 8 to 15; else 0.
inline unsigned window_of(std::string_view value) {
  for (unsigned bits = 8; bits <= 15; ++bits) {
    text digits;
    append_number(digits, bits);
    if (value == std::string_view(digits)) return bits;
  }
  return 0;
}

struct naive_deflate {
  bool server_no_context_takeover = false;
  bool client_no_context_takeover = false;
  unsigned server_max_window_bits = 0;  // 0: not there
  bool client_window_offered = false;
  unsigned client_max_window_bits = 0;  // 0: not there or without a value
};

// The parameters of one permessage-deflate; nothing where RFC 7692 §7 has an offer declined. In an answer
// client_max_window_bits must have a value.
inline std::optional<naive_deflate> read_deflate(const naive_extension& from, bool is_answer) {
  naive_deflate found;
  for (const naive_parameter& given : from.parameters) {
    if (given.name == "server_no_context_takeover") {
      if (given.value || found.server_no_context_takeover) return {};
      found.server_no_context_takeover = true;
    } else if (given.name == "client_no_context_takeover") {
      if (given.value || found.client_no_context_takeover) return {};
      found.client_no_context_takeover = true;
    } else if (given.name == "server_max_window_bits") {
      if (!given.value || found.server_max_window_bits != 0) return {};
      found.server_max_window_bits = window_of(*given.value);
      if (found.server_max_window_bits == 0) return {};
    } else if (given.name == "client_max_window_bits") {
      if (found.client_window_offered || (is_answer && !given.value)) return {};
      found.client_window_offered = true;
      if (given.value) {
        found.client_max_window_bits = window_of(*given.value);
        if (found.client_max_window_bits == 0) return {};
      }
    } else {
      return {};
    }
  }
  return found;
}

// Can a server with this codec follow the offer?
inline bool acceptable(const naive_deflate& offer, const wshake::deflate_config& config) {
  if (!config.window_of_8 && (offer.server_max_window_bits == 8 || offer.client_max_window_bits == 8)) return false;
  return config.client_max_window_bits >= 15 || offer.client_window_offered;
}

}  // namespace fuzz
