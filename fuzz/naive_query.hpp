// SPDX-License-Identifier: BSL-1.0
// Parses application/x-www-form-urlencoded by the steps of WHATWG URL §5.1, with one deviation: a malformed "%" is an
// error.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "naive_credentials.hpp"
#include "text.hpp"

namespace fuzz {

struct naive_member {
  std::optional<text> name;    // unset if a "%" is malformed
  std::optional<text> value;   // unset if a "%" is malformed
  std::size_t bad_offset = 0;  // offset in the target, if the value is malformed
};

// Returns the offset of the first "%" without two hexadecimal digits, or the size of the text.
inline std::size_t malformed_percent(std::string_view encoded) {
  for (std::size_t at = encoded.find('%'); at != std::string_view::npos; at = encoded.find('%', at + 3)) {
    if (!percent_decoded(encoded.substr(at, 3))) return at;
  }
  return encoded.size();
}

inline std::vector<naive_member> naive_members(std::string_view target) {
  std::vector<naive_member> all;
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return all;
  std::size_t begin = mark + 1;
  for (std::string_view rest = target.substr(begin); !rest.empty();) {
    const std::string_view sequence = rest.substr(0, rest.find('&'));
    if (!sequence.empty()) {
      const std::size_t equals = std::min(sequence.find('='), sequence.size());
      const std::size_t value_begin = std::min(equals + 1, sequence.size());
      text name(sequence.substr(0, equals));
      text value(sequence.substr(value_begin));
      std::replace(name.begin(), name.end(), '+', ' ');
      std::replace(value.begin(), value.end(), '+', ' ');
      all.push_back({percent_decoded(name), percent_decoded(value), begin + value_begin + malformed_percent(value)});
    }
    begin += sequence.size() + 1;
    rest.remove_prefix(std::min(sequence.size() + 1, rest.size()));
  }
  return all;
}

}  // namespace fuzz
