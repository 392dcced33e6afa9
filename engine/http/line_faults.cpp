// SPDX-License-Identifier: BSL-1.0
#include "line_faults.hpp"

#include "octet_class.hpp"

namespace wshake::http {

fault name_fault(octets head, std::size_t begin, std::size_t at, std::size_t line_feed, bool first_line) noexcept {
  const char octet = head.data()[at];
  if (at == begin && is_white_space(octet)) {
    return {first_line ? errc::leading_white_space : errc::folded_line, at};
  }
  if (at == begin && octet == ':') return {errc::empty_field_name, at};
  if (octet == '\n') return {errc::bare_lf, at};
  if (octet == '\r') return {at + 1 == line_feed ? errc::missing_colon : errc::bare_cr, at};
  if (is_white_space(octet)) {
    std::size_t next = at;
    while (is_white_space(head.data()[next])) ++next;
    if (head[next] == ':') return {errc::space_before_colon, at};
  }
  return {errc::bad_field_name, at};
}

fault value_fault(octets head, std::size_t at, std::size_t line_feed) noexcept {
  for (; at < line_feed; ++at) {
    if (head[at] == '\r') {
      if (at + 1 == line_feed) return {};
      return {errc::bare_cr, at};
    }
    if (is(head[at], control_octet)) return {errc::bad_field_value, at};
  }
  return {errc::bare_lf, line_feed};
}

}  // namespace wshake::http
