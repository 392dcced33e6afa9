// SPDX-License-Identifier: BSL-1.0
// continuation: the next step after a refusal, such as following a redirect. The caller decides whether to take it.
#pragma once

#include <cstdint>
#include <optional>

#include <wshake/challenge.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/octets.hpp>
#include <wshake/response.hpp>
#include <wshake/uri.hpp>

namespace wshake {

// The next step of a client or tunnel after a refusal. The views `location`, `retry_after` and `challenges` point into
// the response, which must outlive them.
struct continuation {
  // The kinds of the next step after a refusal.
  enum class kind : std::uint8_t {
    nothing,       // the refusal is final
    redirect,      // 301, 302, 303, 307, 308: send the request to `location` (RFC 9110 section 15.4)
    authenticate,  // 401, 407: send the request again with credentials (RFC 9110 section 11)
    retry_later,   // 429, 503: send the request again later (RFC 6585 section 4, RFC 9110 section 15.6.4)
    reconnect,     // 421: send the request again, on a new connection to the host of its URI (RFC 9110 section 15.5.20)
    resend,        // 425: send the request again, not as early data of TLS (RFC 8470 section 5.2)
    use_http_1_1,  // 405 or 501, over HTTP/2 or HTTP/3: the server has no WebSocket over this version
                   // (RFC 9220 section 3). Send a handshake over HTTP/1.1, on a new connection
  };
  kind what = kind::nothing;  // the kind. From `location` on, each group of members is set only for the kind that
                              // begins the group's comment

  // True: the next request may use the connection of the refused request. False: the next request needs a new
  // connection (RFC 9112 section 9.3). find_continuation() leaves the member false. client::next() and tunnel::next()
  // set the member to true in the state done, for every kind but `reconnect`, if the connection stays open. If octets
  // follow the refusal, the member is false, because such octets would pass for the answer to the next request
  // (RFC 9112 section 6.3).
  bool same_connection = false;

  // redirect: the value of Location. The value may be a relative reference: see client::redirect_uri() and
  // resolve_uri().
  octets location = {};
  bool same_origin = false;  // scheme, host and port stay the same: credentials and cookies may follow
  bool downgrade = false;    // the redirect leads from wss to ws: confidential data would become readable

  // authenticate: the challenges in the server's order.
  challenge_list challenges = {};
  bool by_proxy = false;  // true (407): send Proxy-Authorization; false (401): send Authorization. Any server can send
                          // a 407: see client::next()

  // retry_later: the value of Retry-After as it was sent, a number of seconds or a date (RFC 9110 section 10.2.3).
  // Empty if the response has no Retry-After. The library does not parse a date, which has one of the three formats in
  // RFC 9110 section 5.6.7.
  octets retry_after = {};
  std::optional<std::uint32_t> retry_seconds = {};  // the number in Retry-After, at most 4,294,967,295; unset otherwise
};

// Finds the next step after `response`, the refusal of a request for `where`. A redirect gives kind::nothing if
// Location is missing, occurs more than once, or has a value that resolve_uri() rejects.
[[nodiscard]] WSHAKE_API continuation find_continuation(const response_view& response, const uri& where) noexcept;

}  // namespace wshake
