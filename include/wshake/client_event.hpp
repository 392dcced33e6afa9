// SPDX-License-Identifier: BSL-1.0
// client_event: what a client or a tunnel reports, and the result of its feed().
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake {

// The reports of a client or a tunnel. interim, refused and body pass: call feed() again at once, also without octets.
// The others are states, too: feed() reports the same again until a verb changes it.
enum class client_event : std::uint8_t {
  idle,       // nothing was asked yet: start()
  need_more,  // the response is incomplete: read from the transport and feed()
  interim,    // passes: a 1xx response; response() shows it until the next feed(), and the answer is still to come
  refused,    // passes: the answer is no; response() shows it, its body and done follow
  body,       // passes: a part of the refusal's body, in client_feed_result::data
  done,       // the refusal is read to its end: next() says what it asks for, start() asks again
  open,       // the answer is yes: what follows are frames, or what goes through the tunnel
  failed,     // a rule is broken, error() names it: close the connection
  closed,     // the connection ended before an answer, or a refusal's body broke a rule: close it
};

// The enumerator's name: "need_more". ASCII in static memory, ended by NUL; empty for a value that is no enumerator.
[[nodiscard]] const char* describe(client_event event) noexcept;

// The result of client::feed() and tunnel::feed().
struct [[nodiscard]] client_feed_result {
  std::size_t consumed = 0;  // octets taken from the front of what was passed; the rest is still yours
  client_event event = client_event::need_more;  // what there is to report
  octets data = {};                              // in body: a part of the octets just passed
};

}  // namespace wshake
