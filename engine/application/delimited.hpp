// SPDX-License-Identifier: BSL-1.0
// Takes texts apart at a delimiter.
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

namespace wshake::application {

// The text before the first `delimiter`, or all of `rest` if there is none. `rest` becomes the text behind the
// delimiter.
inline octets take_until(octets& rest, char delimiter) noexcept {
  std::size_t size = 0;
  while (size < rest.size() && rest.data()[size] != delimiter) ++size;
  const octets text = rest.first(size);
  rest = rest.from(size + 1);
  return text;
}

}  // namespace wshake::application
