// SPDX-License-Identifier: BSL-1.0
// Shared by the tests of client and tunnel: roles with storage right before a guard page, functions that feed a role up
// to the next event, and small answers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "support.hpp"

namespace wshake::test {

// A client or a tunnel whose storage ends right before a guard page.
template <class Role>
struct guarded_exchange {
  explicit guarded_exchange(const client_options& options = {}, std::size_t storage_size = client_storage_size)
      : config(options), storage(storage_size), role(storage.all(), config) {}

  client_config config;
  guarded storage;
  Role role;
};
using guarded_client = guarded_exchange<client>;
using guarded_tunnel = guarded_exchange<tunnel>;

// The results of all functions that only read a role, as text. If two roles have equal texts, no caller can tell the
// roles apart.
std::string describe_state(const client& role);
std::string describe_state(const tunnel& role);
std::string describe_next(const continuation& next);

constexpr bool passes(client_event what) noexcept {
  return what == client_event::interim || what == client_event::refused || what == client_event::body;
}

// The next event that a role reports for an input. Several events `body` in a row count as one event.
struct turn {
  client_event what = client_event::need_more;
  std::size_t consumed = 0;
  std::string body;
};

// Copies a piece of input into memory right before a guard page. Overwrites the piece of the previous call, so that a
// result that still points to this piece has wrong octets.
octets in_guarded_window(octets piece);

// Feeds `input` in pieces up to the next event other than need_more, or until all is fed. Feeds at least once, even
// without octets. Calls after() after each feed(). Checks after each feed():
// - A role in need_more takes all octets.
// - A role in a final state takes no octet and changes nothing. Exception: octets after a refusal make
//   next().same_connection false.
// - The octets of a `body` event lie inside the octets that this feed() took.
// - state() is the event, or need_more if the event is interim, refused or body.
template <class Role, class After>
turn feed_turn(Role& role, octets input, cuts& how, After&& after) {
  turn sum;
  for (bool again_at_once = true; again_at_once || sum.consumed < input.size();) {
    const octets rest = input.from(sum.consumed);
    const octets piece = in_guarded_window(rest.first(rest.empty() ? 0 : how.next(rest.size())));
    const client_feed_result result = role.feed(piece);
    REQUIRE(result.consumed <= piece.size());
    CHECK(role.state() == (passes(result.event) ? client_event::need_more : result.event));
    if (result.event == client_event::body) {
      CHECK(!result.data.empty());
      CHECK(result.data.data() >= piece.data());
      CHECK(result.data.end() <= piece.data() + result.consumed);
      sum.body += std::string_view(result.data);
    } else {
      CHECK(result.data.empty());
    }
    if (result.event == client_event::need_more)
      REQUIRE_MESSAGE(result.consumed == piece.size(), "need_more takes all octets");
    if (!passes(result.event) && result.event != client_event::need_more) {
      const std::string before = describe_state(role);
      const client_feed_result again = role.feed(in_guarded_window(rest.from(result.consumed).first(100)));
      CHECK_MESSAGE(again.consumed == 0, "a role in a final state takes no octet");
      CHECK(again.event == result.event);
      CHECK(again.data.empty());
      const bool more = result.consumed < rest.size();
      if (result.event == client_event::done && more) {
        CHECK_FALSE(role.next().same_connection);
      } else {
        CHECK(describe_state(role) == before);
      }
    }
    sum.consumed += result.consumed;
    after();
    again_at_once = result.event == client_event::body;
    if (result.event == client_event::body) {
      sum.what = client_event::body;
    } else if (result.event != client_event::need_more) {
      if (sum.what != client_event::body) sum.what = result.event;
      break;
    }
  }
  return sum;
}

// All events that a role reports for an input, until the role takes no more octets or the whole input is fed.
struct heard {
  std::vector<client_event> events;  // without need_more; several events `body` in a row count as one
  std::size_t consumed = 0;
  std::string body;
};
template <class Role>
heard feed_through(Role& role, octets input, cuts how = cuts::whole()) {
  heard all;
  for (;;) {
    const turn next = feed_turn(role, input.from(all.consumed), how, [] {});
    all.consumed += next.consumed;
    all.body += next.body;
    if (next.what == client_event::need_more) return all;
    all.events.push_back(next.what);
    if (!passes(next.what)) return all;
  }
}

// Starts a role and returns the octets that start() has written. REQUIREs that start() succeeds.
template <class Role, class... Arguments>
std::string started(Role& role, const Arguments&... arguments) {
  errc error = errc::none;
  std::string out = written([&](mutable_octets room) { return role.start(room, arguments...); }, &error);
  REQUIRE(error == errc::none);
  return out;
}

// RFC 6455 §1.3: the octets whose base64 is sample_key.
inline constexpr nonce sample_nonce = {'t', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'};

// The result of redirect_uri(), or the name of its error.
std::string redirect_of(const client& role);

// Parses a URI. Fails the test if the text is invalid.
uri uri_of(octets text);

// A request for ws://server.example.com/chat, without options.
client_request sample_request();

// The head of the 101 that answers sample_nonce. `lines`, each with its CRLF, stand before the empty line.
std::string answer_head(std::string_view lines = "");

}  // namespace wshake::test
