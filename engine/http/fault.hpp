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

}  // namespace wshake::http
