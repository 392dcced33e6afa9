// SPDX-License-Identifier: BSL-1.0
// Conversion of errc to std::error_code. The library itself does not use <system_error>.
#pragma once

#include <string>
#include <system_error>

#include <wshake/error.hpp>

template <>
struct std::is_error_code_enum<wshake::errc> : std::true_type {};

namespace wshake {

// The category of errc, named "wshake". The message of a code is describe(code).message.
inline const std::error_category& error_category() noexcept {
  class category final : public std::error_category {
    const char* name() const noexcept override { return "wshake"; }
    std::string message(int code) const override { return describe(static_cast<errc>(code)).message; }
  };
  static const category instance;
  return instance;
}

// Argument-dependent lookup finds this function, so `std::error_code e = wshake::errc::bad_key;` compiles. errc::none
// becomes an error_code with the value 0, which converts to false.
inline std::error_code make_error_code(errc code) noexcept { return {static_cast<int>(code), error_category()}; }

}  // namespace wshake
