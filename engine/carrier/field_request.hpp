// SPDX-License-Identifier: BSL-1.0
// finish_request(): the end of every writer of a request as a header list.
#pragma once

#include <cstddef>

#include <wshake/client_request.hpp>

#include "base/writer.hpp"

namespace wshake {

// A request whose parts stand at the front of a buffer: the target up to `authority`, the authority up to `lines`, then
// the field lines.
struct written_request {
  std::size_t authority;
  std::size_t lines;
  octets scheme;
  unsigned version;
};

// Writes the empty line. Returns the request, or the error of a buffer or a header section without room.
field_request finish_request(mutable_octets out, base::writer& text, const written_request& parts) noexcept;

}  // namespace wshake
