// SPDX-License-Identifier: BSL-1.0
// client_event: the events of a client or a tunnel, and the result of its feed().
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake {

// The events of a client or a tunnel. interim, refused and body pass: call feed() again at once, even without octets.
// The others are states, too: feed() reports the same one again until a verb changes it.
enum class client_event : std::uint8_t {
  idle,       // no request was sent yet: start()
  need_more,  // the response is incomplete: read from the transport and feed()
  interim,    // passes: a 1xx response. response() shows it until the next feed(); the answer is still to come
  refused,    // passes: the answer is no. response() shows it; its body and done follow
  body,       // passes: a part of the refusal's body, in client_feed_result::data
  done,       // the refusal was read to its end: next() tells how to go on, start() sends the next request
  open,       // the answer is yes: frames follow, or the octets of the tunnel
  failed,     // a rule is broken, which error() names: close the connection
  closed,     // the connection ended without an answer, or a refusal's body broke a rule: close it
};

// The enumerator's name: "need_more". ASCII in static memory, ended by NUL; empty for a value that is no enumerator.
[[nodiscard]] const char* describe(client_event event) noexcept;

// The result of client::feed() and tunnel::feed().
struct [[nodiscard]] client_feed_result {
  std::size_t consumed = 0;                      // octets taken from the front of the data; the rest is still yours
  client_event event = client_event::need_more;  // the event to report
  octets data = {};                              // in body: a part of the octets that were passed
};

}  // namespace wshake
