// SPDX-License-Identifier: BSL-1.0
// Tests the class tunnel: the CONNECT request, requests that can't be written, storage of every size, and moves. The
// tests of a tunnel's verdicts on answers are in tests/transcripts/tunnel.txt.
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <wshake/tunnel.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

static_assert(sizeof(tunnel) <= sizeof(client));
static_assert(!std::is_copy_constructible_v<tunnel> && !std::is_copy_assignable_v<tunnel>);
static_assert(std::is_nothrow_move_constructible_v<tunnel> && std::is_nothrow_move_assignable_v<tunnel>);
static_assert(std::is_trivially_destructible_v<tunnel>);
static_assert(!std::is_constructible_v<tunnel, mutable_octets, client_config&&>);
static_assert(noexcept(std::declval<tunnel&>().start({}, {})));
static_assert(noexcept(std::declval<tunnel&>().feed({})));
static_assert(noexcept(std::declval<const tunnel&>().next()));

tunnel_request to(octets text) {
  tunnel_request request;
  request.where = uri_of(text);
  return request;
}

const std::string established = "HTTP/1.0 200 Connection established\r\n\r\n";

TEST_CASE("a new tunnel is idle and empty") {
  guarded_tunnel one;
  CHECK(one.role.state() == client_event::idle);
  CHECK(one.role.error() == errc::none);
  CHECK(one.role.response().raw == "");
  CHECK_FALSE(one.role.next().same_connection);
  CHECK(one.role.next().what == continuation::kind::nothing);
  CHECK(one.role.feed(established).event == client_event::idle);
  CHECK(one.role.feed(established).consumed == 0);
}

// RFC 9110 §9.3.6, RFC 9112 §3.2.3: the target of CONNECT is in authority-form, always with a port.
TEST_CASE("write_connect writes every combination of options, and start() the same") {
  const std::vector<std::pair<std::string, std::string>> addresses = {
      {"ws://server.example.com/chat?x", "server.example.com:80"},
      {"wss://server.example.com", "server.example.com:443"},
      {"wss://server.example.com:80/", "server.example.com:80"},
      {"https://me:secret@[2001:db8::1]", "[2001:db8::1]:443"},
      {"http://127.0.0.1:3128", "127.0.0.1:3128"},
      {"ws://a:65535", "a:65535"},
  };
  const std::vector<field> headers[] = {
      {}, {{"Proxy-Authorization", "Basic YTpi"}, {"X-A", "1"}, {"x-a", "2"}}, {{"user-agent", "x"}}};
  // The configuration's fields are for the WebSocket server, so a request to the proxy must not have them.
  const field common[] = {{"Authorization", "Bearer x"}, {"X-B", "common"}};
  for (const auto& [text, authority] : addresses) {
    for (unsigned header = 0; header < 3; ++header) {
      for (unsigned with_common = 0; with_common < 2; ++with_common) {
        for (const std::string product : {"wshake", "", "example/1.0"}) {
          client_options config;
          config.product = product;
          if (with_common == 1) config.header = common;
          tunnel_request request = to(text);
          request.header = headers[header];

          std::string expected = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
          if (header != 2 && !product.empty()) expected += "User-Agent: " + std::string(product) + "\r\n";
          if (header == 1) expected += "Proxy-Authorization: Basic YTpi\r\nX-A: 1\r\nx-a: 2\r\n";
          if (header == 2) expected += "user-agent: x\r\n";
          expected += "\r\n";

          CHECK(written([&](mutable_octets out) { return write_connect(out, request, config); }) == expected);
          guarded_tunnel one(config);
          CHECK(started(one.role, request) == expected);
          CHECK(read_request(expected).head.method == "CONNECT");
          CHECK(read_request(expected).consumed == expected.size());
        }
      }
    }
  }
}

TEST_CASE("tunnel: start() changes nothing until the output buffer is large enough") {
  guarded_tunnel one;
  const tunnel_request request = to("wss://server.example.com");
  const std::string before = describe_state(one.role);
  const std::size_t whole = written([&](mutable_octets out) { return write_connect(out, request); }).size();
  for (std::size_t size = 0; size < whole; ++size) {
    CAPTURE(size);
    const guarded out(size);
    const write_result result = one.role.start(out.all(), request);
    REQUIRE(result.error == errc::need_room);
    REQUIRE(result.written.empty());
    REQUIRE(result.needed == whole);
    REQUIRE(describe_state(one.role) == before);
    REQUIRE(write_connect(out.all(), request).needed == whole);
  }
  const guarded out(whole);
  CHECK(one.role.start(out.all(), request));
  CHECK(feed_through(one.role, established).events == std::vector{client_event::open});
}

TEST_CASE("write_connect rejects invalid arguments and changes nothing") {
  const auto refuses = [](const tunnel_request& request, errc error, const client_options& config = {}) {
    CAPTURE(describe(error).name);
    const guarded out(1024);
    const write_result alone = write_connect(out.all(), request, config);
    CHECK(alone.error == error);
    CHECK(alone.written.size() == 0);
    guarded_tunnel one(config);
    const std::string before = describe_state(one.role);
    CHECK(one.role.start(out.all(), request).error == error);
    CHECK(one.role.start({}, request).error == error);
    CHECK(describe_state(one.role) == before);
  };
  refuses({}, errc::bad_uri);
  tunnel_request request = to("ws://a");
  for (const octets host : {octets("a b"), octets("a:80"), octets("[::1"), octets("a\r\nX: y"), octets("\xc3\xa4")}) {
    CAPTURE(host);
    request.where.host = host;
    refuses(request, errc::bad_uri);
  }
  request = to("ws://a");
  for (const octets name : {octets("host"), octets("Connection"), octets("Upgrade"), octets("Content-Length"),
                            octets("Transfer-Encoding"), octets("Trailer"), octets("Sec-WebSocket-Key"), octets("TE"),
                            octets("keep-alive"), octets("Proxy-Connection")}) {
    CAPTURE(name);
    const field header[] = {{name, "x"}};
    request.header = header;
    refuses(request, errc::reserved_field);
  }
  for (const octets bad : {octets("a\r\nb"), octets("a\0", 2), octets("\x7f")}) {
    const field value[] = {{"Proxy-Authorization", bad}};
    request.header = value;
    refuses(request, errc::bad_argument);
    const field name[] = {{bad, "x"}};
    request.header = name;
    refuses(request, errc::bad_argument);
    client_options config;
    config.product = bad;
    refuses(to("ws://a"), errc::bad_config, config);
  }
}

TEST_CASE("tunnel: storage of every size holds a head, or the tunnel fails; the request takes no storage") {
  for (std::size_t size = 0; size <= established.size() + 2; ++size) {
    CAPTURE(size);
    for (const cuts how : {cuts::whole(), cuts::every(1), cuts::every(7)}) {
      guarded_tunnel one({}, size);
      (void)started(one.role, to("wss://server.example.com/a/long/resource/name"));
      const heard said = feed_through(one.role, established, how);
      if (size >= established.size()) {
        CHECK(said.events == std::vector{client_event::open});
        continue;
      }
      CHECK(said.events == std::vector{client_event::failed});
      CHECK(one.role.error() == errc::head_too_large);
      CHECK(one.role.error().offset == size);
    }
  }
}

TEST_CASE("tunnel: a tunnel can move with its storage between any two bytes") {
  const std::string input = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nVia: a\r\n\r\n";
  const guarded storages[] = {guarded(100), guarded(100)};
  std::vector<tunnel> tunnels;
  tunnels.emplace_back(storages[0].all());
  (void)started(tunnels.back(), to("ws://a"));
  unsigned moves = 0;
  for (const char& octet : input) {
    CHECK(tunnels.back().feed({&octet, 1}).consumed == 1);
    tunnels.push_back(std::move(tunnels.back()));
    const guarded& from = storages[moves % 2];
    const guarded& other = storages[++moves % 2];
    std::memcpy(other.data(), from.data(), from.size());
    from.put({});
    tunnels.back().rebase(other.all());
  }
  CHECK(tunnels.back().state() == client_event::open);
  CHECK(tunnels.back().response().header.find("via") == "a");
}

TEST_CASE("tunnel: arguments of start() may lie in its storage") {
  guarded_tunnel one;
  (void)started(one.role, to("ws://a"));
  CHECK(
      feed_through(one.role, "HTTP/1.1 407 x\r\nX-Host: b.example\r\nX-Value: Basic YTpi\r\nContent-Length: 0\r\n\r\n")
          .events.back() == client_event::done);
  tunnel_request request;
  request.where.host = one.role.response().header.find("x-host").value();
  const field header[] = {{"Proxy-Authorization", one.role.response().header.find("x-value").value()}};
  request.header = header;
  CHECK(started(one.role, request) ==
        "CONNECT b.example:80 HTTP/1.1\r\nHost: b.example:80\r\nUser-Agent: wshake\r\nProxy-Authorization: Basic "
        "YTpi\r\n\r\n");
}

// A tunnel and then a client read the same stream of octets, from the proxy's challenge to the server's frames.
TEST_CASE("a handshake works through a tunnel") {
  const std::string stream = "HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 2\r\n\r\nno";
  const std::string second = established + answer_head() + "\x81\x05Hello";
  for (unsigned seed = 0; seed < 50; ++seed) {
    guarded_tunnel way;
    guarded_client role;
    (void)started(way.role, to("ws://server.example.com/chat"));
    const heard refusal = feed_through(way.role, stream, cuts::random(seed));
    CHECK(refusal.events == std::vector{client_event::refused, client_event::body, client_event::done});
    CHECK(way.role.next().challenges.begin()->realm() == "p");
    CHECK(way.role.next().same_connection);
    char credentials[64];
    const write_result basic = write_basic(credentials, "user", "password");
    const field header[] = {{"Proxy-Authorization", {credentials, basic.written.size()}}};
    tunnel_request again = to("ws://server.example.com/chat");
    again.header = header;
    (void)started(way.role, again);
    std::size_t taken = feed_through(way.role, second, cuts::random(seed)).consumed;
    CHECK(way.role.state() == client_event::open);
    (void)started(role.role, sample_request(), sample_nonce);
    taken += feed_through(role.role, octets(second).from(taken), cuts::random(seed)).consumed;
    CHECK(role.role.state() == client_event::open);
    CHECK(octets(second).from(taken) == "\x81\x05Hello");
  }
}

}  // namespace
}  // namespace wshake::test
