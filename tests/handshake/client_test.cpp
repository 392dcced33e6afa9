// SPDX-License-Identifier: BSL-1.0
// Tests the class client: arguments, results and views of its functions, moves of a client, and cuts of its input. The
// tests of a client's verdicts on answers are in tests/transcripts/client_*.txt.
#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <wshake/client.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

static_assert(sizeof(client) <= 192);
static_assert(!std::is_copy_constructible_v<client> && !std::is_copy_assignable_v<client>);
static_assert(std::is_nothrow_move_constructible_v<client> && std::is_nothrow_move_assignable_v<client>);
static_assert(std::is_trivially_destructible_v<client>);
static_assert(std::is_nothrow_constructible_v<client, mutable_octets>);
static_assert(!std::is_constructible_v<client, mutable_octets, client_config&&>);  // a temporary configuration
static_assert(noexcept(std::declval<client&>().start({}, {}, {})));
static_assert(noexcept(std::declval<client&>().feed({})));
static_assert(noexcept(std::declval<client&>().feed_eof()));
static_assert(noexcept(std::declval<client&>().rebase({})));
static_assert(noexcept(std::declval<const client&>().next()));
static_assert(noexcept(std::declval<const client&>().redirect_uri({})));
static_assert(noexcept(std::declval<const client&>().agreed()));

TEST_CASE("a new client is idle and empty") {
  guarded_client one;
  CHECK(one.role.state() == client_event::idle);
  CHECK(one.role.error() == errc::none);
  CHECK(one.role.error().offset == 0);
  CHECK(one.role.error().field == "");
  CHECK(one.role.response().raw == "");
  CHECK(one.role.response().status == 0);
  CHECK(one.role.response().header.empty());
  CHECK_FALSE(one.role.next().same_connection);
  CHECK(one.role.next().what == continuation::kind::nothing);
  CHECK(redirect_of(one.role) == "wrong_state");
  CHECK(one.role.agreed().subprotocol == "");
  CHECK(!one.role.agreed().deflate.agreed);
  const client_feed_result nothing = one.role.feed("HTTP/1.1 101 Nobody asked\r\n\r\n");
  CHECK(nothing.consumed == 0);
  CHECK(nothing.event == client_event::idle);
}

TEST_CASE("a subprotocol may have one byte") {
  client_request request = sample_request();
  const octets subprotocols[] = {"x"};
  request.subprotocols = subprotocols;
  guarded_client one;
  (void)started(one.role, request, sample_nonce);
  CHECK(feed_through(one.role, answer_head("Sec-WebSocket-Protocol: x\r\n")).events == std::vector{client_event::open});
  CHECK(one.role.agreed().subprotocol == "x");
}

TEST_CASE("an open client no longer uses its storage") {
  guarded_client one;
  (void)started(one.role, sample_request(), sample_nonce);
  CHECK(feed_through(one.role, answer_head("Server: x\r\n")).events == std::vector{client_event::open});
  std::memset(one.storage.data(), '?', one.storage.size());
  for (const octets more : {octets(""), octets("\x81"), octets("\x81\x02hi")}) {
    const client_feed_result result = one.role.feed(more);
    CHECK(result.event == client_event::open);
    CHECK(result.consumed == 0);
  }
  CHECK(one.role.error() == errc::none);
}

// Before the client parses an answer, it compares the answer's octets with the whole expected answer. This comparison
// must notice a change of any octet of the accept value (RFC 6455 §4.1).
TEST_CASE("an accept value with any wrong byte fails") {
  const std::string front =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ";
  const std::string right(sample_accept);
  for (std::size_t at = 0; at <= right.size(); ++at) {
    std::string value = right;
    if (at < value.size()) value[at] = value[at] == 'x' ? 'y' : 'x';
    CAPTURE(value);
    guarded_client one;
    (void)started(one.role, sample_request(), sample_nonce);
    const client_event what = one.role.feed(front + value + "\r\n\r\n").event;
    CHECK(what == (value == right ? client_event::open : client_event::failed));
    CHECK(one.role.error() == (value == right ? errc::none : errc::wrong_accept));
  }
}

TEST_CASE("permessage-deflate: the client's window is the window of the first offer that the answer fits") {
  const auto promised = [](std::uint8_t first, std::uint8_t second) {
    client_options config;
    config.window_of_8 = true;
    client_request request = sample_request();
    deflate_offer offers[2];
    offers[0].client_max_window_bits = first;
    offers[1].client_max_window_bits = second;
    request.deflate = offers;
    guarded_client one(config);
    (void)started(one.role, request, sample_nonce);
    const std::string head = answer_head("Sec-WebSocket-Extensions: permessage-deflate\r\n");
    CHECK(feed_through(one.role, head).events == std::vector{client_event::open});
    return unsigned{one.role.agreed().deflate.client_max_window_bits};
  };
  CHECK(promised(9, 12) == 9);
  CHECK(promised(12, 9) == 12);
  CHECK_MESSAGE(promised(8, 12) == 12, "few codecs have a window of 2^8");
  CHECK(promised(8, 8) == 8);
}

TEST_CASE("arguments of start() may lie in the client's storage") {
  guarded_client one;
  (void)started(one.role, sample_request(), sample_nonce);
  // The arguments of the next start() are views of this refusal's fields, which lie in the client's storage.
  const std::string refusal =
      "HTTP/1.1 426 Upgrade Required\r\n"
      "X-Host: other.example.com\r\n"
      "X-Target: /second?x=y\r\n"
      "X-Origin: https://origin.example.com\r\n"
      "X-First: chat\r\n"
      "X-Second: superchat\r\n"
      "X-Offer: x-other; a=\"b\"\r\n"
      "X-Cookie: id=12345678901234567890\r\n"
      "Content-Length: 0\r\n\r\n";
  CHECK(feed_through(one.role, refusal).events.back() == client_event::done);
  const auto said = [&](octets name) { return one.role.response().header.find(name).value(); };
  const octets subprotocols[] = {said("X-Second"), said("X-First")};
  const field header[] = {{"Cookie", said("X-Cookie")}, {said("X-First"), said("X-First")}};
  client_request request;
  request.where.host = said("X-Host");
  request.where.resource_name = said("X-Target");
  request.origin = said("X-Origin");
  request.subprotocols = subprotocols;
  request.extensions = said("X-Offer");
  request.header = header;
  CHECK(started(one.role, request, sample_nonce) ==
        "GET /second?x=y HTTP/1.1\r\n"
        "Host: other.example.com\r\n"
        "Connection: Upgrade\r\n"
        "User-Agent: wshake\r\n"
        "Upgrade: websocket\r\n"
        "Origin: https://origin.example.com\r\n"
        "Sec-WebSocket-Version: 13\r\n"
        "Cookie: id=12345678901234567890\r\n"
        "chat: chat\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Extensions: x-other; a=\"b\"\r\n"
        "Sec-WebSocket-Protocol: superchat, chat\r\n"
        "\r\n");

  SUBCASE("the answer is compared with a copy") {
    CHECK(feed_through(one.role,
                       answer_head("Sec-WebSocket-Protocol: superchat\r\nSec-WebSocket-Extensions: x-other; c=d\r\n"))
              .events == std::vector{client_event::open});
    CHECK(one.role.agreed().subprotocol == "superchat");
  }
  SUBCASE("a redirect is resolved against a copy") {
    CHECK(feed_through(one.role, "HTTP/1.1 302 Found\r\nLocation: third\r\nContent-Length: 0\r\n\r\n").events.back() ==
          client_event::done);
    CHECK(redirect_of(one.role) == "ws://other.example.com/third");
    CHECK(one.role.next().same_origin);
  }
}

TEST_CASE("a redirect is followed with views into the output of redirect_uri()") {
  guarded_client one;
  (void)started(one.role, sample_request(), sample_nonce);
  CHECK(feed_through(one.role, "HTTP/1.1 308 x\r\nLocation: //b.example:81/z?q\r\nContent-Length: 0\r\n\r\n").events.back() ==
        client_event::done);
  std::string next = redirect_of(one.role);
  CHECK(next == "ws://b.example:81/z?q");
  client_request request;
  request.where = uri_of(next);
  CHECK(started(one.role, request, sample_nonce).substr(0, 40) == "GET /z?q HTTP/1.1\r\nHost: b.example:81\r\nC");
  next.assign(next.size(), '?');  // start() needs the URI's text during the call only
  CHECK(feed_through(one.role, "HTTP/1.1 302 x\r\nLocation: w\r\nContent-Length: 0\r\n\r\n").events.back() ==
        client_event::done);
  CHECK(redirect_of(one.role) == "ws://b.example:81/w");
}

TEST_CASE("redirect_uri() writes a URI only if it fits the output buffer") {
  guarded_client one;
  (void)started(one.role, sample_request(), sample_nonce);
  CHECK(feed_through(one.role, "HTTP/1.1 302 x\r\nLocation: ../a/./b/../c?d#e\r\nContent-Length: 0\r\n\r\n").events.back() ==
        client_event::done);
  const std::string whole = redirect_of(one.role);
  CHECK(whole == "ws://server.example.com/a/c?d");
  const std::size_t needed = one.role.redirect_uri({}).needed;
  CHECK(needed >= whole.size());
  for (std::size_t size = 0; size < needed; ++size) {
    CAPTURE(size);
    const guarded out(size);
    const write_result result = one.role.redirect_uri(out.all());
    if (result.error == errc::need_room) {
      CHECK(result.needed > size);
    } else {
      CHECK(size >= whole.size());
      CHECK(out.first(result.written.size()) == whole);
    }
  }
}

TEST_CASE("a client's views lie in its storage, not in the input") {
  guarded_client one;
  client_request request = sample_request();
  std::string name = "chat";
  const octets subprotocols[] = {name};
  request.subprotocols = subprotocols;
  (void)started(one.role, request, sample_nonce);
  name.assign("xxxx");
  const auto inside = [&](octets view) {
    return view.data() >= one.storage.data() && view.end() <= one.storage.data() + one.storage.size();
  };
  std::string input = answer_head("Sec-WebSocket-Protocol: chat\r\nX: y\r\n");
  CHECK(one.role.feed(input).event == client_event::open);
  const std::string sent = input;
  input.assign(input.size(), '?');
  CHECK(inside(one.role.response().raw));
  CHECK(one.role.response().raw == sent);
  CHECK(inside(one.role.response().reason));
  CHECK(one.role.response().header.find("X") == "y");
  CHECK(inside(one.role.response().header.find("X").value_or("")));
  CHECK(one.role.agreed().subprotocol == "chat");
  CHECK(inside(one.role.agreed().subprotocol));
}

TEST_CASE("client: rebase() may move the storage between any two bytes, to any size") {
  client_request request = sample_request();
  const octets subprotocols[] = {"chat"};
  request.subprotocols = subprotocols;
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  const std::string head = answer_head("Sec-WebSocket-Protocol: chat\r\n");
  const std::string input = interim + head;
  const std::size_t kept = std::strlen("server.example.com/chatchat");
  for (std::size_t cut = 0; cut <= input.size(); ++cut) {
    CAPTURE(cut);
    for (const bool larger : {true, false}) {
      const guarded first(kept + head.size());
      const guarded second(first.size() + (larger ? 100 : 0));
      client role(first.all());
      (void)started(role, request, sample_nonce);
      heard said = feed_through(role, octets(input).first(cut), cuts::every(3));
      std::memcpy(second.data(), first.data(), first.size());
      first.put({});
      role.rebase(second.all());
      if (cut >= interim.size() && cut < input.size()) CHECK(said.events == std::vector{client_event::interim});
      if (said.consumed < input.size()) {
        const heard rest = feed_through(role, octets(input).from(said.consumed));
        said.events.insert(said.events.end(), rest.events.begin(), rest.events.end());
      }
      CHECK(said.events == std::vector{client_event::interim, client_event::open});
      CHECK(role.agreed().subprotocol == "chat");
      CHECK(role.agreed().subprotocol.data() >= second.data());
      CHECK(role.response().raw == head);
    }
  }
}

TEST_CASE("client: if the storage is full, the client goes on after rebase() to larger storage") {
  const std::string head = answer_head();
  const std::size_t kept = std::strlen("server.example.com/chat");
  const guarded small(100);
  const guarded large(kept + head.size());
  client role(small.all());
  (void)started(role, sample_request(), sample_nonce);
  const client_feed_result begun = role.feed(octets(head).first(100 - kept));
  CHECK(begun.event == client_event::need_more);
  CHECK(begun.consumed == 100 - kept);
  std::memcpy(large.data(), small.data(), 100);
  role.rebase(large.all());
  CHECK(feed_through(role, octets(head).from(100 - kept)).events == std::vector{client_event::open});
}

TEST_CASE("a client may move between any two bytes without its storage") {
  const std::string input = "HTTP/1.1 100 Continue\r\n\r\n" + answer_head();
  const guarded storage(512);
  std::vector<client> clients;
  clients.emplace_back(storage.all());
  (void)started(clients.back(), sample_request(), sample_nonce);
  for (const char& octet : input) {
    CHECK(clients.back().feed({&octet, 1}).consumed == 1);
    clients.push_back(std::move(clients.back()));
    client elsewhere(storage.all());
    elsewhere = std::move(clients.back());
    clients.back() = std::move(elsewhere);
  }
  CHECK(clients.back().state() == client_event::open);
  CHECK(clients.back().response().raw == answer_head());
}

// Compares all results of a client that reads this input, cut at every pair of offsets.
TEST_CASE("an interim response, a refusal and the body of the refusal may be cut at any two bytes") {
  const std::string input =
      "HTTP/1.1 100\r\n\r\n"
      "HTTP/1.1 401 x\r\nWWW-Authenticate: Basic\r\n realm=\"a\"\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2;x\r\nno\r\n3\r\nt y\r\n2\r\net\r\n0\r\nT: u\r\n\r\n";
  const std::string behind = "HTTP/1.1 101 x\r\n\r\n";
  const std::vector<client_event> events = {client_event::interim, client_event::refused, client_event::body,
                                            client_event::done};
  std::string reference;
  for (std::size_t first = 0; first <= input.size(); ++first) {
    for (std::size_t second = first; second <= input.size(); ++second) {
      static const guarded storage(1024);
      client role(storage.all());
      char out[512];
      REQUIRE(role.start(out, sample_request(), sample_nonce));
      std::vector<client_event> said;
      std::string body;
      const std::size_t cut_at[] = {first, second, input.size() + behind.size()};
      const std::string all = input + behind;
      std::size_t consumed = 0;
      for (const std::size_t until : cut_at) {
        for (bool again = true; again || consumed < until;) {
          const client_feed_result result = role.feed(octets(all).from(consumed).first(until - consumed));
          consumed += result.consumed;
          body += std::string_view(result.data);
          again = passes(result.event);
          const bool repeated = result.event == client_event::body && !said.empty() && said.back() == client_event::body;
          if (result.event != client_event::need_more && !repeated && (said.empty() || said.back() != result.event)) {
            said.push_back(result.event);
          }
          if (!again && result.event != client_event::need_more) break;
        }
      }
      if (reference.empty()) reference = describe_state(role);
      const bool right =
          said == events && body == "not yet" && consumed == input.size() && describe_state(role) == reference;
      if (right) continue;
      CAPTURE(first);
      CAPTURE(second);
      CHECK(said == events);
      CHECK(body == "not yet");
      CHECK(consumed == input.size());
      CHECK(describe_state(role) == reference);
    }
  }
  CHECK(reference.find("same_connection=0") != std::string::npos);  // because octets follow the refusal
}

TEST_CASE("a client's connection may have any number of requests and refusals") {
  guarded_client one({}, 256);
  for (unsigned round = 0; round < 1000; ++round) {
    (void)started(one.role, sample_request(), sample_nonce);
    const heard said =
        feed_through(one.role, "HTTP/1.1 100\r\n\r\nHTTP/1.1 503 x\r\nContent-Length: 2\r\n\r\nno", cuts::random(round));
    REQUIRE(said.events ==
            std::vector{client_event::interim, client_event::refused, client_event::body, client_event::done});
    REQUIRE(one.role.next().same_connection);
  }
  (void)started(one.role, sample_request(), sample_nonce);
  CHECK(feed_through(one.role, answer_head()).events == std::vector{client_event::open});
}

TEST_CASE("the error of a malformed line names the field if the line has a valid name") {
  const auto name_at_fault = [](const std::string& lines) {
    guarded_client one;
    (void)started(one.role, sample_request(), sample_nonce);
    CHECK(feed_through(one.role, "HTTP/1.1 100\r\n\r\nHTTP/1.1 101 x\r\nA: b\r\n" + lines + "\r\n").events.back() ==
          client_event::failed);
    return std::string(std::string_view(one.role.error().field));
  };
  CHECK(name_at_fault("X-Value: a\x01\r\n") == "X-Value");
  CHECK(name_at_fault("X-Value: a\rb\r\n") == "X-Value");
  CHECK(name_at_fault("X-Value: a\r\n b\x01\r\n") == "X-Value");
  CHECK_MESSAGE(name_at_fault("X-Space : a\r\n") == "", "the error does not name an invalid name");
  CHECK(name_at_fault(": a\r\n") == "");
}

TEST_CASE("after reset() nothing of the earlier agreement is left") {
  const octets subprotocols[] = {"chat"};
  const deflate_offer offers[] = {{}};
  client_request request = sample_request();
  request.subprotocols = subprotocols;
  request.deflate = offers;
  guarded_client one;
  (void)started(one.role, request, sample_nonce);
  (void)feed_through(one.role, answer_head("Sec-WebSocket-Protocol: chat\r\n"
                                           "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
  REQUIRE(one.role.agreed().subprotocol == "chat");
  REQUIRE(one.role.agreed().deflate.agreed);
  for (const char* const lines : {"", "Server: x\r\n"}) {
    one.role.reset();
    (void)started(one.role, request, sample_nonce);
    CHECK(feed_through(one.role, answer_head(lines)).events.back() == client_event::open);
    CHECK(one.role.agreed().subprotocol == "");
    CHECK(!one.role.agreed().deflate.agreed);
  }
}

}  // namespace
}  // namespace wshake::test
