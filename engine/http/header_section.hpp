// SPDX-License-Identifier: BSL-1.0
// header_section: the field lines of a message, accessed by field id without a search. A header_section refers to a
// field table, while the public `fields` contains a field table.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/field_table.hpp>
#include <wshake/field.hpp>

#include "base/field_names.hpp"

namespace wshake {

// Gives the engine access to the private members of `fields`, and of lists such as token_list.
struct fields_access {
  static const char* head(const fields& header) noexcept { return header.head_; }
  static const field* list(const fields& header) noexcept { return header.list_; }
  static std::uint16_t begin(const fields& header) noexcept { return header.begin_; }
  static std::uint16_t end(const fields& header) noexcept { return header.end_; }
  static const detail::field_table& table(const fields& header) noexcept { return header.table_; }
  static detail::field_table& table(fields& header) noexcept { return header.table_; }

  static fields make(const char* head, const field* list, std::uint16_t begin, std::uint16_t end,
                     const detail::field_table& table) noexcept {
    fields header;
    header.head_ = head;
    header.list_ = list;
    header.begin_ = begin;
    header.end_ = end;
    header.table_ = table;
    return header;
  }

  // Turns `header`, which must be empty, into the fields of a list from the index `begin` on. Indices of fields count
  // from the front of `list`. The table is filled in place: a copy would load the table in one piece right after its
  // slots were stored, and stall on store forwarding.
  static void set(fields& header, array_view<field> list, std::size_t begin) noexcept;

  // Turns `header` into the lines of a head. The table of `header` must be the field table of these lines.
  static void set(fields& header, const char* head, std::uint16_t begin, std::uint16_t end) noexcept {
    header.head_ = head;
    header.list_ = nullptr;
    header.begin_ = begin;
    header.end_ = end;
  }

  // An empty range for the field lines named `name`: the caller then sets its first line. The range is filled in place,
  // because its size makes a copy costly. `name` is cut at 65,535 octets: no head has more octets, so no
  // name in a head is longer.
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
  static void set_first(field_values& lines, detail::field_table::slot slot, bool last) noexcept {
    lines.first_.at_ = slot.offset();
    lines.first_.size_ = slot.size();
    lines.first_.last_ = last;
  }
  static const field_values::iterator& first(const field_values& lines) noexcept { return lines.first_; }

  // The field lines that a list, such as a token_list, reads.
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

namespace wshake::http {

class header_section {
 public:
  // The field lines between `begin` and `end` of a head. The lines must have been read without an error before the
  // first access. `table` is the field table of these lines.
  header_section(const char* head, std::size_t begin, std::size_t end, const detail::field_table& table) noexcept
      : head_(head), begin_(static_cast<std::uint16_t>(begin)), end_(static_cast<std::uint16_t>(end)), table_(&table) {}

  header_section(const fields& header) noexcept
      : head_(fields_access::head(header)),
        list_(fields_access::list(header)),
        begin_(fields_access::begin(header)),
        end_(fields_access::end(header)),
        table_(&fields_access::table(header)) {}

  // The section as public `fields`, with a copy of the table.
  fields view() const noexcept { return fields_access::make(head_, list_, begin_, end_, *table_); }

  bool is_head() const noexcept { return head_ != nullptr; }
  bool empty() const noexcept { return begin_ == end_; }

  // The offset reported for a missing field: the end of the head, or the size of the list.
  std::size_t end_offset() const noexcept {
    if (!is_head()) return end_;
    return end_ + (head_[end_] == '\r' ? std::size_t{2} : std::size_t{1});
  }

  bool has(detail::field_id name) const noexcept { return table_->has(name); }
  bool has_several(detail::field_id name) const noexcept { return table_->has_several(name); }

  field_values values(detail::field_id name) const noexcept {
    field_values lines;
    set(lines, name);
    return lines;
  }

  template <class List>
  List list(detail::field_id name) const noexcept {
    List members;
    set(fields_access::lines(members), name);
    return members;
  }

  // Calls show(value, offset) for each line of the field `name`, until show() returns false. An iterator is built only
  // from the second line on, because most fields have one line.
  template <class Show>
  void show(detail::field_id name, Show show) const noexcept {
    if (!has(name)) return;
    octets text = value(name);
    std::size_t begin = offset(name);
    field_values::iterator line;
    for (bool first = true; show(text, begin) && has_several(name) && next_line(name, first, line); first = false) {
      text = *line;
      begin = line.offset();
    }
  }

  // value(): the value of the first line of the field `name`. offset(): in a head the offset of an octet in this value,
  // in a list the index of this line. The field must exist.
  octets value(detail::field_id name) const noexcept {
    const auto slot = table_->at(name);
    if (is_head()) return {head_ + slot.offset(), slot.size()};
    return list_[slot.offset()].value;  // NOLINT(clang-analyzer-core.NonNullParamChecker): not null
  }
  octets value_or_empty(detail::field_id name) const noexcept { return has(name) ? value(name) : octets{}; }
  std::size_t offset(detail::field_id name, std::size_t offset = 0) const noexcept {
    return table_->at(name).offset() + (is_head() ? offset : 0);
  }

 private:
  // Moves `line` to the next line of a field that has several lines; to the second line if `behind_first` is set.
  // Returns false if there is no such line.
  bool next_line(detail::field_id name, bool behind_first, field_values::iterator& line) const noexcept;

  void set(field_values& lines, detail::field_id name) const noexcept {
    fields_access::set(lines, head_, list_, end_, name_of(name));
    if (has(name)) fields_access::set_first(lines, table_->at(name), !has_several(name));
  }

  const char* head_ = nullptr;   // the first octet of a head, or null
  const field* list_ = nullptr;  // the first field of a list, or null
  std::uint16_t begin_;
  std::uint16_t end_;
  const detail::field_table* table_;
};

// Calls show(line, offset) for each line, until show() returns false. `offset` is the offset of the line's value in a
// head, or the line's index in a list.
template <class Show>
void each_line(const fields& header, const Show& show) noexcept {
  if (fields_access::head(header) != nullptr) {
    for (auto line = header.begin(); line != header.end() && show(*line, line.offset()); ++line) {
    }
    return;
  }
  const field* const lines = fields_access::list(header);
  const std::size_t end = fields_access::end(header);
  for (std::size_t index = fields_access::begin(header); index < end && show(lines[index], index); ++index) {
  }
}

}  // namespace wshake::http
