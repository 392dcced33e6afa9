// SPDX-License-Identifier: BSL-1.0
// event: what a role reports, and the results of its verbs.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/error.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// What a role has to say about the octets it was fed. Most of these rest: feed() consumes nothing more until a verb changes
// the state, and reports the same event again. After those that pass, call feed() again at once, also without octets.
enum class event : std::uint8_t {
  need_more,  // the message is incomplete: read from the transport and feed()

  // Of a server.
  upgrade,  // a valid opening handshake waits for accept() or reject()
  request,  // a well-formed request that does not ask for WebSocket: respond(), reject() with any status, 200 with a page
            // too, or answer it yourself and call next_request()

  // Of each role.
  failed,  // a rule is broken: error() names it; a server's respond() writes the answer
  open,    // done: what follows are frames, or what goes through the tunnel, yours

  // Of a server.
  rejected,  // a refusal was written: next_request() goes on where keep_alive() allows it

  // Of a client and a tunnel.
  interim,  // passes: a 1xx response, the answer is still to come; response() shows it until the next feed()
  refused,  // passes: the answer is no; response() shows it, body and end follow
  body,     // passes: a part of the refusal's body, in feed_result::data
  end,      // the refusal is read to its end, or nothing was asked yet: start() asks

  // Of each role.
  closed,  // no further message is possible on this connection
};

// The enumerator's name: "need_more". ASCII in static memory, ended by NUL; empty for a value that is no enumerator.
[[nodiscard]] const char* describe(event what) noexcept;

// The result of feed().
struct feed_result {
  std::size_t consumed = 0;       // octets taken from the front of what was passed; the rest is still yours
  event what = event::need_more;  // see event
  octets data = {};               // a part of the octets just passed that the event is about, or empty
};

// The result of a function that writes. True when it was done. Its buffer overlaps none of the arguments, and not the
// storage of a role that writes.
struct write_result {
  std::size_t size = 0;     // octets written from the front of the buffer; with errc::need_room the octets it takes
  errc error = errc::none;  // why nothing was done; the role is unchanged then, and the buffer's content unspecified

  // Was it done?
  constexpr explicit operator bool() const noexcept { return error == errc::none; }
};

}  // namespace wshake
