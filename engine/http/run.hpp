// SPDX-License-Identifier: BSL-1.0
// Where a run of octets of one kind ends.
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

namespace wshake::http {

// The first octet from `at` on that is of none of these classes (octet_class.hpp), or `end`. Letters, digits, "-", "." and "_"
// must be of one of them.
const char* run_end(const char* at, const char* end, unsigned classes) noexcept;

// The first octet from `at` on that no target has; text.size() where there is none.
std::size_t target_end(octets text, std::size_t at) noexcept;

}  // namespace wshake::http
