// SPDX-License-Identifier: BSL-1.0
// Constants with which index() finds lines by AVX-512. The constants are defined in a source file of their own: a
// compiler that knows that all octets of a vector are equal broadcasts the octet again for every block, which takes
// longer than a load of the vector.
#pragma once

#include <array>
#include <cstdint>

#include "processor/features.hpp"

#if defined(WSHAKE_AVX512)

namespace wshake::scan::avx512 {

struct alignas(64) octets_64 : std::array<std::uint8_t, 64> {};

struct block_tables {
  octets_64 line_feeds;
  octets_64 spaces;
  octets_64 printable;  // the distance from SP to the last VCHAR
  octets_64 numbers;    // 0 to 63
};
extern const block_tables tables;

}  // namespace wshake::scan::avx512

#endif
