// SPDX-License-Identifier: BSL-1.0
// The writers of answers as fields: for a header list, or for an HTTP/1.1 head that the caller's own HTTP code writes.
// The free functions accept_fields() and respond_fields(), and the server's verbs of these names, call these writers.
#pragma once

#include <wshake/answer.hpp>

#include "base/writer.hpp"
#include "handshake/message_writer.hpp"

namespace wshake {

// Returns the answer that was written to the front of `out`: lines up to the offset `body`, then the body.
field_answer finish_answer(mutable_octets out, const base::writer& text, std::size_t body, unsigned version,
                           unsigned status) noexcept;

// Writes the answer that accepts a request of the HTTP version `version`. `digest` is the digest of the request's key,
// or null to leave out Sec-WebSocket-Accept.
field_answer put_acceptance(mutable_octets out, unsigned version, const detail::sha1_state* digest,
                            const choice& chosen, const extension_list& offered, const server_config& config,
                            const accept_options& options, array_view<field> header) noexcept;

// Writes an answer other than an acceptance, to a request with this method and of this HTTP version.
field_answer put_refusal(mutable_octets out, octets method, unsigned version, const server_config& config,
                         const response_options& options, array_view<field> header) noexcept;

}  // namespace wshake
