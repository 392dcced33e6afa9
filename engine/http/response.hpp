// SPDX-License-Identifier: BSL-1.0
// A complete response head as views.
#pragma once

#include <wshake/response.hpp>

#include "head_reader.hpp"

namespace wshake::http {

// Unfolds, in `out`, where the head lies, too, and reads the field lines of a head that was read to its end; `index` is that of
// read_on().
fault read_response_fields(octets head, mutable_octets out, const head_progress& progress, head_index& index,
                           known_fields& known) noexcept;

// The response with what was noted then.
response_head name_response(const char* head, const head_progress& progress, const known_fields& known) noexcept;

}  // namespace wshake::http
