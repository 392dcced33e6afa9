// SPDX-License-Identifier: BSL-1.0
// field: a name and a value. fields: all of a message's, from a head's octets or from a caller's list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>

#include <wshake/array_view.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/detail/field_table.hpp>
#include <wshake/detail/forward_iterator.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// A field line (RFC 9110 §5).
struct field {
  octets name;   // without the colon; letter case has no meaning
  octets value;  // without the white space around it
};

class field_values;

// The field lines of one message in their order: a view, either of a head's octets or of a caller's list of field. Copy
// it freely; what it looks at must outlive it.
class WSHAKE_POINTER fields {
 public:
  // Walks the lines in order, yielding field by value.
  class iterator;

  // No lines.
  constexpr fields() noexcept = default;

  // A caller's own list, as array_view takes it; nothing is checked here. The first 65,535 are looked at.
  fields(array_view<field> list) noexcept;
  fields(const field* data, std::size_t size) noexcept : fields(array_view<field>(data, size)) {}
  template <detail::view_of<field> R>
  fields(const R& view) noexcept : fields(array_view<field>(view)) {}
  template <detail::owner_of<field> R>
  fields(R& list WSHAKE_LIFETIMEBOUND) noexcept : fields(array_view<field>(list)) {}

  template <detail::owner_of<field> R>
  fields(const R&& list) = delete;                     // a temporary list is gone before it is read: give it a name
  fields(std::initializer_list<field> list) = delete;  // a list in braces is gone before it is read: give it a name

  // The first line, the end, and whether there is none.
  iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin_ == end_; }

  // The value of the first line with that name; letter case of names is ignored (RFC 9110 §5.1).
  std::optional<octets> find(octets name) const noexcept;

  // How many lines have that name.
  std::size_t count(octets name) const noexcept;

  // The values of all lines with that name, in order. For a list field they are one list (RFC 9110 §5.3).
  // `name` must live as long as what is returned.
  field_values values(octets name) const noexcept;

 private:
  friend struct fields_access;

  const char* head_ = nullptr;   // of a head: its first octet
  const field* list_ = nullptr;  // of a list
  std::uint16_t begin_ = 0;      // of a head: where its field lines begin
  std::uint16_t end_ = 0;        // of a head: where its empty line begins; of a list: its size
  detail::field_table table_;
};

// A line at a time, made as it goes.
class fields::iterator : public detail::forward_iterator<fields::iterator, const field&> {
 public:
  // A std::forward_iterator; the end of no fields.
  iterator() noexcept = default;

  // The next line.
  iterator& operator++() noexcept;
  using forward_iterator::operator++;

  // Where the octet `offset` of the value stands. Of a head: octets from the head's first. Of a list: the field's
  // index.
  std::size_t offset(std::size_t within = 0) const noexcept { return at_ + (head_ != nullptr ? within : 0); }

 private:
  friend class fields;
  friend class field_values;
  friend class detail::forward_iterator<iterator, const field&>;

  const field& current() const noexcept { return current_; }
  bool at_end() const noexcept { return at_ == end_; }
  bool same(const iterator& other) const noexcept { return at_ == other.at_; }

  explicit iterator(const fields& lines) noexcept;  // at the end
  void read(std::size_t line) noexcept;             // the line at that offset, the field at that index

  const char* head_ = nullptr;
  const field* list_ = nullptr;
  std::size_t end_ = 0;
  std::size_t at_ = 0;  // of a head: the value's offset; of a list: the index; at the end: end_
  field current_ = {};
};

// The values of all lines with one name, in order: what fields::values() returns. A forward range of octets.
class field_values {
 public:
  // A value at a time.
  class iterator : public detail::forward_iterator<iterator, octets> {
   public:
    // A std::forward_iterator; the end of no values.
    iterator() noexcept = default;

    // The next value.
    iterator& operator++() noexcept;
    using forward_iterator::operator++;

    // As fields::iterator::offset().
    std::size_t offset(std::size_t within = 0) const noexcept { return at_ + (of_list_ ? 0 : within); }

   private:
    friend class fields;
    friend struct fields_access;
    friend class detail::forward_iterator<iterator, octets>;

    octets current() const noexcept {
      if (at_end()) return {};
      return of_list_ ? static_cast<const field*>(base_)[at_].value
                      : octets{static_cast<const char*>(base_) + at_, size_};
    }
    bool at_end() const noexcept { return at_ == end_; }
    bool same(const iterator& other) const noexcept { return at_ == other.at_; }

    fields::iterator line() const noexcept;
    void go_to(const fields::iterator& line) noexcept;

    // Small, because it is copied often.
    const void* base_ = nullptr;  // a head's first octet, or a list's first field
    const char* name_ = nullptr;
    std::uint16_t name_size_ = 0;
    std::uint16_t at_ = 0;    // as in fields::iterator
    std::uint16_t size_ = 0;  // of a head: of the value
    std::uint16_t end_ = 0;   // as in fields::iterator
    bool of_list_ = false;
    bool last_ = true;  // no further line has this name
  };

  // No values.
  field_values() noexcept = default;

  // The first value, the end, and whether there is none.
  iterator begin() const noexcept { return first_; }
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return first_ == end(); }

 private:
  friend class fields;
  friend struct fields_access;

  iterator first_;
};

}  // namespace wshake
