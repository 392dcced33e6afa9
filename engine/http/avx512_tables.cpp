// SPDX-License-Identifier: BSL-1.0
#include "avx512_tables.hpp"

#include "octet_class.hpp"

#if defined(WSHAKE_AVX512)

namespace wshake::http::avx512 {

constexpr block_tables tables = [] {
  block_tables made = {};
  made.line_feeds.fill('\n');
  made.spaces.fill(' ');
  made.printable.fill('~' - ' ');
  for (std::uint8_t octet = 0; octet < 128; ++octet) {
    if (octet < 64) made.numbers[octet] = octet;
    made.tokens[octet / 64][octet % 64] = is(octet, token_octet) ? 0xff : 0;
  }
  return made;
}();

}  // namespace wshake::http::avx512

#endif
