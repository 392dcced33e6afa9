// SPDX-License-Identifier: BSL-1.0
// What the processor that the program runs on can do beyond what it was compiled for.
#pragma once

#include <cstdint>

namespace wshake::processor {

enum feature : std::uint8_t {
  avx = 1,   // the upper halves of vector registers exist, and the system keeps them
  sha = 2,   // SHA-1 instructions, with SSSE3 and SSE4.1
  avx2 = 4,  // with BMI1 and BMI2
};

// All that there is. Found out once; threads that find out at the same time find the same.
unsigned features() noexcept;

}  // namespace wshake::processor
