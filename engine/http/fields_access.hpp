// SPDX-License-Identifier: BSL-1.0
// What the engine may see and make of fields and lists, and a user may not.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/field.hpp>

namespace wshake {

struct fields_access {
  static const char* head(const fields& header) noexcept { return header.head_; }
  static const field* list(const fields& header) noexcept { return header.list_; }
  static std::uint16_t begin(const fields& header) noexcept { return header.begin_; }
  static std::uint16_t end(const fields& header) noexcept { return header.end_; }
  static const detail::known_fields& known(const fields& header) noexcept { return header.known_; }
  static detail::known_fields& known(fields& header) noexcept { return header.known_; }

  static fields make(const char* head, const field* list, std::uint16_t begin, std::uint16_t end,
                     const detail::known_fields& known) noexcept {
    fields header;
    header.head_ = head;
    header.list_ = list;
    header.begin_ = begin;
    header.end_ = end;
    header.known_ = known;
    return header;
  }

  // The lines of a name, none as yet. They are put together where they lie, for they are large enough for a copy to
  // cost. No field name has more than 65,535 octets, for no head has.
  static field_values values(const char* head, const field* list, std::uint16_t end, octets name) noexcept {
    field_values lines;
    set(lines, head, list, end, name);
    return lines;
  }
  static void set(field_values& lines, const char* head, const field* list, std::uint16_t end, octets name) noexcept {
    field_values::iterator& first = lines.first_;
    first.of_list_ = head == nullptr;
    first.base_ = head != nullptr ? static_cast<const void*>(head) : list;
    first.name_ = name.data();
    first.name_size_ = static_cast<std::uint16_t>(name.size() < 65535 ? name.size() : 65535);
    first.at_ = end;
    first.end_ = end;
  }
  static void set_first(field_values& lines, detail::known_fields::place place, bool last) noexcept {
    lines.first_.at_ = place.at();
    lines.first_.size_ = place.size();
    lines.first_.last_ = last;
  }
  static const field_values::iterator& first(const field_values& lines) noexcept { return lines.first_; }

  // Of a list.
  template <class List>
  static const field_values& lines(const List& list) noexcept {
    return list.lines_;
  }
  template <class List>
  static field_values& lines(List& list) noexcept {
    return list.lines_;
  }
};

}  // namespace wshake
