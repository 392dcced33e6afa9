// SPDX-License-Identifier: BSL-1.0
// Tests the class server: the properties of the type, and a server's storage, views and error offsets. The tests of a
// server's answers are in tests/transcripts.
#include <array>
#include <cstring>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <wshake/accept_key.hpp>
#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

static_assert(sizeof(server) <= 128);
static_assert(std::is_trivially_destructible_v<server>);
static_assert(!std::is_copy_constructible_v<server> && !std::is_copy_assignable_v<server>);
static_assert(std::is_nothrow_move_constructible_v<server> && std::is_nothrow_move_assignable_v<server>);
static_assert(std::is_nothrow_constructible_v<server, mutable_octets, const server_config&>);
static_assert(!std::is_constructible_v<server, mutable_octets, server_config>, "a config outlives the server");

// No verb of a server throws.
static_assert(noexcept(std::declval<server&>().feed({})));
static_assert(noexcept(std::declval<server&>().feed_eof()));
static_assert(noexcept(std::declval<server&>().adopt({})));
static_assert(noexcept(std::declval<server&>().accept({})));
static_assert(noexcept(std::declval<server&>().respond({})));
static_assert(noexcept(std::declval<server&>().accept_fields({})));
static_assert(noexcept(std::declval<server&>().respond_fields({})));
static_assert(noexcept(std::declval<server&>().configure(default_server_config)));
static_assert(noexcept(std::declval<server&>().next_request()));
static_assert(noexcept(std::declval<server&>().reset()));
static_assert(noexcept(std::declval<server&>().rebase({})));

TEST_CASE("a new server needs more and is empty") {
  guarded_server one;
  CHECK(one.role.state() == server_state::need_more);
  CHECK(one.role.error() == errc::none);
  CHECK(one.role.error().offset == 0);
  CHECK(one.role.error().field == "");
  CHECK(one.role.request().raw == "");
  CHECK(one.role.request().header.empty());
  CHECK(one.role.handshake().key == "");
  CHECK(!one.role.keep_alive());
  CHECK(one.role.agreed().subprotocol == "");
  CHECK(!one.role.agreed().deflate.agreed);
  const server_feed_result nothing = one.role.feed({});
  CHECK(nothing.consumed == 0);
  CHECK(nothing.state == server_state::need_more);
}

TEST_CASE("server: storage of every size holds a head, or the server fails") {
  const std::string head = handshake_head();
  for (std::size_t size = 0; size <= head.size() + 2; ++size) {
    CAPTURE(size);
    for (const cuts how : {cuts::whole(), cuts::every(1), cuts::every(7)}) {
      guarded_server one({}, size);
      const fed result = feed_all(one.role, head, how);
      if (size >= head.size()) {
        CHECK(result.state == server_state::upgrade);
        continue;
      }
      CHECK(result.state == server_state::failed);
      CHECK(one.role.error() == errc::head_too_large);
      CHECK(one.role.error().offset == size);
      const response answer = read(answered(one.role));
      CHECK(answer.complete);
      CHECK(answer.status == 431);
      CHECK(!one.role.keep_alive());
    }
  }
}

TEST_CASE("accept() changes nothing until the output buffer is large enough") {
  guarded_server one;
  (void)feed_all(one.role, handshake_head());
  const std::string before = describe_state(one.role);
  for (std::size_t size = 0; size < plain_accept_size; ++size) {
    const guarded out(size);
    const write_result result = one.role.accept(out.all());
    REQUIRE(result.error == errc::need_room);
    REQUIRE(result.needed == plain_accept_size);
    REQUIRE(result.written.empty());
    REQUIRE(describe_state(one.role) == before);
  }
  const guarded out(plain_accept_size);
  CHECK(one.role.accept(out.all()));
  CHECK(one.role.state() == server_state::open);
}

TEST_CASE("a server's views lie in its storage, not in the input") {
  guarded_server one;
  std::string input = handshake_head("Origin: https://a\r\nSec-WebSocket-Protocol: chat\r\n");
  CHECK(one.role.feed(input).state == server_state::upgrade);
  input.assign(input.size(), '?');
  const auto inside = [&](octets view) {
    return view.data() >= one.storage.data() && view.end() <= one.storage.data() + one.storage.size();
  };
  const handshake_request asked = one.role.handshake();
  CHECK(inside(one.role.request().raw));
  CHECK(inside(one.role.request().method));
  CHECK(inside(asked.key));
  CHECK(inside(asked.authority));
  CHECK(inside(asked.origin.value_or("")));
  CHECK(asked.key == sample_key);
  CHECK(accepted(one.role).size() == plain_accept_size);
  CHECK_MESSAGE(one.role.request().target == "/chat", "the views are also valid in the state open");
}

TEST_CASE("arguments of a server's verb may lie in its storage") {
  static const octets wanted[] = {"chat"};
  server_options config;
  config.subprotocols = wanted;
  guarded_server one(config);
  (void)feed_all(one.role, handshake_head("Sec-WebSocket-Protocol: other, chat\r\nX-Id: 7\r\n"));
  accept_options options;
  options.subprotocol = *one.role.handshake().subprotocols.begin();
  const field echo[] = {*++one.role.request().header.begin(), {"X-Id", one.role.request().header.find("X-Id").value()}};
  options.header = {echo + 1, 1};
  const response answer = read(accepted(one.role, options));
  CHECK(answer.complete);
  CHECK(answer.find("Sec-WebSocket-Protocol") == "other");
  CHECK(answer.find("X-Id") == "7");
  CHECK(one.role.agreed().subprotocol == "other");
  CHECK(one.role.agreed().subprotocol.data() >= one.storage.data());
}

TEST_CASE("server: rebase() may move the storage between any two bytes, to any size") {
  const std::string head = "\r\n" + handshake_head("Sec-WebSocket-Protocol: chat\r\n");
  static const octets wanted[] = {"chat"};
  const server_config config(server_options{.subprotocols = wanted});
  for (std::size_t cut = 0; cut <= head.size(); ++cut) {
    CAPTURE(cut);
    for (const bool larger : {true, false}) {
      // The number of octets of the head that have arrived. The empty line before the head takes no storage.
      const std::size_t arrived = cut < 2 ? 0 : cut - 2;
      const guarded first(larger ? arrived : head.size());
      server role(first.all(), config);
      const fed begun = feed_all(role, octets(head).first(cut), cuts::every(3));
      CHECK(begun.consumed == cut);
      const guarded second(larger ? head.size() : arrived);
      if (arrived > 0) std::memcpy(second.data(), first.data(), arrived);
      first.put({});
      role.rebase(second.all());
      const fed rest = feed_all(role, octets(head).from(cut));
      if (larger || arrived == head.size() - 2) {
        CHECK(rest.state == server_state::upgrade);
        CHECK(role.request().raw == head.substr(2));
        CHECK(read(accepted(role)).complete);
        CHECK(role.agreed().subprotocol == "chat");
      } else {
        CHECK(rest.state == server_state::failed);
        CHECK(role.error() == errc::head_too_large);
      }
    }
  }
}

TEST_CASE("server: if the storage is full, the server goes on after rebase() to larger storage") {
  // The server reports storage that is too small only when an octet no longer fits into the storage.
  const std::string head = handshake_head();
  const guarded small(100);
  const guarded large(head.size());
  server role(small.all());
  const server_feed_result begun = role.feed(octets(head).first(100));
  CHECK(begun.state == server_state::need_more);
  CHECK(begun.consumed == 100);
  std::memcpy(large.data(), small.data(), 100);
  role.rebase(large.all());
  CHECK(feed_all(role, octets(head).from(100)).state == server_state::upgrade);
}

TEST_CASE("server: rebase() moves the agreement with the storage") {
  static const octets wanted[] = {"chat"};
  server_options config;
  config.subprotocols = wanted;
  guarded_server one(config);
  (void)feed_all(one.role, handshake_head("Sec-WebSocket-Protocol: chat\r\n"));
  (void)accepted(one.role);
  const guarded other(one.storage.size());
  std::memcpy(other.data(), one.storage.data(), other.size());
  one.storage.put({});
  one.role.rebase(other.all());
  CHECK(one.role.agreed().subprotocol == "chat");
  CHECK(one.role.request().target == "/chat");
}

TEST_CASE("a server may move between any two bytes without its storage") {
  const std::string head = handshake_head();
  const guarded storage(head.size());
  std::vector<server> servers;
  servers.emplace_back(storage.all());
  for (const char& octet : head) {
    CHECK(servers.back().feed({&octet, 1}).consumed == 1);
    servers.push_back(std::move(servers.back()));
    server elsewhere(storage.all());
    elsewhere = std::move(servers.back());
    servers.back() = std::move(elsewhere);
  }
  CHECK(servers.back().state() == server_state::upgrade);
  CHECK(servers.back().request().raw == head);
  CHECK(accepted(servers.back()).size() == plain_accept_size);
}

TEST_CASE("the accept value belongs to the last request's key") {
  static constexpr octets other_key = "x3JJHMbDL1EzLkh9GBhXDw==";
  static constexpr accept_value of_other = accept_key(other_key);
  const std::string head = handshake_head();
  const std::string other =
      handshake_head_with("Sec-WebSocket-Key", "Sec-WebSocket-Key: " + std::string(other_key) + "\r\n");
  const std::string with_body = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
  const guarded storage(1024);
  server first(storage.all());

  REQUIRE(feed_all(first, head).state == server_state::upgrade);
  errc error = errc::none;
  CHECK(accepted(first, {.subprotocol = octets("chat")}, &error).empty());
  CHECK(error == errc::subprotocol_not_offered);
  CHECK(first.accept({}).error == errc::need_room);
  std::array<char, 512> out = {};
  REQUIRE(first.respond(out));
  REQUIRE(first.next_request() == server_state::need_more);

  REQUIRE(feed_all(first, with_body).state == server_state::request);
  REQUIRE(first.respond(out));
  REQUIRE(first.next_request() == server_state::need_more);
  REQUIRE(feed_all(first, "hello" + other).state == server_state::upgrade);
  server second = std::move(first);
  CHECK(accepted(second, {.extensions = "x-not-offered"}, &error).empty());
  CHECK(error == errc::extension_not_offered);
  CHECK(octets(read(accepted(second)).find("Sec-WebSocket-Accept")) == of_other);
  CHECK(second.agreed().subprotocol == "");
  CHECK(!second.agreed().deflate.agreed);
}

TEST_CASE("the accept value is right wherever the key stands in the head") {
  // These lines have the same length as a line with a key. Their names are similar to Sec-WebSocket-Key.
  const std::string others =
      "Sec-WebSocket-Kex: 012345678901234567890123\r\nX-Sec-WebSocket-K: 012345678901234567890123\r\n";
  const std::string key(sample_key);
  const std::string longer = "Sec-WebSocket-Key: " + std::string(400, '0') + "\r\n";
  for (const std::string& line :
       {"Sec-WebSocket-Key: " + key, "sec-websocket-key: " + key, "SEC-WEBSOCKET-KEY:" + key,
        "Sec-WebSocket-Key:  " + key, "Sec-WebSocket-Key:\t" + key + " \t", "Sec-WebSocket-Key: " + key + " "}) {
    for (unsigned lines_before = 0; lines_before < 12; ++lines_before) {
      for (unsigned lines_behind = 0; lines_behind < 12; lines_behind += 3) {
        std::string head = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n";
        for (unsigned count = 0; count < lines_before; ++count) head += count % 5 == 4 ? others : "A: b\r\n";
        head += line + "\r\nSec-WebSocket-Version: 13\r\nConnection: keep-alive, Upgrade\r\n";
        for (unsigned count = 0; count < lines_behind; ++count) head += count % 5 == 2 ? others : "C: d\r\n";
        CAPTURE(head);
        for (const cuts how : {cuts::whole(), cuts::every(1), cuts::every(50)}) {
          guarded_server one;
          REQUIRE(feed_all(one.role, head + "\r\n", how).state == server_state::upgrade);
          CHECK(read(accepted(one.role)).find("Sec-WebSocket-Accept") == sample_accept);
        }
        // A second key is refused, whichever of the two lines comes first.
        for (const std::string& two : {head + line + "\r\n", head + longer}) {
          guarded_server one;
          REQUIRE(feed_all(one.role, two + "\r\n").state == server_state::failed);
          CHECK(one.role.error() == errc::repeated_key);
        }
      }
    }
  }
}

TEST_CASE("offsets count skipped empty lines and start at 0 with the next request") {
  guarded_server one;
  const std::string bad = "\r\n\r\n" + handshake_head_with("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8\r\n");
  const std::size_t version = bad.find(" 8\r\n") + 1;
  for (int round = 0; round < 3; ++round) {
    CHECK(feed_all(one.role, bad, cuts::every(5)).state == server_state::failed);
    CHECK(one.role.error().offset == version);
    CHECK(one.role.error().field == "Sec-WebSocket-Version");
    CHECK(read(answered(one.role)).complete);
    CHECK(one.role.next_request() == server_state::need_more);
    CHECK(one.role.error() == errc::none);
    CHECK(one.role.error().offset == 0);
    CHECK(one.role.error().field == "");
    CHECK(one.role.request().raw == "");
  }
}

TEST_CASE("offsets count a skipped body") {
  guarded_server one;
  CHECK(feed_all(one.role, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n").state == server_state::request);
  (void)answered(one.role);
  CHECK(one.role.next_request() == server_state::need_more);
  CHECK(feed_all(one.role, "hello\r\n /", cuts::every(2)).state == server_state::failed);
  CHECK(one.role.error() == errc::missing_method);
  CHECK(one.role.error().offset == 7);
}

TEST_CASE("limits::skipped_body: the maximum is 2,147,483,647") {
  server_options config;
  config.limit.skipped_body = 0xffffffff;
  const auto survives = [&](const std::string& length) {
    guarded_server one(config);
    CHECK(feed_all(one.role, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n").state ==
          server_state::request);
    return one.role.keep_alive();
  };
  CHECK(survives("2147483647"));
  CHECK(!survives("2147483648"));
  CHECK(!survives("4294967295"));
  CHECK(!survives("4294967296"));
  CHECK(!survives("18446744073709551616"));
}

TEST_CASE("a large body that arrives byte by byte is skipped") {
  server_options config;
  config.limit.skipped_body = 300000;
  guarded_server one(config, 512);
  (void)feed_all(one.role, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n");
  CHECK(one.role.next_request() == server_state::need_more);
  const std::string body(300000, 'G');
  CHECK(feed_all(one.role, body, cuts::random(1)).state == server_state::need_more);
  CHECK(feed_all(one.role, handshake_head()).state == server_state::upgrade);
}

TEST_CASE("a chunk's size may contain every hexadecimal digit") {
  const std::string digits = "0123456789abcdefABCDEF";
  for (const char digit : digits) {
    CAPTURE(digit);
    const std::size_t size = std::stoul(std::string(1, digit), nullptr, 16);
    guarded_server one;
    (void)feed_all(one.role, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    REQUIRE(one.role.next_request() == server_state::need_more);
    std::string body = std::string("1") + digit + "\r\n" + std::string(16 + size, '\r') + "\r\n";
    if (size != 0) body += digit + ("\r\n" + std::string(size, '\n') + "\r\n");
    body += "0\r\n\r\n";
    CHECK(feed_all(one.role, body + handshake_head()).state == server_state::upgrade);
  }
}

TEST_CASE("the offset of the error for a missing field is the end of the head") {
  guarded_server one;
  const std::string head = "\r\n" + handshake_head_with("Sec-WebSocket-Key", "");
  CHECK(feed_all(one.role, head + "behind").state == server_state::failed);
  CHECK(one.role.error().offset == head.size());
  CHECK(one.role.error().field == "Sec-WebSocket-Key");
}

TEST_CASE("the offset of the error for HTTP/1.0 lies in the version of the request line") {
  guarded_server one;
  CHECK(feed_all(one.role, "GET /chat HTTP/1.0\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n").state ==
        server_state::request);
  CHECK(one.role.error() == errc::http_version_too_old);
  CHECK(one.role.error().offset >= 10);
  CHECK(one.role.error().offset < 18);
}

TEST_CASE("a server's connection may have any number of requests") {
  guarded_server one({}, 512);
  const std::string page = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  for (int round = 0; round < 1000; ++round) {
    CHECK(feed_all(one.role, page, cuts::random(static_cast<std::uint64_t>(round))).state == server_state::request);
    if (round % 2 == 0) CHECK(read(answered(one.role)).status == 426);
    CHECK(one.role.next_request() == server_state::need_more);
  }
  CHECK(feed_all(one.role, handshake_head()).state == server_state::upgrade);
}

TEST_CASE("a large head may be cut anywhere") {
  std::string head = handshake_head();
  const std::string lines = "X-First: " + std::string(700, 'x') + "\r\nX-Second: " + std::string(900, 'y') + "\r\n";
  head.insert(head.find("\r\n") + 2, lines);
  for (std::size_t at = 0; at <= head.size(); ++at) {
    CAPTURE(at);
    guarded_server one;
    REQUIRE(one.role.feed(octets(head).first(at)).consumed == at);
    const server_feed_result result = one.role.feed(octets(head).from(at));
    REQUIRE(result.state == server_state::upgrade);
    CHECK(one.role.handshake().key == sample_key);
    std::size_t count = 0;
    for ([[maybe_unused]] const field& line : one.role.request().header) ++count;
    CHECK(count == 7);
  }
}

TEST_CASE("a head may have 65,535 bytes") {
  server_options config;
  config.limit.head = 65535;
  config.limit.field_line = 65535;
  const std::string head = handshake_head("X: " + std::string(65535 - handshake_head().size() - 5, 'a') + "\r\n");
  CHECK(head.size() == 65535);
  for (const cuts how : {cuts::whole(), cuts::every(1000), cuts::every(1)}) {
    guarded_server one(config, 65535);
    CHECK(feed_all(one.role, head, how).state == server_state::upgrade);
    guarded_server large(config, 100000);
    CHECK(feed_all(large.role, head, how).state == server_state::upgrade);
  }
  guarded_server one(config, 100000);
  std::string longer = head;
  longer.insert(longer.size() - 4, "a");
  CHECK(feed_all(one.role, longer).state == server_state::failed);
  CHECK(one.role.error() == errc::head_too_large);
}

}  // namespace
}  // namespace wshake::test
