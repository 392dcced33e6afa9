// SPDX-License-Identifier: BSL-1.0
// The writers of answers as fields, for functions and for the server.
#pragma once

#include <wshake/answer.hpp>

#include "base/writer.hpp"
#include "handshake/message_writer.hpp"

namespace wshake {

// The answer whose lines, up to the offset `body`, and whose body were written to the front of `out`.
field_answer finish_answer(mutable_octets out, const base::writer& text, std::size_t body, unsigned version,
                           unsigned status) noexcept;

// Writes the acceptance of a request of that version. `digest` is that of its key; null: without
// Sec-WebSocket-Accept.
field_answer put_acceptance(mutable_octets out, unsigned version, const detail::sha1_state* digest,
                            const choice& chosen, const extension_list& offered, const server_config& config,
                            const accept_options& options, array_view<field> header) noexcept;

// Writes the answer to a request with that method and of that version.
field_answer put_refusal(mutable_octets out, octets method, unsigned version, const server_config& config,
                         const response_options& options, array_view<field> header) noexcept;

}  // namespace wshake
