// SPDX-License-Identifier: BSL-1.0
// Checks, 64 octets at a time, whether an extension list has its usual form. list_reader.hpp reads all other lists.
#pragma once

#include <wshake/octets.hpp>

namespace wshake::scan {

// True if the line is 1#extension (RFC 6455 section 9.1) in its usual form: tokens of letters, digits, "-", "." and
// "_", at most one SP behind a "," or ";", and no other white space. False does not mean that the list is invalid:
// lines of fewer than sixteen octets give false, too.
bool is_canonical_extension_list(octets line) noexcept;

}  // namespace wshake::scan
