// SPDX-License-Identifier: BSL-1.0
// What is wrong with the field lines of a head.
#pragma once

#include <wshake/octets.hpp>

#include "fault.hpp"
#include "head_index.hpp"

namespace wshake::http {

// The first rule that the lines of a complete head break, of
//   field-line = field-name ":" OWS field-value OWS   (RFC 9112 §5)
//   field-name = token
// and that all of them, the empty one too, end in CRLF.
fault first_fault(octets head, const head_index& index) noexcept;

}  // namespace wshake::http
