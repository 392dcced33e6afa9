// SPDX-License-Identifier: BSL-1.0
// What the engine may do with fields and a user may not: make them from a head that was read, and ask by place.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/field.hpp>

#include "known_names.hpp"

namespace wshake {

struct fields_access {
  // Makes `header` the field lines between `begin` and `end` of a head, which are read without an error before anybody looks
  // at them. Their known names are noted in known(header).
  static void set_lines(fields& header, const char* head, std::size_t begin, std::size_t end) noexcept {
    header.head_ = head;
    header.begin_ = static_cast<std::uint16_t>(begin);
    header.end_ = static_cast<std::uint16_t>(end);
  }
  static detail::known_fields& known(fields& header) noexcept { return header.known_; }

  static bool is_head(const fields& header) noexcept { return header.head_ != nullptr; }

  // Where something that is missing would have stood: the end of the head, or the size of the list.
  static std::size_t end_place(const fields& header) noexcept {
    return header.end_ + (is_head(header) ? std::size_t{2} : std::size_t{0});
  }

  static bool has(const fields& header, detail::known name) noexcept { return header.known_.has(name); }
  static bool has_several(const fields& header, detail::known name) noexcept { return header.known_.has_several(name); }

  // The lines of a known name, straight from the places, without a walk.
  static field_values values(const fields& header, detail::known name) noexcept {
    field_values result;
    set_values(result, header, name);
    return result;
  }
  static void set_values(field_values& lines, const fields& header, detail::known name) noexcept {
    set_no_values(lines, header, http::name_of(name));
    if (!has(header, name)) return;
    const auto place = header.known_.at(name);
    lines.first_.at_ = place.at();
    lines.first_.size_ = place.size();
    lines.first_.last_ = !has_several(header, name);
  }

  // No lines, to be filled in. No field name has more than 65,535 octets, for no head has.
  static void set_no_values(field_values& lines, const fields& header, octets name) noexcept {
    field_values::iterator& first = lines.first_;
    first.of_list_ = !is_head(header);
    first.base_ = is_head(header) ? static_cast<const void*>(header.head_) : header.list_;
    first.name_ = name.data();
    first.name_size_ = static_cast<std::uint16_t>(name.size() < 65535 ? name.size() : 65535);
    first.at_ = header.end_;
    first.end_ = header.end_;
    first.last_ = true;
  }

  // The field's lines as a list, written where the list lies: it is large enough for a copy to cost.
  template <class List>
  static void set_list(List& list, const fields& header, detail::known name) noexcept {
    set_values(list.lines_, header, name);
  }

  template <class List>
  static const field_values& lines(const List& list) noexcept {
    return list.lines_;
  }

  // The value of the first line of a known name, which must have a line, and where its octet `offset` stands: straight from
  // the places, without a walk.
  static octets value(const fields& header, detail::known name) noexcept {
    const auto place = header.known_.at(name);
    return is_head(header) ? octets{header.head_ + place.at(), place.size()} : header.list_[place.at()].value;
  }
  static std::size_t place(const fields& header, detail::known name, std::size_t offset = 0) noexcept {
    return header.known_.at(name).at() + (is_head(header) ? offset : 0);
  }
};

}  // namespace wshake
