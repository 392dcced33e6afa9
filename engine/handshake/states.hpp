// SPDX-License-Identifier: BSL-1.0
// The life of a connection: the phases of a role, the verbs that fit each phase, the states that the verbs lead to, and
// whether the connection persists after a message. A phase is a state, or a part of a state. The verbs of the roles
// check the phase against the tables server_life and client_life, and docs/states.md is generated from these tables.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/client_event.hpp>
#include <wshake/detail/exchange.hpp>
#include <wshake/error.hpp>
#include <wshake/server.hpp>
#include <wshake/server_state.hpp>

#include "base/life.hpp"

namespace wshake {

// The phases of a server. The state need_more covers the phases before_head, in_head and in_body. A server that was
// moved from is in the phase `left`.
enum class server_phase : std::uint8_t {
  before_head,
  in_head,
  in_body,  // of an answered request
  upgrade,
  request,
  failed,
  responded,
  open,
  closed,
  left,
};
constexpr server_phase last_of(server_phase /*role*/) noexcept { return server_phase::left; }
enum class server_verb : std::uint8_t { feed, feed_eof, adopt, configure, accept, respond, next_request, reset };

inline constexpr auto server_life = [] {
  using enum server_state;
  using to = state_set<server_state>;
  constexpr to none;
  constexpr to judged = {upgrade, request, failed};
  constexpr to read = {need_more, upgrade, request, failed};
  constexpr to skipped = {need_more, upgrade, request, failed, closed};
  constexpr to handshake = {upgrade, failed};
  constexpr to plain = {request, failed};
  constexpr to next = {need_more, closed};
  constexpr to again = {need_more};
  // clang-format off
  return life_table<server_state, 10, 8>{{
      //                 feed     feed_eof  adopt   configure  accept  respond      next_request  reset
      /* before_head */ {read,    {closed}, judged, none,      none,   {responded}, none,         again},
      /* in_head     */ {read,    {failed}, none,   none,      none,   {responded}, none,         again},
      /* in_body     */ {skipped, {closed}, none,   none,      none,   none,        none,         again},
      /* upgrade     */ {none,    none,     none,   handshake, {open}, {responded}, none,         again},
      /* request     */ {none,    none,     none,   plain,     none,   {responded}, next,         again},
      /* failed      */ {none,    none,     none,   handshake, none,   {responded}, none,         again},
      /* responded   */ {none,    none,     none,   none,      none,   none,        next,         again},
      /* open        */ {none,    none,     none,   none,      none,   none,        none,         again},
      /* closed      */ {none,    none,     none,   none,      none,   none,        none,         again},
      /* left        */ {none,    none,     none,   none,      none,   none,        none,         none},
  }};
  // clang-format on
}();

// The phases of a client or a tunnel. In the phases from before_head to in_body the state is need_more, but the member
// state_ may be the last event: see detail::exchange::phase(). A role that was moved from is in the phase `left`.
enum class client_phase : std::uint8_t {
  idle,
  before_head,
  before_list,  // the request went out over HTTP/2 or HTTP/3
  in_head,
  in_body,  // of a refusal, even if nothing is left to read
  done,
  open,
  failed,
  closed,
  left,
};
constexpr client_phase last_of(client_phase /*role*/) noexcept { return client_phase::left; }
enum class client_verb : std::uint8_t { start, feed, feed_eof, adopt, reset };

inline constexpr auto client_life = [] {
  using enum client_event;
  using to = state_set<client_event>;
  constexpr to none;
  constexpr to asked = {need_more};
  constexpr to read = {need_more, interim, refused, open, failed};
  constexpr to judged = {interim, refused, open, failed};
  constexpr to in_refusal = {need_more, body, done, closed};
  constexpr to again = {idle};
  // clang-format off
  return life_table<client_event, 10, 5>{{
      //                 start  feed        feed_eof        adopt   reset
      /* idle        */ {asked, none,       none,           none,   again},
      /* before_head */ {none,  read,       {closed},       judged, again},
      /* before_list */ {none,  none,       {closed},       judged, again},
      /* in_head     */ {none,  read,       {failed},       none,   again},
      /* in_body     */ {none,  in_refusal, {done, closed}, none,   again},
      /* done        */ {asked, none,       none,           none,   again},
      /* open        */ {none,  none,       none,           none,   again},
      /* failed      */ {asked, none,       none,           none,   again},
      /* closed      */ {asked, none,       none,           none,   again},
      /* left        */ {none,  none,       none,           none,   none},
  }};
  // clang-format on
}();

constexpr const state_set<server_state>& next_states(server_phase phase, server_verb verb) noexcept {
  return server_life[static_cast<std::size_t>(phase)][static_cast<std::size_t>(verb)];
}
constexpr const state_set<client_event>& next_states(client_phase phase, client_verb verb) noexcept {
  return client_life[static_cast<std::size_t>(phase)][static_cast<std::size_t>(verb)];
}

// From server_state::upgrade and client_event::done on, states and phases are enumerated in the same order. Each
// constant is the difference between the numbers of a state and of its phase.
inline constexpr unsigned server_offset =
    static_cast<unsigned>(server_phase::upgrade) - static_cast<unsigned>(server_state::upgrade);
inline constexpr unsigned client_offset =
    static_cast<unsigned>(client_event::done) - static_cast<unsigned>(client_phase::done);
static_assert(static_cast<unsigned>(server_state::closed) + server_offset == static_cast<unsigned>(server_phase::closed));
static_assert(static_cast<unsigned>(client_event::closed) - client_offset == static_cast<unsigned>(client_phase::closed));

inline server_phase server::phase() const noexcept {
  if (state_ == server_state::closed && left_) return server_phase::left;
  if (state_ != server_state::need_more)
    return static_cast<server_phase>(static_cast<unsigned>(state_) + server_offset);
  if (in_body()) return server_phase::in_body;
  return head_.size > 0 ? server_phase::in_head : server_phase::before_head;
}

inline client_phase detail::exchange::phase() const noexcept {
  if (state_ == client_event::closed && left_) return client_phase::left;
  if (state_ >= client_event::done) return static_cast<client_phase>(static_cast<unsigned>(state_) - client_offset);
  if (state_ == client_event::idle) return client_phase::idle;
  if (readable_ && state_ != client_event::interim) return client_phase::in_body;
  if (asked_version_ != 11) return client_phase::before_list;
  return head_.size > 0 && !readable_ ? client_phase::in_head : client_phase::before_head;
}

// The facts that decide whether the connection persists after a message (RFC 9112 section 9.3).
struct persistence {
  unsigned version = 11;    // the message's HTTP version
  bool close = false;       // a side asks to close: the peer by a field, this side by an option
  bool delimited = true;    // the beginning of the next message is known
  errc error = errc::none;  // the rule that the message breaks; after some errors the connection cannot go on
};
bool persists(const persistence& behind) noexcept;

}  // namespace wshake
