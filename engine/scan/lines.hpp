// SPDX-License-Identifier: BSL-1.0
// Functions that index and read the lines of a head. There is a variant for each instruction set extension; all
// variants give the same results.
#pragma once

#include <cstddef>

#include <wshake/detail/field_table.hpp>
#include <wshake/octets.hpp>

#include "field_lines.hpp"
#include "head_index.hpp"
#include "processor/features.hpp"

namespace wshake::scan {

// Indexes the lines behind the first line of a head, from `begin` to the first empty line. An incomplete head leaves
// `lines` at 0.
using index_function = void(octets head, std::size_t begin, head_index& index) noexcept;

// Reads the field lines of a complete head from `first` up to, but not including, `end`, and stores the known fields in
// `table`. Read the lines from `end` on first: if a name has several lines, the line that is read last is stored. False
// if a line has no name or does not end in CRLF. The function does not check the octets of values: see
// head_index::clean.
using read_function = bool(octets head, const head_index& index, std::size_t first, std::size_t end,
                           detail::field_table& table) noexcept;

struct line_functions {
  index_function* index;
  read_function* read;
};

// All variants in this compilation; the processor may be unable to run some of them. With WSHAKE_PROCESSOR_TARGET there
// is only one variant, which is called directly.
#if defined(WSHAKE_AVX2)
namespace avx2 {
index_function index;
read_function read;
}  // namespace avx2
inline constexpr line_functions avx2_lines = {avx2::index, avx2::read};
#endif

#if defined(WSHAKE_AVX512)
namespace avx512 {
index_function index;
}  // namespace avx512
inline constexpr line_functions avx512_lines = {avx512::index, avx2::read};
#endif

#if defined(WSHAKE_SSE2) && (defined(WSHAKE_DETECT) || !defined(WSHAKE_AVX2))
#define WSHAKE_SSE2_LINES
namespace sse2 {
index_function index;
read_function read;
}  // namespace sse2
inline constexpr line_functions sse2_lines = {sse2::index, sse2::read};
#endif

#if defined(WSHAKE_NEON)
namespace neon {
index_function index;
read_function read;
}  // namespace neon
inline constexpr line_functions neon_lines = {neon::index, neon::read};
#endif

#if !defined(WSHAKE_PROCESSOR_TARGET) || !(defined(WSHAKE_SSE2) || defined(WSHAKE_NEON))
#define WSHAKE_PORTABLE_LINES
namespace portable {
index_function index;
read_function read;
}  // namespace portable
inline constexpr line_functions portable_lines = {portable::index, portable::read};
#endif

// The fastest variant that this processor can run.
inline const line_functions& lines() noexcept {
#if defined(WSHAKE_DETECT) && defined(WSHAKE_AVX512)
  if ((processor::features() & processor::avx512) != 0) return avx512_lines;
#endif
#if defined(WSHAKE_DETECT) && defined(WSHAKE_AVX2)
  if ((processor::features() & processor::avx2) != 0) return avx2_lines;
#endif
#if defined(WSHAKE_SSE2_LINES)
  return sse2_lines;
#elif defined(WSHAKE_AVX512)
  return avx512_lines;
#elif defined(WSHAKE_AVX2)
  return avx2_lines;
#elif defined(WSHAKE_NEON)
  return neon_lines;
#else
  return portable_lines;
#endif
}

}  // namespace wshake::scan
