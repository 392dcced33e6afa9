// SPDX-License-Identifier: BSL-1.0
// A complete response head as views.
#pragma once

#include <wshake/response.hpp>

#include "head_reader.hpp"

namespace wshake::http {

// The response whose head was read to its end; its known fields are not yet noted.
response_head name_response(const char* head, const head_progress& progress) noexcept;

// Unfolds and reads its field lines; `index` is that of read_on().
fault read_response_fields(char* head, const head_progress& progress, head_index& index, response_head& read) noexcept;

}  // namespace wshake::http
