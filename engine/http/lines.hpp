// SPDX-License-Identifier: BSL-1.0
// The lines of a head: indexing and reading them, in one variant a processor. All give the same results.
#pragma once

#include <cstddef>

#include <wshake/detail/known_fields.hpp>
#include <wshake/octets.hpp>

#include "fault.hpp"
#include "head_index.hpp"

namespace wshake::http {

struct line_functions {
  // Indexes the lines of a head behind its first, from `begin` on, up to the first empty one, or what is there of them.
  void (*index)(octets head, std::size_t begin, head_index& index) noexcept;

  // Reads the field lines of a complete head, which are indexed, and notes the places of the known ones.
  fault (*read)(octets head, const head_index& index, detail::known_fields& known) noexcept;
};

// The best that this processor can do.
const line_functions& lines() noexcept;

// The variants, those that the processor may not be able to run among them.
extern const line_functions portable_lines;
#if defined(__SSE2__)
extern const line_functions sse2_lines;
#endif
#if defined(__x86_64__)
extern const line_functions avx2_lines;
#endif

}  // namespace wshake::http
