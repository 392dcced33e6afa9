// SPDX-License-Identifier: BSL-1.0
// Explains the offers of a request and their results: the subprotocols, and each offered extension with the reason why
// it is declined.
#pragma once

#include <wshake/wshake.hpp>

#include "explanation.hpp"

namespace tool {

// Explains `agreed`, the agreement for this request on a server with these options, and every offer of the request.
explained_agreement agreement_with(const wshake::handshake_request& request, const wshake::server_options& options,
                                   const wshake::agreement& agreed);

// Explains the agreement in a response, and every offer of the request. `head` is the head of the response. `offers`
// has the members of the request's field Sec-WebSocket-Extensions.
explained_agreement agreement_in(const wshake::response_view& head, const wshake::deflate_parameters& deflate,
                                 const wshake::extension_list& offers, const wshake::token_list& subprotocols,
                                 bool offers_are_known);

// Returns the extensions that a response names, without permessage-deflate.
std::string other_extensions(const wshake::response_view& head);

}  // namespace tool
