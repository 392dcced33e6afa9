// SPDX-License-Identifier: BSL-1.0
// The common parts of all fuzz targets: strings, memory blocks of exact size, and a message for a failed check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/octets.hpp>

namespace fuzz {

// A string with this allocator uses no code of libstdc++'s binary, which MemorySanitizer can't instrument.
template <class T>
struct plain_allocator : std::allocator<T> {
  plain_allocator() = default;
  template <class U>
  plain_allocator(const plain_allocator<U>&) noexcept {}
};
using text = std::basic_string<char, std::char_traits<char>, plain_allocator<char>>;

inline void print(const char* label, std::string_view value) {
  std::fprintf(stderr, "%s: \"", label);
  for (const char c : value) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet < 0x7f && octet != '\\') {
      std::fputc(octet, stderr);
    } else {
      std::fprintf(stderr, octet == '\r' ? "\\r" : octet == '\n' ? "\\n" : "\\x%02x", octet);
    }
  }
  std::fprintf(stderr, "\"\n");
}

inline void require(bool condition, const char* what, std::string_view value = {}, int line = __builtin_LINE(),
                    const char* file = __builtin_FILE()) {
  if (condition) return;
  std::fprintf(stderr, "%s:%d: broken: %s\n", file, line, what);
  if (!value.empty()) print("with", value);
  std::abort();
}

inline void require_same(std::string_view left, std::string_view right, const char* what, int line = __builtin_LINE(),
                         const char* file = __builtin_FILE()) {
  if (left == right) return;
  print("left ", left);
  print("right", right);
  require(false, what, {}, line, file);
}

inline void append_number(text& out, std::size_t number) {
  char digits[24];
  std::size_t at = sizeof digits;
  do {
    digits[--at] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  out.append(digits + at, sizeof digits - at);
}

// Octets on the heap in a block of their exact size, so that AddressSanitizer catches every access beyond them.
class block {
 public:
  explicit block(std::size_t size) : data_(new char[size]), size_(size) {}
  explicit block(std::string_view content) : block(content.size()) {
    if (size_ > 0) std::memcpy(data_.get(), content.data(), size_);
  }
  char* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::string_view view() const { return {data_.get(), size_}; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_;
};

// Parts of an input, each in a block of its exact size. The octet 0x1f of the input stands for LF.
class parts {
 public:
  wshake::octets take(std::string_view content) {
    blocks_.emplace_back(content);
    const block& copy = blocks_.back();
    for (std::size_t at = 0; at < copy.size(); ++at) {
      if (copy.data()[at] == '\x1f') copy.data()[at] = '\n';
    }
    return {copy.data(), copy.size()};
  }

 private:
  std::vector<block> blocks_;
};

// Takes the part before the first `mark` from the front of an input, and drops the mark.
inline std::string_view take_until(std::string_view& rest, std::string_view mark) {
  const std::size_t end = rest.find(mark);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + mark.size());
  return part;
}

// Pseudo-random numbers that depend on `seed` alone.
class dice {
 public:
  explicit dice(std::string_view seed) {
    for (const char c : seed) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  std::size_t below(std::size_t count) {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return static_cast<std::size_t>((z ^ z >> 31) % count);
  }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

}  // namespace fuzz
