// SPDX-License-Identifier: BSL-1.0
// Where a run of octets of one kind ends.
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

#include "base/fault.hpp"

namespace wshake::http {

// The first octet from `at` on that is of none of these classes (octet_class.hpp), or `end`. Letters, digits, "-", "."
// and "_" must be of one of them.
const char* run_end(const char* at, const char* end, unsigned classes) noexcept;

// The first octet from `at` on that no target has; text.size() where there is none.
std::size_t target_end(octets text, std::size_t at) noexcept;

// *( pchar / "/" / "?" )   (RFC 3986 §3.3, §3.4). Returns the offset of the first octet that does not fit, text.size()
// if a hexadecimal digit is missing there; no_fault if all fits.
std::size_t resource_fault(octets text) noexcept;

}  // namespace wshake::http
