// SPDX-License-Identifier: BSL-1.0
// Conversions of digits to numbers.
#pragma once

#include <cstdint>

#include <wshake/octets.hpp>

#include "rooms.hpp"

namespace wshake::base {

// The value of `digits`, which must all be DIGIT; 0xffffffff if the value is larger.
constexpr std::uint32_t saturated(octets digits) noexcept {
  std::uint32_t value = 0;
  for (const char digit : digits) {
    const auto units = static_cast<std::uint32_t>(digit - '0');
    if (value > (0xffffffff - units) / 10) return 0xffffffff;
    value = value * 10 + units;
  }
  return value;
}

// The value of `digit`, which must be HEXDIG.
constexpr std::uint32_t hex_value(unsigned char digit) noexcept {
  return digit <= '9' ? digit - std::uint32_t{'0'} : (digit | 0x20U) - 'a' + 10;
}

}  // namespace wshake::base
