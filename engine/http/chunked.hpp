// SPDX-License-Identifier: BSL-1.0
// The framing of a chunked body: sizes, extensions, trailers.
#pragma once

#include <wshake/detail/progress.hpp>
#include <wshake/error.hpp>

namespace wshake::http {

// Takes one octet of framing; content, body_part::chunk_data, is the caller's. Returns the rule that the octet breaks.
errc step_chunked(unsigned char octet, detail::body_progress& progress) noexcept;

}  // namespace wshake::http
