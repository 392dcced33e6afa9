// SPDX-License-Identifier: BSL-1.0
// The lines of a head: indexing and reading them, in one variant a processor. All give the same results.
#pragma once

#include <cstddef>

#include <wshake/detail/field_table.hpp>
#include <wshake/octets.hpp>

#include "field_lines.hpp"
#include "head_index.hpp"
#include "processor/features.hpp"

namespace wshake::http {

// Indexes the lines of a head behind its first, from `begin` on, up to the first empty one, or what is there of them.
using index_function = void(octets head, std::size_t begin, head_index& index) noexcept;

// Reads field lines of a complete head, from `first` to before `end`, and notes the places of the known ones. Those
// behind are noted before. False where one of them has no name or does not end in CRLF; what stands in their values is
// not looked at (head_index::clean).
using read_function = bool(octets head, const head_index& index, std::size_t first, std::size_t end,
                           detail::field_table& table) noexcept;

struct line_functions {
  index_function* index;
  read_function* read;
};

// The variants, those that the processor may not be able to run among them. Of WSHAKE_PROCESSOR_TARGET there is one,
// and it is called directly.
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

// The best that this processor can do.
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

}  // namespace wshake::http
