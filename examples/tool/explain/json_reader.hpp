// SPDX-License-Identifier: BSL-1.0
// json_reader: reads the parts of a JSON text (RFC 8259) that the caller wants, and skips the other parts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "hexdump_line.hpp"

namespace tool {

class json_reader {
 public:
  explicit json_reader(std::string_view text) : text_(text) {}

  // Calls `member` with each name of an object. `member` must read or skip the value.
  template <class Member>
  void object(Member member) {
    list('{', '}', [&] {
      const std::string name = string();
      expect(':');
      if (ok()) member(name);
    });
  }

  // Calls `element` in front of each value of an array. `element` must read or skip the value.
  template <class Element>
  void array(Element element) {
    list('[', ']', element);
  }

  std::string string() {
    std::string out;
    if (!expect('"')) return out;
    while (ok()) {
      const char next = take();
      if (next == '"') return out;
      if (next == '\\') {
        escaped(out);
      } else if (static_cast<unsigned char>(next) < 0x20) {
        fail("a string has a control character or no end");
      } else {
        out += next;
      }
    }
    return out;
  }

  // Returns the digits of a number, or the text of any other value that is no string, object or array.
  std::string word() {
    skip_spaces();
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view{" \t\r\n,]}"}.find(text_[at_]) == std::string_view::npos) ++at_;
    if (begin == at_) fail("a value is missing");
    return std::string{text_.substr(begin, at_ - begin)};
  }

  void skip() {
    switch (peek()) {
      case '{':
        return object([&](const std::string&) { skip(); });
      case '[':
        return array([&] { skip(); });
      case '"':
        (void)string();
        return;
      default:
        (void)word();
    }
  }

  // Returns the next octet that is no white space, or NUL at the end of the text.
  char peek() {
    skip_spaces();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool ok() const { return problem_.empty(); }
  const std::string& problem() const { return problem_; }  // "line 3: ..."

 private:
  template <class Element>
  void list(char begin, char end, Element element) {
    constexpr int deepest = 64;
    if (!expect(begin)) return;
    if (++depth_ > deepest) return fail("the text is nested too deeply");
    for (bool first = true; ok(); first = false) {
      if (first && peek() == end) break;
      element();
      if (!ok() || peek() != ',') break;
      (void)take();
    }
    (void)expect(end);
    --depth_;
  }

  void escaped(std::string& out) {
    const char next = take();
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    if (const std::size_t index = names.find(next); index != names.npos) {
      out += values[index];
    } else if (next == 'u') {
      unsigned point = hexadecimal();
      if (point >= 0xd800 && point < 0xdc00 && text_.substr(at_, 2) == "\\u") {
        const std::size_t second = at_;
        at_ += 2;
        const unsigned low = hexadecimal();
        if (low >= 0xdc00 && low < 0xe000) point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        if (point < 0x10000) at_ = second;  // the second escape is a character of its own
      }
      constexpr unsigned replacement = 0xfffd;
      append(out, point >= 0xd800 && point < 0xe000 ? replacement : point);  // half of a surrogate pair is no character
    } else {
      fail("a string has an unknown escape");
    }
  }

  unsigned hexadecimal() {
    unsigned out = 0;
    for (int count = 0; count < 4; ++count) {
      const int digit = hex_digit(take());
      if (digit < 0) fail("\\u needs four hexadecimal digits");
      out = out * 16 + static_cast<unsigned>(digit < 0 ? 0 : digit);
    }
    return out;
  }

  // Appends a code point as UTF-8.
  static void append(std::string& out, unsigned point) {
    if (point < 0x80) {
      out += static_cast<char>(point);
      return;
    }
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    constexpr unsigned leads[] = {0, 0xc0, 0xe0, 0xf0};
    out += static_cast<char>(leads[more] | (point >> (6 * more) & (0x3fU >> more)));
    for (int left = more - 1; left >= 0; --left) out += static_cast<char>(0x80 | (point >> (6 * left) & 0x3f));
  }

  bool expect(char wanted) {
    if (ok() && peek() == wanted && wanted != '\0') {
      ++at_;
      return true;
    }
    fail(std::string{"'"} + wanted + "' is missing");
    return false;
  }

  char take() {
    if (at_ < text_.size()) return text_[at_++];
    fail("the text ends too early");
    return '\0';
  }

  void skip_spaces() {
    while (at_ < text_.size() && std::string_view{" \t\r\n"}.find(text_[at_]) != std::string_view::npos) ++at_;
  }

  void fail(const std::string& why) {
    if (!ok()) return;
    const std::string_view before = text_.substr(0, at_);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    problem_ = "line " + std::to_string(lines + 1) + ": " + why;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string problem_;
};

}  // namespace tool
