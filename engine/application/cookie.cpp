// SPDX-License-Identifier: BSL-1.0
// Reads the cookies of a request, as user agents send them (RFC 6265 section 5.4).
#include <wshake/cookie.hpp>

#include "http/list_reader.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

// cookie-string = cookie-pair *( ";" SP cookie-pair )   (RFC 6265 section 4.2.1)
// cookie-pair   = cookie-name "=" cookie-value
cookie_list::iterator& cookie_list::iterator::operator++() noexcept {
  current_ = {};
  octets pair;
  do {
    pair = http::next_member(rest_, ';');
  } while (pair.empty() && http::next_line(line_, rest_));
  if (pair.empty()) return *this;
  octets value = pair;
  const octets name = scan::take_until(value, '=');
  const bool has_name = name.size() < pair.size();
  current_ = has_name ? cookie{name, value} : cookie{pair.first(0), pair};
  return *this;
}

cookie_list::iterator cookie_list::begin() const noexcept {
  iterator first;
  if (http::begin_lines(lines_, first.line_, first.rest_)) ++first;
  return first;
}

std::optional<octets> find_cookie(const fields& header, octets name) noexcept {
  for (const cookie& one : cookie_list(header.values("Cookie"))) {
    if (one.name == name) return one.value;
  }
  return {};
}

}  // namespace wshake
