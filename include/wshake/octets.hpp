// SPDX-License-Identifier: BSL-1.0
// octets: a view of somebody's memory, and its writable twin.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace wshake {

namespace detail {

template <class T>
concept octet = std::same_as<std::remove_cv_t<T>, char> || std::same_as<std::remove_cv_t<T>, unsigned char> ||
                std::same_as<std::remove_cv_t<T>, std::byte>;
template <class T>
concept octet_reference = std::is_lvalue_reference_v<T> && octet<std::remove_reference_t<T>>;
template <class T>
concept writable_octet_reference = octet_reference<T> && !std::is_const_v<std::remove_reference_t<T>>;

// A contiguous range of octets, as std::data() and std::size() see it. <string_view> declares both; the concepts of <ranges>
// cost a third of the time that a public header takes.
template <class R>
concept octet_range = requires(R& range) {
  { *std::data(range) } -> octet_reference;
  { std::size(range) } -> std::convertible_to<std::size_t>;
};

template <class R>
concept writable_octet_range = octet_range<R> && requires(R& range) {
  { *std::data(range) } -> writable_octet_reference;
};

// reinterpret_cast is needed only where the octets are not char, so views of char stay constant expressions.
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

// A view of octets in memory that somebody else owns: a pointer and a size, standard layout, trivially copyable.
// It is made from {pointer, size}, from a string literal or another array of const char (without its final NUL, if its last
// octet is one), and from any contiguous range of char, unsigned char or std::byte; it converts to std::string_view. A view that
// was made from nothing has a null data().
class octets {
 public:
  // Nothing.
  constexpr octets() noexcept = default;

  // `size` octets at `data`: char, unsigned char or std::byte.
  template <detail::octet T>
  constexpr octets(T* data, std::size_t size) noexcept : data_(detail::as_char(data)), size_(size) {}

  // A string literal without its NUL.
  template <std::size_t N>
  constexpr octets(const char (&literal)[N]) noexcept : data_(literal), size_(literal[N - 1] == '\0' ? N - 1 : N) {}

  // A std::string, std::string_view, std::vector, std::array, std::span and the like: it must outlive the view.
  template <detail::octet_range R>
    requires(!std::same_as<std::remove_cvref_t<R>, octets>)
  constexpr octets(R&& range) noexcept
      : data_(detail::as_char(std::data(range))), size_(static_cast<std::size_t>(std::size(range))) {}

  // As in std::string_view.
  constexpr const char* data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr const char* begin() const noexcept { return data_; }
  constexpr const char* end() const noexcept { return data_ + size_; }

  // The octet at `at`, which must be below size().
  constexpr unsigned char operator[](std::size_t at) const noexcept { return static_cast<unsigned char>(data_[at]); }

  // The first `count` octets, or what is there of them.
  constexpr octets first(std::size_t count) const noexcept { return {data_, count < size_ ? count : size_}; }

  // All but the first `count` octets.
  constexpr octets from(std::size_t count) const noexcept {
    return count < size_ ? octets{data_ + count, size_ - count} : octets{data_ + size_, 0};
  }

  // The same view for the standard library.
  constexpr operator std::string_view() const noexcept { return {data_, size_}; }

  // The same octets in the same order. Letter case counts.
  template <class T>
    requires std::convertible_to<const T&, octets>
  friend constexpr bool operator==(octets left, const T& right) noexcept {
    const octets other = right;
    if (left.size_ != other.size_) return false;
    if (left.size_ == 0) return true;
    if (!std::is_constant_evaluated()) return std::memcmp(left.data_, other.data_, left.size_) == 0;
    for (std::size_t at = 0; at < left.size_; ++at) {
      if (left.data_[at] != other.data_[at]) return false;
    }
    return true;
  }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// A view of octets that may be written: a caller's output buffer, or the storage of a role.
class mutable_octets {
 public:
  // Nothing.
  constexpr mutable_octets() noexcept = default;

  // `size` octets at `data`: char, unsigned char or std::byte.
  template <detail::octet T>
    requires(!std::is_const_v<T>)
  constexpr mutable_octets(T* data, std::size_t size) noexcept : data_(detail::as_char(data)), size_(size) {}

  // An array, a std::string, a std::vector, a std::span and the like. Not from a temporary that takes its memory with it.
  template <detail::writable_octet_range R>
    requires(!std::same_as<std::remove_cvref_t<R>, mutable_octets> &&
             (std::is_lvalue_reference_v<R> || std::ranges::enable_borrowed_range<std::remove_cvref_t<R>>))
  constexpr mutable_octets(R&& range) noexcept
      : data_(detail::as_char(std::data(range))), size_(static_cast<std::size_t>(std::size(range))) {}

  // As in std::span.
  constexpr char* data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr char* begin() const noexcept { return data_; }
  constexpr char* end() const noexcept { return data_ + size_; }

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace wshake
