// SPDX-License-Identifier: BSL-1.0
// Reads field lines in any valid form (fast_lines.inl reads the usual form), and finds the faults of malformed lines.
#pragma once

#include <cstddef>

#include <wshake/detail/field_table.hpp>
#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "head_index.hpp"

namespace wshake::scan {

// field-line = field-name ":" OWS field-value OWS   (RFC 9112 section 5)
// field-name = token

// Compares a name with `known`, letter case ignored. `known` has only letters and hyphens. Both names have `size`
// octets, at least 4. The names are compared in words of four octets; the last word overlaps the word before it.
bool same_letters(const char* name, const char* known, std::size_t size) noexcept;

// True if `text` spells the name with the id `name`, letter case ignored. `text` must have as many octets as the name.
bool is_spelled(const char* text, detail::field_id name) noexcept;

// The id of a name, letter case ignored; field_id::none for a name without an id.
detail::field_id lookup_field(octets name) noexcept;

// Reads the lines of a complete head from `first` up to, but not including, `end`, and stores the known fields in
// `noted`. The lines from `end` on must have been read before. Reads from the last line to the first: if a name has
// several lines, the first of them is stored last and stays. False if a line has no name or does not end in CRLF.
bool read_lines(octets head, const head_index& index, std::size_t first, std::size_t end,
                detail::field_table& noted) noexcept;

// Guesses the value of the field `name` before the lines are read, so that the digest of Sec-WebSocket-Key can start
// early. Looks for the last line that begins with the name and is as long as a line in the usual form with a value of
// `size` octets. Returns the last `size` octets before the line's CRLF, without checking that the line has the usual
// form; an empty view if there is no such line.
octets guess_value(octets head, const head_index& index, detail::field_id name, std::size_t size) noexcept;

// The fault of a line whose name is empty or is not followed by a colon. The name begins at `begin`, and `offset` is
// the offset of the first octet that is no token octet.
fault name_fault(octets head, std::size_t begin, std::size_t offset, std::size_t line_feed, bool first_line) noexcept;

// The first fault in the field lines of a complete head and in its empty line; no fault if all of them are valid.
fault first_fault(octets head, const head_index& index) noexcept;

}  // namespace wshake::scan
