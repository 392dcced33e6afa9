// SPDX-License-Identifier: BSL-1.0
// octets: a view of octets that somebody else owns. mutable_octets: a view of writable octets.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <utility>

#include <wshake/detail/attributes.hpp>

namespace wshake {

class octets;
class mutable_octets;

namespace detail {

template <class T>
concept octet = std::same_as<std::remove_cv_t<T>, char> || std::same_as<std::remove_cv_t<T>, unsigned char> ||
                std::same_as<std::remove_cv_t<T>, std::byte>;
template <class T>
concept octet_reference = std::is_lvalue_reference_v<T> && octet<std::remove_reference_t<T>>;
template <class T>
concept writable_octet_reference = octet_reference<T> && !std::is_const_v<std::remove_reference_t<T>>;

// A contiguous range of octets. The concept uses std::data() and std::size() of <string_view>, because <ranges> would
// take a third of the compile time of a public header.
template <class R>
concept octet_range = !std::is_array_v<R> && !std::same_as<std::remove_cv_t<R>, octets> &&
                      !std::same_as<std::remove_cv_t<R>, mutable_octets> && requires(R& range) {
                        { *std::data(range) } -> octet_reference;
                        { std::size(range) } -> std::convertible_to<std::size_t>;
                      };

template <class R>
concept writable_octet_range = octet_range<R> && requires(R& range) {
  { *std::data(range) } -> writable_octet_reference;
};

// True for the type of a view: the elements outlive the view.
template <class R>
concept borrowed = std::ranges::enable_borrowed_range<std::remove_cvref_t<R>>;

// A range that owns its octets, such as std::string.
template <class R>
concept octet_owner = octet_range<R> && !borrowed<R>;

// A type that owns its octets: functions that return views of an argument take no temporary of this type. A class that
// is no array and has a trivial destructor counts as a view, not as an owner: views of other libraries may lack
// std::ranges::enable_borrowed_range.
template <class R>
concept temporary_owner =
    octet_owner<R> && (!std::is_trivially_destructible_v<R> || requires { std::tuple_size<R>::value; });

// A writable array: a built-in array or a std::array. The size of such an array is its capacity, not the number of
// octets that were written.
template <class R>
concept octet_buffer = !std::is_const_v<R> && ((std::is_array_v<R> && octet<std::remove_extent_t<R>>) ||
                                               (writable_octet_range<R> && requires { std::tuple_size<R>::value; }));

template <class T>
concept c_string = std::same_as<std::decay_t<T>, const char*> || std::same_as<std::decay_t<T>, char*>;

// Casts a pointer to unsigned char or std::byte to a pointer to char. Returns a pointer to char without a cast, so that
// a view of char can be a constant expression.
template <octet T>
constexpr auto* as_char(T* data) noexcept {
  using target = std::conditional_t<std::is_const_v<T>, const char, char>;
  if constexpr (std::same_as<std::remove_cv_t<T>, char>) {
    return data;
  } else {
    return reinterpret_cast<target*>(data);
  }
}

}  // namespace detail

// A view of octets in memory that somebody else owns: a pointer and a size. The memory must outlive the view. The class
// has standard layout and is trivially copyable. The elements are char. A view is made from:
//
//   {pointer, size}                    char, unsigned char or std::byte
//   "text"                             any constant array of char; a NUL at its end is left out
//   a constant array of octets         unsigned char or std::byte; all elements
//   a std::string, std::vector, ...    any contiguous range of octets
//   octets::c_string(pointer)          text that ends with a NUL
//
// The data() of a default-constructed view is null.
class WSHAKE_POINTER octets {
 public:
  // An empty view.
  constexpr octets() noexcept = default;

  // `size` octets at `data`: char, unsigned char or std::byte.
  template <detail::octet T>
  constexpr octets(T* data, std::size_t size) noexcept : data_(detail::as_char(data)), size_(size) {}

  // A string literal, or another constant array of char. A final NUL is not part of the view.
  template <std::size_t N>
  constexpr octets(const char (&text)[N]) noexcept : data_(text), size_(text[N - 1] == '\0' ? N - 1 : N) {}

  // A constant array of unsigned char or std::byte.
  template <detail::octet T, std::size_t N>
    requires(!std::same_as<T, char>)
  constexpr octets(const T (&data)[N]) noexcept : data_(detail::as_char(data)), size_(N) {}

  // A std::string_view, std::span or another view.
  template <detail::octet_range R>
    requires detail::borrowed<R>
  constexpr octets(const R& view) noexcept
      : data_(detail::as_char(std::data(view))), size_(static_cast<std::size_t>(std::size(view))) {}

  // A std::string, std::vector, a constant std::array or another container.
  template <detail::octet_owner R>
  constexpr octets(const R& container WSHAKE_LIFETIMEBOUND) noexcept
      : data_(detail::as_char(std::data(container))), size_(static_cast<std::size_t>(std::size(container))) {}

  template <detail::octet_buffer R>
  octets(R& buffer) = delete;  // its size is its capacity: write {buffer, size} or {buffer.data(), size}

  template <detail::c_string T>
    requires(!std::is_array_v<T>)
  octets(const T& pointer) = delete;  // a pointer has no size: write octets::c_string(pointer)

  // The octets at `text` before the first NUL; an empty view if `text` is null.
  static constexpr octets c_string(const char* text WSHAKE_LIFETIMEBOUND) noexcept {
    return text == nullptr ? octets() : octets(std::string_view(text));
  }

  // These members are as in std::string_view.
  constexpr const char* data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr const char* begin() const noexcept { return data_; }
  constexpr const char* end() const noexcept { return data_ + size_; }

  // The octet at `offset`, as a number from 0 to 255. `offset` must be below size().
  constexpr unsigned char operator[](std::size_t offset) const noexcept {
    return static_cast<unsigned char>(data_[offset]);
  }

  // The first `count` octets, or all octets if there are fewer than `count`.
  constexpr octets first(std::size_t count) const noexcept { return {data_, count < size_ ? count : size_}; }

  // The octets behind the first `count` octets; an empty view if there are none.
  constexpr octets from(std::size_t count) const noexcept {
    return count < size_ ? octets{data_ + count, size_ - count} : octets{data_ + size_, 0};
  }

  // The view as a std::string_view.
  constexpr std::string_view text() const noexcept { return {data_, size_}; }
  constexpr operator std::string_view() const noexcept { return text(); }

  // Compares octet by octet; letter case counts.
  template <class T>
    requires std::convertible_to<const T&, octets>
  friend constexpr bool operator==(octets left, const T& right) noexcept {
    const octets other = right;
    if (left.size_ != other.size_) return false;
    if (left.size_ == 0) return true;
    if (!std::is_constant_evaluated()) return std::memcmp(left.data_, other.data_, left.size_) == 0;
    for (std::size_t offset = 0; offset < left.size_; ++offset) {
      if (left.data_[offset] != other.data_[offset]) return false;
    }
    return true;
  }

  // The lexicographical order of unsigned octets, as for std::string_view.
  template <class T>
    requires std::convertible_to<const T&, octets>
  friend constexpr std::strong_ordering operator<=>(octets left, const T& right) noexcept {
    return left.text().compare(octets(right).text()) <=> 0;  // libc++ 14 has no <=> for std::string_view
  }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// A view of writable octets: a caller's output buffer, or the storage of a server, client or tunnel.
class WSHAKE_POINTER mutable_octets {
 public:
  // An empty view.
  constexpr mutable_octets() noexcept = default;

  // `size` octets at `data`: char, unsigned char or std::byte.
  template <detail::octet T>
    requires(!std::is_const_v<T>)
  constexpr mutable_octets(T* data, std::size_t size) noexcept : data_(detail::as_char(data)), size_(size) {}

  // An array.
  template <detail::octet T, std::size_t N>
    requires(!std::is_const_v<T>)
  constexpr mutable_octets(T (&array)[N]) noexcept : data_(detail::as_char(array)), size_(N) {}

  // A std::span or another view.
  template <detail::writable_octet_range R>
    requires detail::borrowed<R>
  constexpr mutable_octets(const R& view) noexcept
      : data_(detail::as_char(std::data(view))), size_(static_cast<std::size_t>(std::size(view))) {}

  // A std::string, std::vector, std::array or another container, which must outlive the view.
  template <detail::writable_octet_range R>
    requires(!detail::borrowed<R>)
  constexpr mutable_octets(R& container WSHAKE_LIFETIMEBOUND) noexcept
      : data_(detail::as_char(std::data(container))), size_(static_cast<std::size_t>(std::size(container))) {}

  // These members are as in std::span.
  constexpr char* data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr char* begin() const noexcept { return data_; }
  constexpr char* end() const noexcept { return data_ + size_; }

  // The view as a read-only view.
  constexpr operator octets() const noexcept { return {data_, size_}; }

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace wshake

template <>
inline constexpr bool std::ranges::enable_borrowed_range<wshake::octets> = true;
template <>
inline constexpr bool std::ranges::enable_view<wshake::octets> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<wshake::mutable_octets> = true;
template <>
inline constexpr bool std::ranges::enable_view<wshake::mutable_octets> = true;

template <>
struct std::hash<wshake::octets> {
  std::size_t operator()(wshake::octets view) const noexcept { return std::hash<std::string_view>()(view.text()); }
};
