// SPDX-License-Identifier: BSL-1.0
// A growing_text is a text to which << appends. It is faster than a stream, because a stream has a locale. The tests of
// call orders describe and compare states a million times.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace wshake::test {

class growing_text {
 public:
  growing_text& operator<<(std::string_view part) {
    text_ += part;
    return *this;
  }
  growing_text& operator<<(char octet) {
    text_ += octet;
    return *this;
  }
  growing_text& operator<<(std::integral auto number) {
    text_ += std::to_string(+number);
    return *this;
  }

  const std::string& str() const { return text_; }

 private:
  std::string text_;
};

}  // namespace wshake::test
