// SPDX-License-Identifier: BSL-1.0
// continuation: what a refusal asks for. What to do about it is the caller's decision.
#pragma once

#include <cstdint>
#include <optional>

#include <wshake/challenge.hpp>
#include <wshake/octets.hpp>
#include <wshake/response.hpp>
#include <wshake/uri.hpp>

namespace wshake {

// What a refusal asks for. Views into it.
struct continuation {
  // Of which kind it is.
  enum class kind : std::uint8_t {
    nothing,       // no, and that is all
    redirect,      // 301, 302, 303, 307, 308: ask at `location` (RFC 9110 §15.4)
    authenticate,  // 401, 407: ask again with credentials (RFC 9110 §11)
    retry_later,   // 429, 503: ask again later (RFC 6585 §4, RFC 9110 §15.6.4)
  };
  kind what = kind::nothing;  // the members from `location` on are of one kind each

  // Set for every kind, by client::next() and tunnel::next() in done: start() may ask on the same connection (RFC 9112
  // §9.3). Otherwise on a new one. False if octets follow the refusal: they would pass for the answer to the next
  // request (RFC 9112 §6.3).
  bool same_connection = false;

  // redirect: the value of Location, which may be relative: see client::redirect_uri() and resolve_uri().
  octets location = {};
  bool same_origin = false;  // scheme, host and port stay as they were: credentials and cookies may follow
  bool downgrade = false;    // from wss to ws: what was confidential would not be any more

  // authenticate: the challenges in the server's order.
  challenge_list challenges = {};
  bool by_proxy = false;  // 407: asks for Proxy-Authorization, otherwise for Authorization; any server can say so, see
                          // client::next()

  // retry_later: Retry-After (RFC 9110 §10.2.3) as it was sent, a number of seconds or a date; empty if there is none.
  // A date is yours to read, in the three formats of §5.6.7.
  octets retry_after = {};
  std::optional<std::uint32_t> retry_seconds = {};  // where it is a number; 4,294,967,295 stands for that and all above
};

// What does a response ask for that is the answer to a request for `where`? A redirect that leads nowhere (no Location,
// several, or one that resolve_uri() refuses) is nothing.
[[nodiscard]] continuation find_continuation(const response_view& response, const uri& where) noexcept;

}  // namespace wshake
