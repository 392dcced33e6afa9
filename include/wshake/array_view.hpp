// SPDX-License-Identifier: BSL-1.0
// array_view: a view of a list. argument_list: a list that is needed during one call only.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <type_traits>

#include <wshake/detail/attributes.hpp>
#include <wshake/octets.hpp>

namespace wshake {

namespace detail {

// A contiguous range of T, such as an array.
template <class R, class T>
concept list_of = requires(R& list) {
  { std::data(list) } -> std::convertible_to<const T*>;
  { std::size(list) } -> std::convertible_to<std::size_t>;
} && std::same_as<std::remove_cvref_t<decltype(*std::data(std::declval<R&>()))>, T>;

// view_of: a range of T that is a view. owner_of: a range of T that owns its elements.
template <class R, class T>
concept view_of = list_of<R, T> && borrowed<R>;
template <class R, class T>
concept owner_of = list_of<R, T> && !borrowed<R>;

// A contiguous range whose elements convert to T, but are of another type: a range of std::string, if T is octets.
template <class R, class T>
concept other_list_of = !list_of<R, T> && requires(const R& list) {
  { *std::data(list) } -> std::convertible_to<T>;
  { std::size(list) } -> std::convertible_to<std::size_t>;
};

}  // namespace detail

// A view of a list in memory that somebody else owns: a pointer and a size. The memory must outlive the view. You can
// make a view of an array, a std::vector or another container that has a name, and of a std::span or another view.
template <class T>
class WSHAKE_POINTER array_view {
 public:
  // The type of the elements.
  using value_type = T;

  // An empty list.
  constexpr array_view() noexcept = default;

  // `size` elements at `data`.
  constexpr array_view(const T* data, std::size_t size) noexcept : data_(data), size_(size) {}

  // The list of a std::span or another view.
  template <detail::view_of<T> R>
    requires(!std::same_as<R, array_view>)
  constexpr array_view(const R& view) noexcept : data_(std::data(view)), size_(std::size(view)) {}

  // The list in an array, a std::vector or another container.
  template <detail::owner_of<T> R>
  constexpr array_view(R& list WSHAKE_LIFETIMEBOUND) noexcept : data_(std::data(list)), size_(std::size(list)) {}

  template <detail::owner_of<T> R>
  array_view(const R&& list) = delete;                 // a temporary list is gone before it is read: give it a name
  array_view(std::initializer_list<T> list) = delete;  // a list in braces is gone before it is read: give it a name
  template <detail::other_list_of<T> R>
  array_view(const R& list) = delete;  // a view does not convert elements: make a list of value_type from this list

  // These members are as in std::span.
  constexpr const T* data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr const T* begin() const noexcept { return data_; }
  constexpr const T* end() const noexcept { return data_ + size_; }

  // The element at `index`, which must be below size().
  constexpr const T& operator[](std::size_t index) const noexcept { return data_[index]; }

 private:
  const T* data_ = nullptr;
  std::size_t size_ = 0;
};

// A list that is needed during one call only: the type of a parameter. Unlike an array_view, an argument_list is also
// made from temporaries and from lists in braces, because these live until the call ends. Use argument_list for
// parameters only: a variable would outlive its list.
template <class T>
class WSHAKE_POINTER argument_list {
 public:
  // The type of the elements.
  using value_type = T;

  // An empty list.
  constexpr argument_list() noexcept = default;

  // `size` elements at `data`.
  constexpr argument_list(const T* data, std::size_t size) noexcept : data_(data), size_(size) {}

  // The list of a std::span, an array_view or another view.
  template <detail::view_of<T> R>
    requires(!std::same_as<R, argument_list>)
  constexpr argument_list(const R& view) noexcept : data_(std::data(view)), size_(std::size(view)) {}

  // The list in an array, a std::vector or another container.
  template <detail::owner_of<T> R>
  constexpr argument_list(const R& list WSHAKE_LIFETIMEBOUND) noexcept
      : data_(std::data(list)), size_(std::size(list)) {}

  // A list in braces.
  WSHAKE_BEGIN_VIEW_OF_BRACES
  constexpr argument_list(std::initializer_list<T> list WSHAKE_LIFETIMEBOUND) noexcept
      : data_(list.begin()), size_(list.size()) {}
  WSHAKE_END_VIEW_OF_BRACES

  argument_list& operator=(std::initializer_list<T> list) = delete;  // a list in braces lives until the statement ends

  // These members are as in array_view.
  constexpr const T* data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr const T* begin() const noexcept { return data_; }
  constexpr const T* end() const noexcept { return data_ + size_; }

 private:
  const T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace wshake

template <class T>
inline constexpr bool std::ranges::enable_borrowed_range<wshake::array_view<T>> = true;
template <class T>
inline constexpr bool std::ranges::enable_view<wshake::array_view<T>> = true;
