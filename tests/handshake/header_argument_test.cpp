// SPDX-License-Identifier: BSL-1.0
// Tests the header argument: the fields that a verb takes as its last argument, which a caller may give in braces.
// These fields follow the fields of the verb's options and obey the same rules.
#include <array>
#include <string>
#include <vector>

#include <wshake/wshake.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

constexpr octets upgrade =
    "GET /chat HTTP/1.1\r\n"
    "Host: a\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "\r\n";
constexpr nonce key = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
constexpr uri where = {.secure = false, .host = "a", .resource_name = "/chat"};

constexpr field common[] = {{"X-A", "common"}, {"X-B", "common"}, {"X-C", "common"}};
constexpr field given[] = {{"x-b", "given"}};

// The message's fields whose names begin with "X-", in the order of their lines.
std::string order_of(octets message) {
  std::string found;
  const std::string_view head = message.text().substr(0, message.text().find("\r\n\r\n") + 2);
  for (std::size_t begin = 0; begin < head.size();) {
    const std::size_t end = head.find("\r\n", begin);
    const std::string_view line = head.substr(begin, end - begin);
    if (line.starts_with("X-") || line.starts_with("x-")) found += std::string(line) + "|";
    begin = end + 2;
  }
  return found;
}

struct upgraded {
  std::array<char, 1024> storage;
  std::array<char, 1024> out;
  server role;
  explicit upgraded(const server_config& config = default_server_config) : storage{}, role(storage, config) {
    REQUIRE(role.feed(upgrade).state == server_state::upgrade);
  }
};

TEST_CASE(
    "header argument: accept() writes it after the options' fields; both replace the configuration's fields by name") {
  const server_config config({.header = common});
  const std::string id = "7";
  upgraded one(config);
  const write_result result = one.role.accept(one.out, {.header = given}, {{"x-a", id}, {"X-B", "argument"}});
  REQUIRE(result);
  CHECK(order_of({one.out.data(), result.written.size()}) == "x-b: given|x-a: 7|X-B: argument|X-C: common|");
  CHECK(one.role.state() == server_state::open);
}

TEST_CASE("header argument: accept() takes a temporary list, an array or nothing") {
  for (int round = 0; round < 3; ++round) {
    upgraded one;
    const write_result result = round == 0   ? one.role.accept(one.out, {}, std::vector<field>{{"X-A", "1"}})
                                : round == 1 ? one.role.accept(one.out, {}, given)
                                             : one.role.accept(one.out, {}, {});
    REQUIRE(result);
    CHECK(order_of({one.out.data(), result.written.size()}) == (round == 0   ? "X-A: 1|"
                                                                : round == 1 ? "x-b: given|"
                                                                             : ""));
  }
}

TEST_CASE("header argument: respond() writes it, and it may be the field that a status needs") {
  upgraded one;
  CHECK(one.role.respond(one.out, {.status = 401}, {{"X-A", "1"}}).error == errc::missing_field);
  const write_result result =
      one.role.respond(one.out, {.status = 401}, {{"WWW-Authenticate", "Basic"}, {"Server", "other"}});
  REQUIRE(result);
  const response answer = read({one.out.data(), result.written.size()});
  CHECK(answer.status == 401);
  CHECK(answer.find("WWW-Authenticate") == "Basic");
  CHECK(answer.find("Server") == "other");
}

TEST_CASE("header argument: an empty challenge replaces the configuration's challenge and fails") {
  const field challenge[] = {{"WWW-Authenticate", "Basic"}};
  const server_config config({.header = challenge});
  upgraded one(config);
  CHECK(one.role.respond(one.out, {.status = 401}, {{"www-authenticate", " ,"}}).error == errc::missing_field);
  CHECK(one.role.respond(one.out, {.status = 401}));
}

TEST_CASE("header argument: an invalid field fails and changes nothing") {
  const struct {
    field line;
    errc error;
  } cases[] = {{{"X A", "1"}, errc::bad_argument},
               {{"X-A", "1\r\nX-B: 2"}, errc::bad_argument},
               {{"sec-websocket-accept", "1"}, errc::reserved_field},
               {{"Content-Length", "1"}, errc::reserved_field}};
  for (const auto& one : cases) {
    CAPTURE(one.line.name);
    upgraded asked;
    CHECK(asked.role.accept(asked.out, {}, {one.line}).error == one.error);
    CHECK(asked.role.respond(asked.out, {}, {one.line}).error == one.error);
    CHECK(asked.role.state() == server_state::upgrade);
    std::array<char, 1024> storage;
    client browser(storage);
    CHECK(browser.start(asked.out, {.where = where}, key, {one.line}).error == one.error);
    CHECK(browser.state() == client_event::idle);
    tunnel way(storage);
    CHECK(way.start(asked.out, {.where = where}, {one.line}).error == one.error);
    CHECK(way.state() == client_event::idle);
  }
}

TEST_CASE("header argument: client and tunnel write it after the request's fields") {
  const client_config config({.header = common});
  std::array<char, 1024> storage;
  std::array<char, 1024> out;
  client browser(storage, config);
  write_result result = browser.start(out, {.where = where, .header = given}, key, {{"X-C", "argument"}});
  REQUIRE(result);
  CHECK(order_of({out.data(), result.written.size()}) == "x-b: given|X-C: argument|X-A: common|");
  tunnel way(storage, config);
  result = way.start(out, {.where = where, .header = given}, {{"X-C", "argument"}});
  REQUIRE(result);
  CHECK(order_of({out.data(), result.written.size()}) == "x-b: given|X-C: argument|");
}

TEST_CASE("header argument: the free functions take it, too") {
  std::array<char, 1024> out;
  const field asked[] = {{"Sec-WebSocket-Key", sample_key}};
  const handshake_request request = gather({"GET", "/chat", 11, asked});
  write_result result = write_accept(out, request, {}, {}, {}, {{"X-A", "1"}});
  REQUIRE(result);
  CHECK(order_of({out.data(), result.written.size()}) == "X-A: 1|");
  result = write_response(out, "GET", {}, {}, {{"X-A", "1"}});
  REQUIRE(result);
  CHECK(order_of({out.data(), result.written.size()}) == "X-A: 1|");
  result = write_request(out, {.where = where}, key, {}, {{"X-A", "1"}});
  REQUIRE(result);
  CHECK(order_of({out.data(), result.written.size()}) == "X-A: 1|");
  result = write_connect(out, {.where = where}, {}, {{"X-A", "1"}});
  REQUIRE(result);
  CHECK(order_of({out.data(), result.written.size()}) == "X-A: 1|");
}

}  // namespace
}  // namespace wshake::test
