// SPDX-License-Identifier: BSL-1.0
// The lenient reader: reads response heads as leniently as browsers do. It accepts these deviations from RFC 9112:
// - a bare LF ends a line,
// - empty lines stand before the status line,
// - the minor version has more than one digit: HTTP/1.10,
// - several SP stand before the status code,
// - white space stands before a colon,
// - a field value contains control octets other than CR, LF and NUL.
// The lenient reader reads responses only, and only if client_options::lenient is set or the caller passes
// head_grammar::lenient.
#pragma once

#include <wshake/detail/field_table.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

#include "head_reader.hpp"

namespace wshake::http {

// Like skip_empty_lines(), but a bare LF ends a line, too.
skipped skip_lenient_empty_lines(octets data, head_progress& progress, const limits& limit) noexcept;

// Continues reading a status line, of which `head` holds all octets that have arrived. Sets progress.code_shift to the
// distance of the status code from its usual offset.
head_step read_lenient_status_line(octets head, head_progress& progress, const limits& limit) noexcept;

// Copies `data` into the storage and continues reading the status line, as take_head() does, but stops behind the
// status line. take_head() then reads the field lines.
taken_head take_lenient_status_line(mutable_octets storage, octets data, head_progress& progress,
                                    const limits& limit) noexcept;

// Reads the field lines of a complete head that the strict reader has rejected, and stores in `table` the lines that
// have a field id. Changes octets in place: the octets of a fold become SP, and a colon changes places with the white
// space before it.
fault read_lenient_field_lines(mutable_octets head, const head_progress& progress, head_index& index,
                               field_table& table) noexcept;

}  // namespace wshake::http
