// SPDX-License-Identifier: BSL-1.0
// Iterators over the field lines of a head or a list, and searches by name.
#include <wshake/field.hpp>

#include "base/field_names.hpp"
#include "header_section.hpp"
#include "scan/field_lines.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

using detail::field_id;
using scan::equal_ignoring_case;
using scan::lookup_field;

bool http::header_section::next_line(field_id name, bool behind_first, field_values::iterator& line) const noexcept {
  if (behind_first) line = values(name).begin();
  return ++line != detail::range_end();
}

fields::fields(array_view<field> list) noexcept : fields(list, 0) {}

fields::fields(array_view<field> list, std::size_t begin) noexcept { fields_access::set(*this, list, begin); }

void fields_access::set(fields& header, array_view<field> list, std::size_t begin) noexcept {
  header.list_ = list.data();
  header.begin_ = static_cast<std::uint16_t>(begin < 65535 ? begin : 65535);
  header.end_ = static_cast<std::uint16_t>(list.size() < 65535 ? list.size() : 65535);
  for (std::uint16_t index = header.begin_; index < header.end_; ++index) {
    const field_id name = lookup_field(list[index].name);
    if (name != field_id::none) header.table_.note(name, index, 0);
  }
}

fields::iterator::iterator(const fields& lines) noexcept
    : head_(lines.head_), list_(lines.list_), end_(lines.end_), at_(lines.end_) {}

fields::iterator fields::begin() const noexcept {
  iterator line(*this);
  line.read(begin_);
  return line;
}

std::optional<octets> fields::find(octets name) const noexcept {
  const field_values::iterator first = values(name).begin();
  if (first == detail::range_end()) return {};
  return *first;
}

std::size_t fields::count(octets name) const noexcept {
  std::size_t lines = 0;
  for ([[maybe_unused]] const octets value : values(name)) ++lines;
  return lines;
}

field_values fields::values(octets name) const noexcept {
  const field_id found = lookup_field(name);
  if (found != field_id::none) return http::header_section(*this).values(found);
  iterator line = begin();
  while (line != end() && !equal_ignoring_case(line->name, name)) ++line;
  field_values result = fields_access::values(head_, list_, end_, name);
  result.first_.last_ = false;
  result.first_.go_to(line);
  return result;
}

// field-line = field-name ":" OWS field-value OWS   (RFC 9112 section 5). The head was read without an error, so every
// line has a colon, and ends in CRLF or, after a lenient read, in a bare LF.
void fields::iterator::read(std::size_t line) noexcept {
  if (line >= end_) {
    at_ = end_;
    current_ = {};
    return;
  }
  if (head_ == nullptr) {
    at_ = line;
    current_ = list_[line];
    return;
  }
  const char* const name = head_ + line;
  const char* colon = name;
  while (*colon != ':') ++colon;
  const char* line_end = colon;
  while (*line_end != '\n') ++line_end;
  if (line_end[-1] == '\r') --line_end;
  const octets value = scan::trim({colon + 1, static_cast<std::size_t>(line_end - colon - 1)});
  at_ = static_cast<std::size_t>(value.data() - head_);
  current_ = {{name, static_cast<std::size_t>(colon - name)}, value};
}

fields::iterator& fields::iterator::operator++() noexcept {
  if (at_ >= end_) return *this;
  if (head_ == nullptr) {
    read(at_ + 1);
    return *this;
  }
  std::size_t line_end = at_ + current_.value.size();
  while (head_[line_end] != '\n') ++line_end;
  read(line_end + 1);
  return *this;
}

fields::iterator field_values::iterator::line() const noexcept {
  fields::iterator line;
  if (of_list_) {
    line.list_ = static_cast<const field*>(base_);
  } else {
    line.head_ = static_cast<const char*>(base_);
  }
  line.end_ = end_;
  line.at_ = at_;
  line.current_.value = **this;
  return line;
}

void field_values::iterator::go_to(const fields::iterator& line) noexcept {
  at_ = static_cast<std::uint16_t>(line.at_);
  size_ = static_cast<std::uint16_t>(line.current_.value.size());
}

field_values::iterator& field_values::iterator::operator++() noexcept {
  if (last_) {
    at_ = end_;
    return *this;
  }
  fields::iterator next = line();
  do {
    ++next;
  } while (next != detail::range_end() && !equal_ignoring_case(next->name, {name_, name_size_}));
  go_to(next);
  return *this;
}

}  // namespace wshake
