// SPDX-License-Identifier: BSL-1.0
// Lists as nearly all are written, looked at 64 octets at a time. What is written otherwise is for list_reader.hpp.
#pragma once

#include <wshake/octets.hpp>

namespace wshake::http {

// Is the line 1#extension (RFC 6455 §9.1), made of tokens of vec16::fast_octets(), with one SP at most behind a "," or
// ";" and no other white space? What is not, short lines among it, may be a list all the same.
bool is_canonical_extension_list(octets line) noexcept;

}  // namespace wshake::http
