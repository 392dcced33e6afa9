// SPDX-License-Identifier: BSL-1.0
// header_section: the field lines of a message as the engine asks them, by place and without a walk. A view that copies
// no places, which fields, the public one, has in itself.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/known_fields.hpp>
#include <wshake/field.hpp>

#include "base/field_names.hpp"
#include "fields_access.hpp"

namespace wshake::http {

class header_section {
 public:
  // The field lines between `begin` and `end` of a head, which are read without an error before anybody asks for them.
  // Their known names are noted in `known`.
  header_section(const char* head, std::size_t begin, std::size_t end, const detail::known_fields& known) noexcept
      : head_(head), begin_(static_cast<std::uint16_t>(begin)), end_(static_cast<std::uint16_t>(end)), known_(&known) {}

  header_section(const fields& header) noexcept
      : head_(fields_access::head(header)),
        list_(fields_access::list(header)),
        begin_(fields_access::begin(header)),
        end_(fields_access::end(header)),
        known_(&fields_access::known(header)) {}

  // The public view, with places of its own.
  fields view() const noexcept { return fields_access::make(head_, list_, begin_, end_, *known_); }

  bool is_head() const noexcept { return head_ != nullptr; }
  bool empty() const noexcept { return begin_ == end_; }

  // Where something that is missing would have stood: the end of the head, or the size of the list.
  std::size_t end_place() const noexcept {
    if (!is_head()) return end_;
    return end_ + (head_[end_] == '\r' ? std::size_t{2} : std::size_t{1});
  }

  bool has(detail::known name) const noexcept { return known_->has(name); }
  bool has_several(detail::known name) const noexcept { return known_->has_several(name); }

  // The lines of a known name, straight from the places.
  field_values values(detail::known name) const noexcept {
    field_values lines;
    set(lines, name);
    return lines;
  }

  // The same as token_list or extension_list.
  template <class List>
  List list(detail::known name) const noexcept {
    List members;
    set(fields_access::lines(members), name);
    return members;
  }

  // Shows the lines of a known name, each with its value and the place of it, until that returns false. There is mostly
  // one, for which nothing is built.
  template <class Show>
  void show(detail::known name, Show show) const noexcept {
    if (!has(name)) return;
    octets text = value(name);
    std::size_t at = place(name);
    field_values::iterator line;
    for (bool first = true; show(text, at) && has_several(name) && next_line(name, first, line); first = false) {
      text = *line;
      at = line.place();
    }
  }

  // The value of the first line of a known name, which must have a line, and where its octet `offset` stands.
  octets value(detail::known name) const noexcept {
    const auto place = known_->at(name);
    if (is_head()) return {head_ + place.at(), place.size()};
    return list_[place.at()].value;  // NOLINT(clang-analyzer-core.NonNullParamChecker): a list that has it is one
  }
  octets value_or_empty(detail::known name) const noexcept { return has(name) ? value(name) : octets{}; }
  std::size_t place(detail::known name, std::size_t offset = 0) const noexcept {
    return known_->at(name).at() + (is_head() ? offset : 0);
  }

 private:
  // The line behind `line`, or behind the first one, of a name that has several. False where there is none.
  bool next_line(detail::known name, bool behind_first, field_values::iterator& line) const noexcept;

  void set(field_values& lines, detail::known name) const noexcept {
    fields_access::set(lines, head_, list_, end_, name_of(name));
    if (has(name)) fields_access::set_first(lines, known_->at(name), !has_several(name));
  }

  const char* head_ = nullptr;   // of a head: its first octet
  const field* list_ = nullptr;  // of a list
  std::uint16_t begin_;
  std::uint16_t end_;
  const detail::known_fields* known_;
};

}  // namespace wshake::http
