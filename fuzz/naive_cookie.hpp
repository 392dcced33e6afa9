// SPDX-License-Identifier: BSL-1.0
// Reads the cookies that a user agent sent. RFC 6265 §5.4(4) says how the user agent joins its cookies, and this reader
// splits them. The reader first joins the Cookie lines by "; ", as RFC 9113 §8.2.3 says.
#pragma once

#include <string_view>
#include <vector>

#include "text.hpp"

namespace fuzz {

struct naive_cookie {
  text name;
  text value;
};

inline std::vector<naive_cookie> naive_cookies(const std::vector<std::string_view>& cookie_lines) {
  text joined;
  for (const std::string_view line : cookie_lines) {
    if (!joined.empty()) joined += "; ";
    joined += line;
  }
  joined += ';';
  std::vector<naive_cookie> all;
  text name, value, spaces;  // `spaces` holds white space until another octet of the cookie follows
  bool has_equals = false, begun = false;
  for (const char c : joined) {
    if (c == ';') {
      if (begun) all.push_back(has_equals ? naive_cookie{name, value} : naive_cookie{text(), name});
      name = value = spaces = text();
      has_equals = begun = false;
    } else if (c == ' ' || c == '\t') {
      if (begun) spaces += c;
    } else {
      text& part = has_equals ? value : name;
      part += spaces;
      spaces.clear();
      begun = true;
      if (c == '=' && !has_equals) {
        has_equals = true;
      } else {
        part += c;
      }
    }
  }
  return all;
}

}  // namespace fuzz
