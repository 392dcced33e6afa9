// SPDX-License-Identifier: BSL-1.0
// client_event: the events of a client or a tunnel, and the result of client::feed() and tunnel::feed().
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/attributes.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// The events of a client or a tunnel. The events interim, refused and body are not states. feed() reports interim once
// for each interim response, refused once for each refusal, and body once for each piece of a refusal's body. After
// interim, refused or body, call feed() again at once: with the octets that feed() has not consumed, or with no octets.
// Every other event is also a state: feed() reports the same event until a verb changes the state.
enum class client_event : std::uint8_t {
  idle,       // no request was sent yet: start()
  need_more,  // the response is incomplete: read from the transport and feed()
  interim,    // event only: a 1xx response. response() shows this response until the next feed(); the answer follows
  refused,    // event only: the answer is a refusal. response() shows its head; body and done follow
  body,       // event only: a part of the refusal's body, in client_feed_result::data
  done,       // the refusal was read to its end: next() tells how to go on, start() writes a new request
  open,       // the answer opens the connection: frames follow, or the octets of the tunnel
  failed,     // the response breaks a rule, which error() names: close the connection
  closed,     // no answer will come, or a refusal's body broke a rule: close the connection
};

// The enumerator's name, such as "need_more": a NUL-terminated ASCII text in static memory. The text is empty for a
// value that is no enumerator.
[[nodiscard]] WSHAKE_API const char* describe(client_event event) noexcept;

// The result of client::feed() and tunnel::feed().
struct [[nodiscard]] client_feed_result {
  std::size_t consumed = 0;                      // the octets taken from the front of the argument; the rest is yours
  client_event event = client_event::need_more;  // the event
  octets data = {};                              // if the event is body: a part of the body, as a view of the argument
};

}  // namespace wshake
