// SPDX-License-Identifier: BSL-1.0
// answer_result: the meaning of a server's answer, for a client whose own HTTP code has read the answer.
#pragma once

#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/handshake.hpp>
#include <wshake/request.hpp>
#include <wshake/response.hpp>

namespace wshake {

// The result of check_answer().
struct [[nodiscard]] answer_result {
  client_event event = client_event::failed;  // open, interim, refused or failed
  diagnostic error = {};  // failed: the rule that the answer breaks, and the offset or index of the field
  agreement agreed = {};  // open: the result of the handshake, as views of the request

  // True if the WebSocket is open.
  explicit operator bool() const noexcept { return event == client_event::open; }
};

// Checks the answer to a handshake over any HTTP version, for a client whose own HTTP code has read the answer.
// `request` is the request as it was sent: check_answer() compares the answer with the request's key, subprotocols and
// extensions.
//
// Returns: the event, by the kind of the answer:
// - open: 101 over HTTP/1.1, or 200 over HTTP/2 and HTTP/3, and the answer breaks no rule. A 2xx other than 200 over
//   HTTP/2 and HTTP/3 fails with errc::unexpected_success, as in browsers, although RFC 9110 section 9.3.6 lets every
//   2xx to CONNECT open the stream.
// - interim: a 1xx other than 101. The final answer follows.
// - refused: any other status. find_continuation() finds the next step.
// - failed: the answer breaks a rule. End the connection, or reset the stream.
//
// Errors: bad_config; wrong_carrier if the answer has another major version of HTTP than the request; otherwise the
// rule that the answer breaks. Over HTTP/2 and HTTP/3 the error may say that the header list is malformed: see
// is_malformed(). An answer with more than 100 extensions gives bad_extensions.
// RFC: 6455 section 4.1, 8441 section 5.
[[nodiscard]] WSHAKE_API answer_result check_answer(const response_view& response, const request_view& request,
                                                    const client_config& config = default_client_config) noexcept;

}  // namespace wshake
