// SPDX-License-Identifier: BSL-1.0
// The offers of a request and what becomes of them: the subprotocols, and each offered extension with the reason why it
// is declined.
#pragma once

#include <wshake/wshake.hpp>

#include "explanation.hpp"

namespace tool {

// Explains what a server with these options agrees to.
explained_agreement agreement_with(const wshake::handshake_request& request, const wshake::server_options& options,
                                   const wshake::agreement& agreed);

// Explains what a response agrees to. `head` is the response's, `offers` the request's field
// Sec-WebSocket-Extensions, of which every offer is explained.
explained_agreement agreement_in(const wshake::response_view& head, const wshake::deflate_parameters& deflate,
                                 const wshake::extension_list& offers, const wshake::token_list& subprotocols,
                                 bool offers_are_known);

// The extensions other than permessage-deflate that a response names.
std::string other_extensions(const wshake::response_view& head);

}  // namespace tool
