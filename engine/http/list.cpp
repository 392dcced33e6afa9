// SPDX-License-Identifier: BSL-1.0
// Lists in field values, over all lines of a field.
#include <wshake/list.hpp>

#include "list_reader.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

// #token = [ token ] *( OWS "," OWS [ token ] )   (RFC 9110 §5.6.1.2), read member by member.
token_list::iterator& token_list::iterator::operator++() noexcept {
  for (;;) {
    token_ = http::next_member(rest_);
    if (!token_.empty()) return *this;
    ++line_;
    if (line_ == detail::range_end()) return *this;
    rest_ = *line_;
  }
}

token_list::iterator token_list::begin() const noexcept {
  iterator member;
  if (lines_.empty()) return member;
  member.line_ = lines_.begin();
  member.rest_ = *member.line_;
  ++member;
  return member;
}

std::size_t token_list::iterator::place() const noexcept {
  return line_.place(static_cast<std::size_t>(token_.data() - (*line_).data()));
}

bool token_list::contains_ignoring_case(octets token) const noexcept {
  for (const octets member : *this) {
    if (http::equal_ignoring_case(member, token)) return true;
  }
  return false;
}

parameter_list::iterator& parameter_list::iterator::operator++() noexcept {
  http::list_reader reader(rest_);
  reader.skip_white_space();
  if (!reader.take(';') || !reader.read_parameter(current_)) current_ = {};
  rest_ = reader.rest();
  return *this;
}

parameter_list::iterator parameter_list::begin() const noexcept {
  iterator first;
  first.rest_ = text_;
  ++first;
  return first;
}

// Sec-WebSocket-Extensions = extension-list
// extension-list           = 1#extension
extension_list::iterator& extension_list::iterator::operator++() noexcept {
  for (;;) {
    http::list_reader reader(rest_);
    if (!reader.skip_empty_members()) {
      current_ = {};
      ++line_;
      if (line_ == detail::range_end()) return *this;
      rest_ = *line_;
      continue;
    }
    const bool valid = http::read_extension(reader, current_) && reader.at_member_end();
    if (!valid) {
      current_ = {};
      bad_ = line_.place(static_cast<std::size_t>(reader.at() - (*line_).data()));
    }
    rest_ = reader.rest();
    return *this;
  }
}

std::size_t extension_list::iterator::place() const noexcept {
  return line_.place(static_cast<std::size_t>(current_.name.data() - (*line_).data()));
}

extension_list::iterator extension_list::begin() const noexcept {
  iterator first;
  if (lines_.empty()) return first;
  first.line_ = lines_.begin();
  first.rest_ = *first.line_;
  ++first;
  return first;
}

}  // namespace wshake
