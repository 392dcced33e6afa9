// SPDX-License-Identifier: BSL-1.0
// continuation: the way to go on after a refusal. The decision is the caller's.
#pragma once

#include <cstdint>
#include <optional>

#include <wshake/challenge.hpp>
#include <wshake/octets.hpp>
#include <wshake/response.hpp>
#include <wshake/uri.hpp>

namespace wshake {

// The way to go on after a refusal. Its views lie in the response.
struct continuation {
  // The kinds of continuation.
  enum class kind : std::uint8_t {
    nothing,       // the refusal is final
    redirect,      // 301, 302, 303, 307, 308: send the request to `location` (RFC 9110 §15.4)
    authenticate,  // 401, 407: send it again with credentials (RFC 9110 §11)
    retry_later,   // 429, 503: send it again later (RFC 6585 §4, RFC 9110 §15.6.4)
  };
  kind what = kind::nothing;  // the members from `location` on belong to one kind each

  // For every kind, set by client::next() and tunnel::next() in done: start() may use the same connection (RFC 9112
  // §9.3). Otherwise it needs a new one. False if octets follow the refusal, because they would pass for the answer to
  // the next request (RFC 9112 §6.3).
  bool same_connection = false;

  // redirect: the value of Location. It may be relative: see client::redirect_uri() and resolve_uri().
  octets location = {};
  bool same_origin = false;  // scheme, host and port stay the same: credentials and cookies may follow
  bool downgrade = false;    // from wss to ws: confidential data would become readable

  // authenticate: the challenges in the server's order.
  challenge_list challenges = {};
  bool by_proxy = false;  // 407: send Proxy-Authorization; otherwise send Authorization. Any server can send a 407, see
                          // client::next()

  // retry_later: Retry-After (RFC 9110 §10.2.3) as it was sent, a number of seconds or a date; empty if there is none.
  // Parsing a date, in one of the three formats of §5.6.7, is left to you.
  octets retry_after = {};
  std::optional<std::uint32_t> retry_seconds = {};  // if it is a number; 4,294,967,295 if it is that or more
};

// The continuation of a response to a request for `where`. A redirect without a usable target (no Location, several, or
// one that resolve_uri() rejects) gives `nothing`.
[[nodiscard]] continuation find_continuation(const response_view& response, const uri& where) noexcept;

}  // namespace wshake
