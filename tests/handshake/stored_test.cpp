// SPDX-License-Identifier: BSL-1.0
// Tests roles with built-in storage, roles that were moved from, and roles that are reused for another connection.
#include <list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <wshake/wshake.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

static_assert(std::is_nothrow_move_constructible_v<stored_server<>> && std::is_nothrow_move_assignable_v<stored_server<>>);
static_assert(!std::is_copy_constructible_v<stored_server<>> && !std::is_copy_assignable_v<stored_server<>>);
static_assert(!std::is_copy_constructible_v<server> && !std::is_copy_assignable_v<server>);
static_assert(!std::is_constructible_v<server, stored_server<>> && !std::is_assignable_v<server&, stored_server<>>);
static_assert(!std::is_constructible_v<client, stored_client<>> && !std::is_assignable_v<client&, stored_client<>>);
static_assert(!std::is_constructible_v<tunnel, stored_tunnel<>> && !std::is_assignable_v<tunnel&, stored_tunnel<>>);
static_assert(!std::is_constructible_v<stored_server<>, server_config>);  // a configuration must not be a temporary
static_assert(std::is_convertible_v<stored_server<>*, server*>);

// The offsets at which the tests cut a head and move the server that reads it.
constexpr std::size_t cut_at[] = {0, 1, 20, 60, 100, 140};

template <class Make>
void open_after_moves(Make&& move_through) {
  for (const std::size_t cut : cut_at) {
    CAPTURE(cut);
    const std::string text = handshake_head();
    const octets head = text;
    stored_server<> first;
    CHECK(first.feed(head.first(cut)).state == server_state::need_more);
    stored_server<> second = move_through(std::move(first));
    CHECK(first.state() == server_state::closed);  // NOLINT(bugprone-use-after-move): tests a moved-from server
    CHECK(second.feed(head.from(cut)).state == server_state::upgrade);
    CHECK(second.request().raw == head);
    char out[256];
    CHECK(read(second.accept(out).written).status == 101);
  }
}

TEST_CASE("a stored server moves with its storage") {
  SUBCASE("move construction") {
    open_after_moves([](stored_server<>&& from) { return stored_server<>(std::move(from)); });
  }
  SUBCASE("move assignment") {
    open_after_moves([](stored_server<>&& from) {
      stored_server<> to;
      (void)to.feed("GET /other HTTP/1.1\r\n");
      to = std::move(from);
      return to;
    });
  }
  SUBCASE("a vector that grows") {
    open_after_moves([](stored_server<>&& from) {
      std::vector<stored_server<>> all;
      all.push_back(std::move(from));
      for (unsigned more = 0; more < 20; ++more) all.emplace_back();
      return std::move(all.front());
    });
  }
  SUBCASE("an optional and a list") {
    open_after_moves([](stored_server<>&& from) {
      std::optional<stored_server<>> held(std::move(from));
      std::list<stored_server<>> all;
      all.push_back(*std::move(held));
      return std::move(all.front());
    });
  }
}

TEST_CASE("views into a moved stored server lie in its new storage") {
  stored_server<> first;
  (void)first.feed(handshake_head());
  const char* const old_place = first.request().raw.data();
  const stored_server<> second = std::move(first);
  const octets raw = second.request().raw;
  CHECK(raw == handshake_head());
  CHECK(raw.data() != old_place);
  CHECK(raw.data() >= reinterpret_cast<const char*>(&second));
  CHECK(raw.end() <= reinterpret_cast<const char*>(&second + 1));
}

TEST_CASE("a stored role gives access to its storage, which can be wiped") {
  stored_server<> one;
  (void)one.feed(handshake_head());
  CHECK(one.storage().size() == small_server_storage_size);
  CHECK(one.request().raw.data() == one.storage().data());
}

TEST_CASE("self-assignment of a stored server changes nothing") {
  stored_server<> one;
  (void)one.feed(octets(handshake_head()).first(50));
  stored_server<>& same = one;
  one = std::move(same);
  CHECK(one.feed(octets(handshake_head()).from(50)).state == server_state::upgrade);
}

TEST_CASE("stored clients and tunnels move with their storage") {
  char out[512];
  stored_client<> first;
  REQUIRE(first.start(out, sample_request(), sample_nonce));
  const std::string answer = answer_head("Sec-WebSocket-Protocol: a\r\n");
  (void)first.feed(octets(answer).first(30));
  stored_client<> second = std::move(first);
  CHECK(first.state() == client_event::closed);  // NOLINT(bugprone-use-after-move)
  CHECK(second.feed(octets(answer_head()).from(30)).event == client_event::open);

  stored_tunnel<> way;
  REQUIRE(way.start(out, {.where = uri_of("ws://a")}));
  (void)way.feed("HTTP/1.1 2");
  stored_tunnel<> other;
  other = std::move(way);
  CHECK(way.state() == client_event::closed);  // NOLINT(bugprone-use-after-move)
  CHECK(other.feed("00 x\r\n\r\n").event == client_event::open);
}

TEST_CASE("a moved-from server is closed until another one is assigned to it") {
  guarded storage(1024);
  char out[256];
  server first(storage.all());
  (void)first.feed(handshake_head());
  server second(std::move(first));
  // NOLINTBEGIN(bugprone-use-after-move)
  CHECK(first.state() == server_state::closed);
  CHECK(first.feed(handshake_head()).consumed == 0);
  CHECK(first.adopt({"GET", "/", 11, {}}) == server_state::closed);
  CHECK(first.accept(out).error == errc::wrong_state);
  CHECK(first.respond(out).error == errc::wrong_state);
  CHECK(first.next_request() == server_state::closed);
  CHECK(first.feed_eof() == server_state::closed);
  CHECK(first.request().raw.empty());
  CHECK(first.agreed().subprotocol.empty());
  CHECK_FALSE(first.keep_alive());
  CHECK(first.error().ok());
  first.reset();
  CHECK(first.state() == server_state::closed);
  CHECK(second.accept(out));
  first = std::move(second);
  CHECK(first.state() == server_state::open);
  CHECK(second.state() == server_state::closed);
  // NOLINTEND(bugprone-use-after-move)
}

TEST_CASE("a moved-from client is closed") {
  guarded_client one;
  char out[512];
  (void)started(one.role, sample_request(), sample_nonce);
  CHECK(feed_through(one.role, "HTTP/1.1 302 x\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n").events.back() ==
        client_event::done);
  client other(std::move(one.role));
  // NOLINTBEGIN(bugprone-use-after-move)
  CHECK(one.role.state() == client_event::closed);
  CHECK(one.role.start(out, sample_request(), sample_nonce).error == errc::wrong_state);
  CHECK(one.role.feed(answer_head()).consumed == 0);
  CHECK(one.role.feed_eof() == client_event::closed);
  CHECK(one.role.response().raw.empty());
  CHECK(one.role.next().what == continuation::kind::nothing);
  CHECK(one.role.agreed().subprotocol.empty());
  CHECK(one.role.redirect_uri(out).error == errc::wrong_state);
  one.role.reset();
  CHECK(one.role.state() == client_event::closed);
  // NOLINTEND(bugprone-use-after-move)
  CHECK(other.start(out, sample_request(), sample_nonce));
}

TEST_CASE("a client and a tunnel that were moved from have no error, also after a failed answer") {
  const auto check_moved = [](auto& role) {
    CHECK(feed_through(role, "HTTP/1.1 200 x\r\nA b\r\n\r\n").events.back() == client_event::failed);
    const diagnostic error = role.error();
    CHECK(error == errc::missing_colon);
    auto other = std::move(role);
    CHECK(other.error() == error);
    CHECK(role.error() == diagnostic{});  // NOLINT(bugprone-use-after-move)
  };
  guarded_client one;
  (void)started(one.role, sample_request(), sample_nonce);
  check_moved(one.role);
  guarded_tunnel way;
  (void)started(way.role, tunnel_request{.where = sample_request().where});
  check_moved(way.role);
}

TEST_CASE("reset() makes a server new in every state") {
  const std::string fresh = describe_state(guarded_server().role);
  const auto resets = [&](const std::string& input, auto&& more) {
    guarded_server one;
    (void)feed_all(one.role, input);
    more(one.role);
    one.role.reset();
    CHECK(describe_state(one.role) == fresh);
    CHECK(feed_all(one.role, handshake_head()).state == server_state::upgrade);
    CHECK(one.role.error().offset == 0);
    CHECK(read(accepted(one.role)).status == 101);
  };
  const auto nothing = [](server&) {};
  resets("", nothing);
  resets("GET / HT", nothing);
  resets("\r", nothing);
  resets(handshake_head(), nothing);
  resets(handshake_head(), [](server& role) { (void)accepted(role); });
  resets("GET / HTTP/1.1\r\n\r\n", [](server& role) { (void)responded(role); });
  resets("", [](server& role) { role.feed_eof(); });
  resets("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", [](server& role) {
    (void)responded(role);
    role.next_request();
    (void)role.feed("body");
  });
}

TEST_CASE("reset() makes a client new in every state") {
  const std::string fresh = describe_state(guarded_client().role);
  for (const std::string& input :
       {std::string(), std::string("HTTP/1.1 1"), answer_head(), std::string("HTTP/1.1 100\r\n\r\n"),
        std::string("HTTP/1.1 403 x\r\nContent-Length: 2\r\n\r\nn"),
        std::string("HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n"), std::string("nonsense\r\n")}) {
    CAPTURE(input);
    guarded_client one;
    (void)started(one.role, sample_request(), sample_nonce);
    (void)feed_through(one.role, input);
    one.role.reset();
    CHECK(describe_state(one.role) == fresh);
    (void)started(one.role, sample_request(), sample_nonce);
    CHECK(feed_through(one.role, answer_head()).events == std::vector{client_event::open});
  }
}

}  // namespace
}  // namespace wshake::test
