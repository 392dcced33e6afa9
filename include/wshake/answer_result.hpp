// SPDX-License-Identifier: BSL-1.0
// answer_result: what a server's answer means to a client whose own HTTP code has read it.
#pragma once

#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/error.hpp>
#include <wshake/handshake.hpp>
#include <wshake/request.hpp>
#include <wshake/response.hpp>

namespace wshake {

// The result of check_answer().
struct [[nodiscard]] answer_result {
  client_event event = client_event::failed;  // open, interim, refused or failed
  diagnostic error = {};                      // failed: the broken rule, and the index or offset of a field
  agreement agreed = {};                      // open: the result of the handshake; views of the request

  // True if the WebSocket is open.
  explicit operator bool() const noexcept { return event == client_event::open; }
};

// Checks the answer to a handshake, of any HTTP version, for a client whose own HTTP code has read it. `request` is the
// request as it was sent: its key, subprotocols and extensions are what the answer is compared with.
//
// The event says what the answer is:
// - open: 101 over HTTP/1.1, 200 over HTTP/2 and HTTP/3, and every rule holds. Another 2xx over HTTP/2 and HTTP/3 fails
//   with errc::unexpected_success, as in browsers, although RFC 9110 §9.3.6 lets it open.
// - interim: another 1xx; the final answer follows.
// - refused: any other status. find_continuation() says what it asks for.
// - failed: the answer opens no WebSocket and breaks a rule. End the connection, or reset the stream.
//
// Errors: bad_config; wrong_carrier if answer and request have different major versions of HTTP; otherwise the rule
// that the answer breaks, over HTTP/2 and HTTP/3 also those of is_malformed().
// RFC: 6455 §4.1, 8441 §5.
[[nodiscard]] answer_result check_answer(const response_view& response, const request_view& request,
                                         const client_config& config = default_client_config) noexcept;

}  // namespace wshake
