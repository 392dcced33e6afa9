// SPDX-License-Identifier: BSL-1.0
// lower_case_fields(): turns the field lines that a base::writer wrote into fields with lower-case names.
#pragma once

#include <cstddef>

#include <wshake/field.hpp>

namespace wshake {

// Turns field lines into fields whose names are in lower case (RFC 9113 section 8.2.1), in place. `size` counts the
// octets up to the end of the empty line, and is at most 65,535. `header` must be empty, and becomes the fields.
void lower_case_fields(char* lines, std::size_t size, fields& header) noexcept;

// The most octets that the lines of an answer or a request may have.
inline constexpr std::size_t max_lines_size = 65535;

}  // namespace wshake
