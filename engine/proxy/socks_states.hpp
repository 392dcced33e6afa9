// SPDX-License-Identifier: BSL-1.0
// The life of a connection through a SOCKS5 proxy: its phases, the verbs that fit each phase, and the states that the
// verbs lead to. A phase is a state, or a part of a state. The verbs of a `socks` check the phase against the table
// socks_life, and docs/states.md is generated from this table.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/socks.hpp>

#include "base/life.hpp"

namespace wshake {

// The state need_more covers the phases before_message and in_message.
enum class socks_phase : std::uint8_t {
  idle,
  before_message,
  in_message,
  need_write,
  open,
  failed,
  closed,
};
constexpr socks_phase last_of(socks_phase /*role*/) noexcept { return socks_phase::closed; }
enum class socks_verb : std::uint8_t { start, proceed, feed, feed_eof, reset };

inline constexpr auto socks_life = [] {
  using enum socks_state;
  using to = state_set<socks_state>;
  constexpr to none;
  constexpr to written = {need_more};
  constexpr to read = {need_more, need_write, open, failed};
  constexpr to again = {idle};
  // clang-format off
  return life_table<socks_state, 7, 5>{{
      //                    start    proceed  feed  feed_eof  reset
      /* idle           */ {written, none,    none, none,     again},
      /* before_message */ {none,    none,    read, {closed}, again},
      /* in_message     */ {none,    none,    read, {failed}, again},
      /* need_write     */ {none,    written, none, {closed}, again},
      /* open           */ {none,    none,    none, none,     again},
      /* failed         */ {written, none,    none, none,     again},
      /* closed         */ {written, none,    none, none,     again},
  }};
  // clang-format on
}();

constexpr const state_set<socks_state>& next_states(socks_phase phase, socks_verb verb) noexcept {
  return socks_life[static_cast<std::size_t>(phase)][static_cast<std::size_t>(verb)];
}

inline socks_phase socks::phase() const noexcept {
  switch (state_) {
    case socks_state::idle:
      return socks_phase::idle;
    case socks_state::need_more:
      break;
    case socks_state::need_write:
      return socks_phase::need_write;
    case socks_state::open:
      return socks_phase::open;
    case socks_state::failed:
      return socks_phase::failed;
    case socks_state::closed:
      return socks_phase::closed;
  }
  const bool begins = part_ == part::method_version || part_ == part::login_version || part_ == part::reply_version;
  return begins ? socks_phase::before_message : socks_phase::in_message;
}

}  // namespace wshake
