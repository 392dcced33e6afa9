// SPDX-License-Identifier: BSL-1.0
// judge_answer(): compares a response with the request, as far as the request is known.
#pragma once

#include <string>

#include <wshake/wshake.hpp>

#include "explanation.hpp"
#include "question.hpp"

namespace tool {

struct answer_judgement {
  wshake::answer_result result;   // its subprotocol may be made up: use `agreement`
  explained_agreement agreement;  // the agreement, if the WebSocket is open
};

// Returns the request with which a response is compared. A part that is unknown is made up so that the response fits:
// the key, the subprotocol, the extensions. The subprotocols are views of the head or of `request`.
asked completed(const wshake::response_view& head, const asked& request);

// Compares a response with the completed request.
answer_judgement judge_answer(const wshake::response_view& head, const asked& request);

// If the key is unknown, replaces a well-formed value of Sec-WebSocket-Accept by the value for the made-up key. `text`
// has the octets of `head`.
void fit_accept(std::string& text, const wshake::response_head& head, const asked& request);

}  // namespace tool
