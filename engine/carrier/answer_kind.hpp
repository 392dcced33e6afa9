// SPDX-License-Identifier: BSL-1.0
// answer_kind: the kind of a response that the caller's own HTTP code has read.
#pragma once

#include <wshake/client_event.hpp>
#include <wshake/response.hpp>

#include "base/fault.hpp"

namespace wshake {

struct answer_kind {
  client_event event = client_event::failed;  // open, interim, refused or failed
  base::fault broken = {};                    // failed: the rule that the response breaks
  bool readable = false;                      // the response is well-formed
};

// Applies the rules that hold for every response, and finds the event by the status. If the event is `open`, the caller
// must still apply the rules of the handshake. `asked_version` is the request's HTTP version.
answer_kind kind_of(const response_view& response, unsigned asked_version) noexcept;

}  // namespace wshake
