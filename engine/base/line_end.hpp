// SPDX-License-Identifier: BSL-1.0
// bare_cr() and bare_lf(): the faults of line ends. CR and LF are valid only as CRLF (RFC 9112 section 2.2).
#pragma once

#include <cstddef>

#include <wshake/octets.hpp>

#include "fault.hpp"

namespace wshake::base {

// The fault of a CR at `offset` if `next`, the octet behind it, is not LF.
constexpr fault bare_cr(unsigned char next, std::size_t offset) noexcept {
  return next == '\n' ? fault{} : fault{errc::bare_cr, offset};
}

// The fault of an LF at `offset` that no CR precedes.
constexpr fault bare_lf(std::size_t offset) noexcept { return {errc::bare_lf, offset}; }

}  // namespace wshake::base
