// SPDX-License-Identifier: BSL-1.0
// Where a run of octets of one class ends.
#pragma once

namespace wshake::http {

// The first octet from `at` on that is of none of these classes (octet_class.hpp), or `end`. Letters, digits, "-", "." and "_"
// must be of one of them.
const char* run_end(const char* at, const char* end, unsigned classes) noexcept;

}  // namespace wshake::http
