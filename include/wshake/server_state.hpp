// SPDX-License-Identifier: BSL-1.0
// server_state: the states of a server, and the result of server::feed().
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/attributes.hpp>

namespace wshake {

// The states of a server. feed() consumes octets only in the state need_more. In every other state call the verb that
// the comment of the state names.
enum class server_state : std::uint8_t {
  need_more,  // the head is incomplete: read from the transport and feed()
  upgrade,    // a valid opening handshake: accept(), or respond() with a refusal
  request,  // a well-formed request that does not ask for WebSocket: respond(), for example with 426 or with a page, or
            // answer it yourself and call next_request()
  failed,   // the request breaks a rule, which error() names: respond()
  responded,  // an answer other than 101 was written: next_request()
  open,       // the 101 was written, or over HTTP/2 and HTTP/3 the 200: frames follow
  closed,     // no further request is possible on this connection: close it
};

// The enumerator's name, such as "need_more": a NUL-terminated ASCII text in static memory. The text is empty for a
// value that is no enumerator.
[[nodiscard]] WSHAKE_API const char* describe(server_state state) noexcept;

// The result of server::feed().
struct [[nodiscard]] server_feed_result {
  std::size_t consumed = 0;                      // the octets taken from the front of the argument; the rest is yours
  server_state state = server_state::need_more;  // the state after the call
};

}  // namespace wshake
