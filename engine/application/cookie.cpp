// SPDX-License-Identifier: BSL-1.0
// The cookies of a request, as user agents send them (RFC 6265 §5.4).
#include <wshake/cookie.hpp>

#include "delimited.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

// cookie-string = cookie-pair *( ";" SP cookie-pair )   (RFC 6265 §4.2.1)
// cookie-pair   = cookie-name "=" cookie-value
cookie_list::iterator& cookie_list::iterator::operator++() noexcept {
  current_ = {};
  for (;;) {
    while (!rest_.empty()) {
      const octets pair = scan::trim(application::take_until(rest_, ';'));
      if (pair.empty()) continue;
      octets value = pair;
      const octets name = application::take_until(value, '=');
      const bool has_name = name.size() < pair.size();
      current_ = has_name ? cookie{name, value} : cookie{pair.first(0), pair};
      return *this;
    }
    ++line_;
    if (line_ == detail::range_end()) return *this;
    rest_ = *line_;
  }
}

cookie_list::iterator cookie_list::begin() const noexcept {
  iterator first;
  first.line_ = lines_.begin();
  if (first.line_ == lines_.end()) return first;
  first.rest_ = *first.line_;
  ++first;
  return first;
}

std::optional<octets> find_cookie(const fields& header, octets name) noexcept {
  for (const cookie& one : cookie_list(header.values("Cookie"))) {
    if (one.name == name) return one.value;
  }
  return {};
}

}  // namespace wshake
