// SPDX-License-Identifier: BSL-1.0
// What is wrong with a field line: field-line = field-name ":" OWS field-value OWS   (RFC 9112 §5), field-name = token
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

#include "fault.hpp"

namespace wshake::http {

// The rule that a line breaks whose name does not end in a colon, but at `at`.
fault name_fault(octets head, std::size_t begin, std::size_t at, std::size_t line_feed, bool first_line) noexcept;

// The first octet between a colon and the end of its line that may not be there (field-vchar, RFC 9110 §5.5).
fault value_fault(octets head, std::size_t at, std::size_t line_feed) noexcept;

}  // namespace wshake::http
