// SPDX-License-Identifier: BSL-1.0
// Field lines however they are written, and what is wrong with those that are none.
#pragma once

#include <cstddef>

#include <wshake/detail/field_table.hpp>
#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "head_index.hpp"

namespace wshake::http {

// field-line = field-name ":" OWS field-value OWS   (RFC 9112 §5)
// field-name = token

// Do the octets at `text`, as many as a field_id name has, spell it? Letter case is ignored.
bool is_spelled(const char* text, detail::field_id name) noexcept;

// Which of the known names it is, letter case ignored; field_id::none for any other.
detail::field_id lookup_field(octets name) noexcept;

// Reads field lines of a complete head, from `first` to before `end`, behind which all are noted, and notes the places
// of the known ones: the last line first, so that the first of a name is what stays noted. False where one of them has
// no name or does not end in CRLF.
bool read_lines(octets head, const head_index& index, std::size_t first, std::size_t end,
                detail::field_table& noted) noexcept;

// Before they are read: where the value of a known name is likely to be, if it has `size` octets and stands there as
// most are written. Empty where there is no such line.
octets guess_value(octets head, const head_index& index, detail::field_id name, std::size_t size) noexcept;

// The rule that a line breaks whose name begins at `begin` and does not end in a colon, but at `at`.
fault name_fault(octets head, std::size_t begin, std::size_t at, std::size_t line_feed, bool first_line) noexcept;

// The first rule that the lines of a complete head break, and that all of them, the empty one too, end in CRLF; none
// where all is right.
fault first_fault(octets head, const head_index& index) noexcept;

}  // namespace wshake::http
