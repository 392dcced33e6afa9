// SPDX-License-Identifier: BSL-1.0
// event: what a role reports, and the results of its verbs.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/error.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// What a role has to say about the octets it was fed. All of these rest: feed() consumes nothing more until a verb
// changes the state, and reports the same event again.
enum class event : std::uint8_t {
  need_more,  // the message is incomplete: read from the transport and feed()
  upgrade,    // a valid opening handshake waits for accept() or reject()
  request,  // a well-formed request that does not ask for WebSocket: respond(), reject() with any status, 200 with a page
            // too, or answer it yourself and call next_request()
  failed,    // a rule is broken: error() names it; respond() writes the answer
  open,      // accept() wrote the 101: what follows are frames, yours
  rejected,  // a refusal was written: next_request() goes on where keep_alive() allows it
  closed,    // no further message is possible on this connection
};

// The enumerator's name: "need_more". ASCII in static memory, ended by NUL; empty for a value that is no enumerator.
[[nodiscard]] const char* describe(event what) noexcept;

struct feed_result {
  std::size_t consumed = 0;       // octets taken from the front of what was passed; the rest is still yours
  event what = event::need_more;  // see event
  octets data = {};               // a part of the octets just passed that the event is about, or empty
};

// The result of a verb that writes. True when it was done.
struct write_result {
  std::size_t size = 0;     // octets written from the front of the buffer; with errc::need_room the octets it takes
  errc error = errc::none;  // why nothing was done; the role is unchanged then, and the buffer's content unspecified

  constexpr explicit operator bool() const noexcept { return error == errc::none; }
};

}  // namespace wshake
