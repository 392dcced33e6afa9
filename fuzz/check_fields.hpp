// SPDX-License-Identifier: BSL-1.0
// Compares the fields that the library reads with the field lines that a naive reader found.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <wshake/field.hpp>

#include "naive.hpp"

namespace fuzz {

template <class Range>
void check_values(const Range& found, const std::vector<std::string_view>& expected) {
  std::size_t count = 0;
  for (const wshake::octets value : found) {
    require(count < expected.size(), "no more values than there are");
    require_same(value, expected[count++], "the values of a name");
  }
  require(count == expected.size(), "all values of a name");
}

inline void check_name(const wshake::fields& header, const lines& expected, std::string_view name) {
  const auto values = values_of(expected, name);
  require(header.count(name) == values.size(), "count()", name);
  check_values(header.values(name), values);
  const std::optional<wshake::octets> first = header.find(name);
  require(first.has_value() == !values.empty(), "find()", name);
  if (first) require_same(*first, values.front(), "find()");
}

inline void check_fields(const wshake::fields& header, const lines& expected) {
  std::size_t count = 0;
  for (const wshake::field& line : header) {
    require(count < expected.size(), "no more fields than there are");
    require_same(line.name, expected[count].name, "a field's name");
    require_same(line.value, expected[count++].value, "a field's value");
  }
  require(count == expected.size() && header.empty() == expected.empty(), "all fields");
  for (const line& one : expected) {
    text name(one.name);
    check_name(header, expected, name);
    for (char& c : name) c = is_letter(c) ? static_cast<char>(c ^ 0x20) : c;
    check_name(header, expected, name);
    name.pop_back();
    check_name(header, expected, name);
  }
  for (const char* const name : {"Host", "connection", "UPGRADE", "sec-websocket-key", "Sec-WebSocket-Version",
                                 "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Sec-WebSocket-Accept", "Origin",
                                 "Content-Length", "Transfer-Encoding", "Expect", "Location", "Cookie", ""}) {
    check_name(header, expected, name);
  }
}

}  // namespace fuzz
