// SPDX-License-Identifier: BSL-1.0
// forward_iterator: the common part of the iterators over field lines, list members, cookies and TLVs. Not for users.
#pragma once

#include <cstddef>
#include <type_traits>

namespace wshake::detail {

// An iterator at its end compares equal to a range_end. std::default_sentinel_t would need <iterator>, a header of
// 9,000 lines.
struct range_end {};

// Makes `Iterator` a std::forward_iterator. `Iterator` provides these private members:
//
//   current()    the element: by reference if the iterator stores it, else by value
//   at_end()     true behind the last element
//   same(other)  true at the same element of the same range
//
// `Iterator` defines operator++() itself. `using forward_iterator::operator++;` in `Iterator` adds operator++(int).
template <class Iterator, class Current>
class forward_iterator {
 public:
  using value_type = std::remove_cvref_t<Current>;
  using difference_type = std::ptrdiff_t;

  constexpr value_type operator*() const noexcept { return self().current(); }
  constexpr const value_type* operator->() const noexcept
    requires std::is_reference_v<Current>
  {
    return &self().current();
  }
  constexpr Iterator operator++(int) noexcept {
    Iterator old = self();
    ++static_cast<Iterator&>(*this);
    return old;
  }
  friend constexpr bool operator==(const Iterator& left, const Iterator& right) noexcept { return equal(left, right); }
  friend constexpr bool operator==(const Iterator& iterator, range_end) noexcept { return is_at_end(iterator); }

 private:
  friend Iterator;
  constexpr forward_iterator() noexcept = default;

  constexpr const Iterator& self() const noexcept { return static_cast<const Iterator&>(*this); }
  static constexpr bool equal(const Iterator& left, const Iterator& right) noexcept { return left.same(right); }
  static constexpr bool is_at_end(const Iterator& iterator) noexcept { return iterator.at_end(); }
};

}  // namespace wshake::detail
