// SPDX-License-Identifier: BSL-1.0
#include "octet_class.hpp"

namespace wshake::http {

bool all(octets text, unsigned classes) noexcept {
  for (const char c : text) {
    if (!is(c, classes)) return false;
  }
  return true;
}

bool any(octets text, unsigned classes) noexcept {
  for (const char c : text) {
    if (is(c, classes)) return true;
  }
  return false;
}

bool equal_ignoring_case(octets left, octets right) noexcept { return detail::equal_ignoring_case(left, right); }

octets trim(octets text) noexcept {
  const char* begin = text.begin();
  const char* end = text.end();
  while (begin != end && is_white_space(*begin)) ++begin;
  while (begin != end && is_white_space(end[-1])) --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace wshake::http
