// SPDX-License-Identifier: BSL-1.0
#include "writer.hpp"

namespace wshake::http {

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
  put(name);
  put(": ");
  put(value);
  put("\r\n");
}

}  // namespace wshake::http
