// SPDX-License-Identifier: BSL-1.0
// The writers of a request as a header list, for free functions and for client::start_fields().
#pragma once

#include <cstddef>

#include <wshake/client_request.hpp>

#include "base/writer.hpp"
#include "handshake/message_writer.hpp"

namespace wshake {

// A request whose parts stand at the front of a buffer: the target up to the offset `authority`, the authority up to
// the offset `lines`, then the field lines.
struct written_request {
  std::size_t authority;
  std::size_t lines;
  octets scheme;
  unsigned version;
};

// Writes the empty line behind the field lines. Returns the request, or an error if the buffer is too small or the
// lines exceed max_lines_size.
field_request finish_request(mutable_octets out, base::writer& text, const written_request& parts) noexcept;

// Writes a request: see request_fields(). Sets `places` to the parts of the written request against which a client
// later checks the response.
field_request write_request_fields(mutable_octets out, const client_request& request, unsigned version, bool allowed,
                                   const client_config& config, array_view<field> header,
                                   request_places& places) noexcept;

}  // namespace wshake
