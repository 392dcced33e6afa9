// SPDX-License-Identifier: BSL-1.0
// A complete response head as views.
#pragma once

#include <wshake/response.hpp>

#include "head_reader.hpp"

namespace wshake::http {

// Unfolds, in `out`, where the head lies, too, and reads the field lines of a head that was read to its end; `index` is
// that of read_on(). Lines that break a rule are read once more if that is to be done leniently.
fault read_response_fields(octets head, mutable_octets out, bool lenient, head_progress& progress, head_index& index,
                           known_fields& known) noexcept;

// The field lines of a response, whose empty line may be a bare LF.
inline header_section response_section_in(const char* head, const head_progress& progress,
                                          const known_fields& known) noexcept {
  const std::size_t empty_line = progress.size - (head[progress.size - 2] == '\r' ? std::size_t{2} : std::size_t{1});
  return {head, progress.fields_begin, empty_line, known};
}

// The response with what was noted then.
response_head name_response(const char* head, const head_progress& progress, const known_fields& known) noexcept;

}  // namespace wshake::http
