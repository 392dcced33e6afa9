// SPDX-License-Identifier: BSL-1.0
// fault: a rule that is broken, and the octet that breaks it.
#pragma once

#include <cstddef>

#include <wshake/error.hpp>

namespace wshake::http {

struct fault {
  errc error = errc::none;
  std::size_t at = 0;

  constexpr explicit operator bool() const noexcept { return error != errc::none; }
};

// Where a function returns the offset of what does not fit: all fits. In the same register, for an optional offset is put
// together in memory, octet by octet, and a processor waits that reads it back at once.
inline constexpr std::size_t no_fault = static_cast<std::size_t>(-1);

}  // namespace wshake::http
