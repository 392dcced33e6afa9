// SPDX-License-Identifier: BSL-1.0
#include "writer.hpp"

namespace wshake::base {

void writer::put_number(std::size_t number) noexcept {
  char digits[20];
  std::size_t begin = sizeof digits;
  do {
    digits[--begin] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  put({digits + begin, sizeof digits - begin});
}

void writer::put_field(octets name, octets value) noexcept {
  const std::size_t size = name.size() + 2 + value.size() + 2;
  if (fits(size)) {
    char* next = out_.data() + size_;
    const auto copy = [&next](octets text) {
      if (!text.empty()) std::memcpy(next, text.data(), text.size());
      next += text.size();
    };
    copy(name);
    copy(": ");
    copy(value);
    copy("\r\n");
  }
  size_ += size;
}

}  // namespace wshake::base
