// SPDX-License-Identifier: BSL-1.0
// field: a name and a value. fields: the field lines of a message, from a head's octets or a caller's list.
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

// A field line (RFC 9110 section 5).
struct field {
  octets name;   // without the colon; letter case has no meaning
  octets value;  // without the white space around it
};

class field_values;

// The field lines of one message, in order: a view of a head's octets or of a caller's list. Copying the view copies no
// line. The octets or the list must outlive the view.
class WSHAKE_POINTER fields {
 public:
  // Iterates over the lines in order.
  class iterator;

  // An empty header section.
  constexpr fields() noexcept = default;

  // The fields of a list of your own: anything that converts to array_view. The constructors check no field. Fields
  // behind the first 65,535 are ignored.
  WSHAKE_API fields(array_view<field> list) noexcept;
  fields(const field* data, std::size_t size) noexcept : fields(array_view<field>(data, size)) {}
  template <detail::view_of<field> R>
  fields(const R& view) noexcept : fields(array_view<field>(view)) {}
  template <detail::owner_of<field> R>
  fields(R& list WSHAKE_LIFETIMEBOUND) noexcept : fields(array_view<field>(list)) {}

  template <detail::owner_of<field> R>
  fields(const R&& list) = delete;                     // a temporary list is gone before it is read: give it a name
  fields(std::initializer_list<field> list) = delete;  // a list in braces is gone before it is read: give it a name

  // Begin and end of the range of lines, and whether the range is empty.
  WSHAKE_API iterator begin() const noexcept;
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return begin_ == end_; }

  // The value of the first line whose name is `name`, letter case ignored (RFC 9110 section 5.1); unset if no line has
  // this name.
  WSHAKE_API std::optional<octets> find(octets name) const noexcept;

  // The number of lines whose name is `name`.
  WSHAKE_API std::size_t count(octets name) const noexcept;

  // The values of all lines whose name is `name`, in order. The lines of a list field form one list
  // (RFC 9110 section 5.3).
  //
  // Lifetime: `name` must live as long as the result.
  WSHAKE_API field_values values(octets name) const noexcept;

 private:
  friend struct fields_access;

  fields(array_view<field> list, std::size_t begin) noexcept;

  const char* head_ = nullptr;   // the first octet of a head, or null
  const field* list_ = nullptr;  // the first field of a list, or null
  std::uint16_t begin_ = 0;  // in a head: the offset of its first field line; in a list: the index of its first field
  std::uint16_t end_ = 0;    // in a head: the offset of its empty line; in a list: its size
  detail::field_table table_;
};

// Reads one field line at a time.
class fields::iterator : public detail::forward_iterator<fields::iterator, const field&> {
 public:
  // A std::forward_iterator. A default-constructed iterator is at the end of an empty range.
  iterator() noexcept = default;

  // Moves to the next line.
  WSHAKE_API iterator& operator++() noexcept;
  using forward_iterator::operator++;

  // In a head: the offset of an octet of the value, from the first octet of the head; `within` is the octet's offset in
  // the value. In a caller's list: the index of the field.
  std::size_t offset(std::size_t within = 0) const noexcept { return at_ + (head_ != nullptr ? within : 0); }

 private:
  friend class fields;
  friend class field_values;
  friend class detail::forward_iterator<iterator, const field&>;

  const field& current() const noexcept { return current_; }
  bool at_end() const noexcept { return at_ == end_; }
  bool same(const iterator& other) const noexcept { return at_ == other.at_; }

  explicit iterator(const fields& lines) noexcept;  // an iterator at the end
  void read(std::size_t line) noexcept;             // `line` is the offset of a line, or the index of a field

  const char* head_ = nullptr;
  const field* list_ = nullptr;
  std::size_t end_ = 0;
  std::size_t at_ = 0;  // in a head: the value's offset; in a list: the index; at the end: end_
  field current_ = {};
};

// The values of all lines with one name, in order: the result of fields::values(). A field_values is a forward range;
// each element is an `octets` view of a value.
class field_values {
 public:
  // Reads one value at a time.
  class iterator : public detail::forward_iterator<iterator, octets> {
   public:
    // A std::forward_iterator. A default-constructed iterator is at the end of an empty range.
    iterator() noexcept = default;

    // Moves to the next value.
    WSHAKE_API iterator& operator++() noexcept;
    using forward_iterator::operator++;

    // The same as fields::iterator::offset().
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

    // These members are small, because iterators are copied often.
    const void* base_ = nullptr;  // a head's first octet, or a list's first field
    const char* name_ = nullptr;
    std::uint16_t name_size_ = 0;
    std::uint16_t at_ = 0;    // see fields::iterator
    std::uint16_t size_ = 0;  // in a head: the size of the value
    std::uint16_t end_ = 0;   // see fields::iterator
    bool of_list_ = false;
    bool last_ = true;  // no further line has this name
  };

  // An empty range.
  field_values() noexcept = default;

  // Begin and end of the range, and whether the range is empty.
  iterator begin() const noexcept { return first_; }
  detail::range_end end() const noexcept { return {}; }
  bool empty() const noexcept { return first_ == end(); }

 private:
  friend class fields;
  friend struct fields_access;

  iterator first_;
};

}  // namespace wshake
