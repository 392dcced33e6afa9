// SPDX-License-Identifier: BSL-1.0
// A response's head as browsers take it, too. It deviates from RFC 9112 in that
// - a bare LF ends a line,
// - empty lines stand before the status line,
// - the minor version has further digits: HTTP/1.10,
// - several SP stand before the status code,
// - white space stands before a colon,
// - a field value contains control octets other than CR, LF and NUL.
// For responses only, and only on a client's demand.
#pragma once

#include <wshake/detail/field_table.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

#include "head_reader.hpp"

namespace wshake::http {

// As skip_empty_lines(), where a bare LF ends a line, too.
skipped skip_lenient_empty_lines(octets data, head_progress& progress, const limits& limit) noexcept;

// Reads on in a status line, of which `head` holds all octets so far. code_shift says where the code stands.
head_step read_lenient_status_line(octets head, head_progress& progress, const limits& limit) noexcept;

// The same with octets that are copied into the storage first. As take_head(), but no further than the status
// line, behind which that goes on.
taken_head take_lenient_status_line(mutable_octets storage, octets data, head_progress& progress,
                                    const limits& limit) noexcept;

// Reads the field lines of a complete head, which the strict reader has refused, and notes the places of the known
// ones. Octets are changed in place, and none is moved but a colon: folds become SP, and a colon takes the place of the
// white space before it.
fault read_lenient_field_lines(mutable_octets head, const head_progress& progress, head_index& index,
                               field_table& table) noexcept;

}  // namespace wshake::http
