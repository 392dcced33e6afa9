// SPDX-License-Identifier: BSL-1.0
#include "avx512_tables.hpp"

#if defined(WSHAKE_AVX512)

namespace wshake::scan::avx512 {

// Not constexpr: Microsoft's compiler before VS 2022 17.6 gives a constexpr definition internal linkage.
constinit const block_tables tables = [] {
  block_tables made = {};
  made.line_feeds.fill('\n');
  made.spaces.fill(' ');
  made.printable.fill('~' - ' ');
  for (std::uint8_t number = 0; number < 64; ++number) made.numbers[number] = number;
  return made;
}();

}  // namespace wshake::scan::avx512

#endif
