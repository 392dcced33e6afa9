// SPDX-License-Identifier: BSL-1.0
// What the tests of client and tunnel share: guarded roles, feeding through the events that pass, and small answers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "support.hpp"

namespace wshake::test {

// A client or a tunnel with storage of its own, right before a guard page.
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

// All that a caller can see, as text: two that are equal look the same.
std::string describe_state(const client& role);
std::string describe_state(const tunnel& role);
std::string describe_next(const continuation& next);

constexpr bool passes(client_event what) noexcept {
  return what == client_event::interim || what == client_event::refused || what == client_event::body;
}

// The next thing that was said of an input, adjacent bodies taken as one.
struct turn {
  client_event what = client_event::need_more;
  std::size_t consumed = 0;
  std::string body;
};

// Memory that a piece of input is put into, right before a guard page, with what was there before overwritten.
octets in_guarded_window(octets piece);

// Feeds `input` in pieces up to the next event that is not need_more, or until all is fed; feeds at least once, also
// without octets. Calls after() behind each feed(). Checks that need_more takes everything, that a role at rest takes
// nothing and changes nothing, that a body's octets lie in those just taken, and what state() says.
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
      CHECK_MESSAGE(again.consumed == 0, "at rest it takes nothing");
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

// Everything that was said of an input until the role rested or all was fed.
struct heard {
  std::vector<client_event> events;  // without need_more; adjacent bodies are one
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

// The octets that begin a connection; REQUIREs that it can be begun.
template <class Role, class... Arguments>
std::string started(Role& role, const Arguments&... arguments) {
  errc error = errc::none;
  std::string out = written([&](mutable_octets room) { return role.start(room, arguments...); }, &error);
  REQUIRE(error == errc::none);
  return out;
}

// RFC 6455 §1.3: the octets whose base64 is sample_key.
inline constexpr nonce sample_nonce = {'t', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'};

// What redirect_uri() writes, or its error's name.
std::string redirect_of(const client& role);

// A uri or, where the text is none, a failed test.
uri uri_of(octets text);

// "ws://server.example.com/chat".
client_request sample_request();

// The 101 that answers sample_nonce; `lines`, each with its CRLF, before the empty line.
std::string answer_head(std::string_view lines = "");

}  // namespace wshake::test
