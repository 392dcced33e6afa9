// SPDX-License-Identifier: BSL-1.0
// Tests the messages of socks to the proxy, the proxy's replies, and the errors. The expected octets are the octets
// that RFC 1928 and RFC 1929 give.
#include <cstdint>
#include <cstdio>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <wshake/client.hpp>
#include <wshake/socks.hpp>

#include "../exchange_support.hpp"
#include "../support.hpp"
#include "socks_support.hpp"

namespace wshake::test {
namespace {

static_assert(sizeof(socks) <= 16 && std::is_trivially_copyable_v<socks>);
static_assert(noexcept(std::declval<socks&>().start({}, {})) && noexcept(std::declval<socks&>().proceed({}, {})));
static_assert(noexcept(std::declval<socks&>().feed({})) && noexcept(std::declval<socks&>().feed_eof()));

std::string start(socks& role, const socks_request& request) {
  errc error = errc::none;
  std::string out = written([&](mutable_octets room) { return role.start(room, request); }, &error);
  REQUIRE(error == errc::none);
  return out;
}
std::string proceed(socks& role, const socks_request& request) {
  errc error = errc::none;
  std::string out = written([&](mutable_octets room) { return role.proceed(room, request); }, &error);
  REQUIRE(error == errc::none);
  return out;
}

// Feeds one message in pieces, each right before a guard page, until the role leaves need_more. Returns the number of
// octets taken.
std::size_t feed(socks& role, octets input, cuts how = cuts::whole()) {
  std::size_t consumed = 0;
  while (consumed < input.size() && role.state() == socks_state::need_more) {
    const octets piece = in_guarded_window(input.from(consumed).first(how.next(input.size() - consumed)));
    const socks_feed_result result = role.feed(piece);
    REQUIRE(result.consumed <= piece.size());
    CHECK(result.state == role.state());
    if (result.state == socks_state::need_more) CHECK(result.consumed == piece.size());
    consumed += result.consumed;
  }
  const std::string before = describe_state(role);
  if (role.state() != socks_state::need_more) {
    CHECK_MESSAGE(role.feed("\5").consumed == 0, "a role outside need_more takes no octet");
    CHECK(describe_state(role) == before);
  }
  return consumed;
}

// The messages that a role writes, and the state that it reaches, if the proxy sends `stream`.
struct conversation {
  std::vector<std::string> sent;
  std::size_t consumed = 0;
  std::string end;
};
conversation talk(const socks_request& request, octets stream, cuts how = cuts::whole()) {
  socks role;
  conversation all;
  all.sent.push_back(start(role, request));
  for (;;) {
    all.consumed += feed(role, stream.from(all.consumed), how);
    if (role.state() != socks_state::need_write) break;
    all.sent.push_back(proceed(role, request));
  }
  all.end = describe_state(role);
  return all;
}

// The CONNECT request for a target.
std::string request_for(octets text) {
  const conversation said = talk(to_target(text), no_login + connected);
  REQUIRE(said.sent.size() == 2);
  return said.sent[1];
}

TEST_CASE("socks: a new role is idle and without error") {
  socks role;
  CHECK(role.state() == socks_state::idle);
  CHECK(role.error().ok());
  CHECK(role.feed(no_login).consumed == 0);
  CHECK(role.feed(no_login).state == socks_state::idle);
}

// RFC 1928 §3: VER, NMETHODS, METHODS; X'00' is no authentication, X'02' is a user and a password.
TEST_CASE("socks: the greeting offers a login only if the request has one") {
  socks role;
  CHECK(start(role, to_target("ws://a")) == bytes({5, 1, 0}));
  CHECK(role.state() == socks_state::need_more);
  role.reset();
  CHECK(start(role, with_login("ws://a", "u", "p")) == bytes({5, 2, 0, 2}));
}

TEST_CASE("socks: a proxy without login opens the connection") {
  const conversation said = talk(to_target("wss://example.com/chat"), no_login + connected);
  CHECK(said.sent.size() == 2);
  CHECK(said.sent[1] == bytes({5, 1, 0, 3, 11}) + "example.com" + bytes({0x01, 0xbb}));
  CHECK(said.consumed == no_login.size() + connected.size());
  CHECK(said.end == "open none 0");
}

// RFC 1929 §2: VER, ULEN, UNAME, PLEN, PASSWD.
TEST_CASE("socks: a proxy that asks for a login gets it, then the request") {
  const socks_request request = with_login("ws://example.com", "user", "secret");
  const conversation said = talk(request, asks_login + login_taken + connected);
  REQUIRE(said.sent.size() == 3);
  CHECK(said.sent[1] == bytes({1, 4}) + "user" + bytes({6}) + "secret");
  CHECK(said.sent[2] == bytes({5, 1, 0, 3, 11}) + "example.com" + bytes({0, 80}));
  CHECK(said.end == "open none 0");
}

TEST_CASE("socks: a proxy may choose no login although one is offered") {
  const conversation said = talk(with_login("ws://a", "user", "secret"), no_login + connected);
  CHECK(said.sent.size() == 2);
  CHECK(said.end == "open none 0");
}

TEST_CASE("socks: user and password have 1 to 255 octets of any value") {
  std::string all;
  for (unsigned octet = 1; octet < 256; ++octet) all += static_cast<char>(octet);
  for (const std::string& user : {std::string("u"), std::string(1, '\0'), all}) {
    for (const std::string& password : {std::string("p"), std::string("\0\xff", 2), all}) {
      const conversation said = talk(with_login("ws://a", user, password), asks_login + login_taken + connected);
      REQUIRE(said.sent.size() == 3);
      CHECK(said.sent[1] == bytes({1, static_cast<unsigned>(user.size())}) + user +
                                bytes({static_cast<unsigned>(password.size())}) + password);
      CHECK(said.sent[1].size() <= socks_message_size);
    }
  }
  CHECK(talk(with_login("ws://a", all, all), asks_login + login_taken).sent[1].size() == socks_message_size);
}

// RFC 1928 §4: a request has the parts VER, CMD, RSV, ATYP, DST.ADDR and DST.PORT. §5 has the address types (ATYP).
TEST_CASE("socks: the request has the target as an address or as a name") {
  const std::string head = bytes({5, 1, 0});
  const std::string port_80 = bytes({0, 80});
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"ws://192.0.2.1", bytes({1, 192, 0, 2, 1}) + port_80},
      {"wss://255.255.255.255:65535", bytes({1, 255, 255, 255, 255, 255, 255})},
      {"ws://0.0.0.0:1", bytes({1, 0, 0, 0, 0, 0, 1})},
      {"http://127.0.0.1:3128", bytes({1, 127, 0, 0, 1, 0x0c, 0x38})},
      // The hosts below are sent as names, because they are no IPv4address of RFC 3986 §3.2.2.
      {"ws://127.1", bytes({3, 5}) + "127.1" + port_80},
      {"ws://127.0.0.01", bytes({3, 10}) + "127.0.0.01" + port_80},
      {"ws://127.0.0.256", bytes({3, 11}) + "127.0.0.256" + port_80},
      {"ws://127.0.0.1.", bytes({3, 10}) + "127.0.0.1." + port_80},
      {"ws://1.2.3.4.5", bytes({3, 9}) + "1.2.3.4.5" + port_80},
      {"ws://1..3.4", bytes({3, 6}) + "1..3.4" + port_80},
      {"ws://.1.2.3", bytes({3, 6}) + ".1.2.3" + port_80},
      {"ws://1.2.3.", bytes({3, 6}) + "1.2.3." + port_80},
      {"ws://1.2.3.x", bytes({3, 7}) + "1.2.3.x" + port_80},
      {"ws://localhost", bytes({3, 9}) + "localhost" + port_80},
      {"ws://EXAMPLE.com:8080", bytes({3, 11}) + "EXAMPLE.com" + bytes({0x1f, 0x90})},
      {"wss://xn--bcher-kva.example", bytes({3, 21}) + "xn--bcher-kva.example" + bytes({0x01, 0xbb})},
  };
  for (const auto& [given, expected] : cases) {
    const std::string& text = given;
    CAPTURE(text);
    CHECK(request_for(text) == head + expected);
  }
}

TEST_CASE("socks: an IPv6 literal is sent in 16 octets") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"::", bytes({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})},
      {"::1", bytes({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})},
      {"1::", bytes({0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})},
      {"2001:db8::a", bytes({0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0a})},
      {"2001:DB8:0:0:1:2:3:4", bytes({0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4})},
      {"::ffff:192.0.2.1", bytes({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1})},
      {"::192.0.2.1", bytes({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1})},
      {"1:2:3:4:5:6:7.8.9.10", bytes({0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 7, 8, 9, 10})},
      {"1::7.8.9.10", bytes({0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 8, 9, 10})},
      {"1:2:3:4:5:6:7::", bytes({0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0})},
      {"::2:3:4:5:6:7:8", bytes({0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8})},
      {"1:2:3::5:6:7:8", bytes({0, 1, 0, 2, 0, 3, 0, 0, 0, 5, 0, 6, 0, 7, 0, 8})},
      {"fe80::1", bytes({0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})},
      {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", std::string(16, '\xff')},
  };
  for (const auto& [given, expected] : cases) {
    const std::string& text = given;
    CAPTURE(text);
    CHECK(request_for("ws://[" + text + "]:5") == bytes({5, 1, 0, 4}) + expected + bytes({0, 5}));
  }
}

// The test formats an address in random ways: groups with or without leading zeros, the last two groups as an IPv4
// address or not, and "::" in place of any run of groups that are 0.
TEST_CASE("socks: random addresses in every spelling are sent as the same octets") {
  random_numbers random(1928);
  for (unsigned round = 0; round < 3000; ++round) {
    unsigned groups[8];
    std::string expected;
    for (unsigned& group : groups) {
      group = random.below(2) == 0 ? 0 : static_cast<unsigned>(random.below(65536));
      expected += bytes({group >> 8, group & 255});
    }
    const bool dotted = random.below(2) == 0;
    const unsigned parts = dotted ? 7 : 8;
    unsigned begin = static_cast<unsigned>(random.below(8)), end = begin;
    while (end < (dotted ? 6U : 8U) && groups[end] == 0) ++end;
    std::string text;
    for (unsigned part = 0; part < parts; ++part) {
      if (part == begin && end > begin) {
        text += part == 0 ? "::" : ":";
        part = end - 1;
        if (part + 1 == parts) break;
        continue;
      }
      char number[32];
      if (dotted && part == 6) {
        std::snprintf(number, sizeof number, "%u.%u.%u.%u", groups[6] >> 8, groups[6] & 255, groups[7] >> 8,
                      groups[7] & 255);
      } else {
        std::snprintf(number, sizeof number, random.below(2) == 0 ? "%x" : "%04X", groups[part]);
      }
      text += number;
      if (part + 1 < parts) text += ':';
    }
    CAPTURE(text);
    const std::string uri = "ws://[" + text + "]";
    REQUIRE(parse_uri(uri));
    CHECK(request_for(uri) == bytes({5, 1, 0, 4}) + expected + bytes({0, 80}));
  }
}

TEST_CASE("socks: a name has at most 255 octets") {
  for (const std::size_t size : {1U, 254U, 255U}) {
    const std::string name(size, 'a');
    CHECK(request_for("ws://" + name) == bytes({5, 1, 0, 3, static_cast<unsigned>(size)}) + name + bytes({0, 80}));
  }
  socks role;
  const std::string text = "ws://" + std::string(256, 'a');
  const write_result result = role.start({}, to_target(text));
  CHECK(result.error == errc::bad_uri);
  CHECK(result.error.offset == 255);
  CHECK(result.error.field == "host");
}

TEST_CASE("socks: a uri whose members the caller has set has the scheme's default port") {
  socks_request request;
  request.where.host = "a";
  request.where.secure = true;
  CHECK(talk(request, no_login + connected).sent.back() == bytes({5, 1, 0, 3, 1, 'a', 0x01, 0xbb}));
}

TEST_CASE("socks: start() and proceed() reject invalid arguments and change nothing") {
  const std::string long_text(256, 'x');
  struct {
    octets host, user, password;
    errc error;
    octets field;
    std::size_t offset;
  } const cases[] = {
      {"", "", "", errc::bad_uri, "host", 0},
      {"a b", "", "", errc::bad_uri, "host", 1},
      {"a:80", "", "", errc::bad_uri, "host", 1},
      {"[::1", "", "", errc::bad_uri, "host", 4},
      {"[v1.x]", "", "", errc::bad_uri, "host", 1},
      {"[V1.x]", "", "", errc::bad_uri, "host", 1},
      {"a", "u", "", errc::bad_argument, "password", 0},
      {"a", "", "p", errc::bad_argument, "user", 0},
      {"a", long_text, "p", errc::bad_argument, "user", 255},
      {"a", "u", long_text, errc::bad_argument, "password", 255},
  };
  for (const auto& each : cases) {
    CAPTURE(each.host);
    CAPTURE(each.user);
    socks_request request;
    request.where.host = each.host;
    request.user = each.user;
    request.password = each.password;
    const guarded out(1024);
    for (const bool later : {false, true}) {
      socks role;
      if (later) {
        start(role, to_target("ws://a"));
        feed(role, no_login);
      }
      const std::string before = describe_state(role);
      const write_result result = later ? role.proceed(out.all(), request) : role.start(out.all(), request);
      CHECK(result.error == each.error);
      CHECK(result.error.field == each.field);
      CHECK(result.error.offset == each.offset);
      CHECK(result.written.empty());
      CHECK(describe_state(role) == before);
    }
  }
}

TEST_CASE("socks: proceed() fails if the request lacks the login that start() offered") {
  socks role;
  start(role, with_login("ws://a", "u", "p"));
  feed(role, asks_login);
  const guarded out(1024);
  const write_result result = role.proceed(out.all(), to_target("ws://a"));
  CHECK(result.error == errc::bad_argument);
  CHECK(result.error.field == "user");
  CHECK(role.state() == socks_state::need_write);
  CHECK(proceed(role, with_login("ws://a", "u", "p")) == bytes({1, 1, 'u', 1, 'p'}));
}

TEST_CASE("socks: an output buffer that is too small changes nothing") {
  const socks_request request = with_login("ws://example.com", "user", "secret");
  socks role;
  for (const std::string& reply : {std::string(), asks_login, login_taken}) {
    if (!reply.empty()) feed(role, reply);
    const auto write = [&](mutable_octets out) {
      return reply.empty() ? role.start(out, request) : role.proceed(out, request);
    };
    const std::string before = describe_state(role);
    const std::size_t whole = write({}).needed;
    for (std::size_t size = 0; size < whole; ++size) {
      const guarded out(size);
      const write_result result = write(out.all());
      REQUIRE(result.error == errc::need_room);
      REQUIRE(result.needed == whole);
      REQUIRE(result.written.empty());
      REQUIRE(describe_state(role) == before);
    }
    const guarded out(whole);
    CHECK(write(out.all()).written.size() == whole);
    CHECK(role.state() == socks_state::need_more);
  }
}

std::string after(const std::string& stream, const socks_request& request = with_login("ws://a", "u", "p")) {
  return talk(request, stream).end;
}

// Errors that a single octet causes. Each test below plays all values of the octet.

TEST_CASE("socks: the version of a message is 5, the version of a login's reply is 1") {
  for (unsigned octet = 0; octet < 256; ++octet) {
    CAPTURE(octet);
    const std::string one = bytes({octet});
    CHECK(after(one) == (octet == 5 ? "need_more none 0" : "failed bad_socks_version 0"));
    CHECK(after(asks_login + one) == (octet == 1 ? "need_more none 0" : "failed bad_socks_login_version 2"));
    CHECK(after(no_login + one) == (octet == 5 ? "need_more none 0" : "failed bad_socks_version 2"));
    CHECK(after(asks_login + login_taken + one) == (octet == 5 ? "need_more none 0" : "failed bad_socks_version 4"));
  }
}

TEST_CASE("socks: the method that the proxy selects must be an offered method") {
  for (unsigned octet = 0; octet < 256; ++octet) {
    CAPTURE(octet);
    const std::string stream = bytes({5, octet});
    const std::string error = octet == 255 ? "failed no_socks_method 1" : "failed socks_method_not_offered 1";
    CHECK(after(stream) == (octet == 0 || octet == 2 ? "need_more none 0" : error));
    CHECK(after(stream, to_target("ws://a")) == (octet == 0 ? "need_more none 0" : error));
  }
}

// RFC 1929 §2: STATUS X'00' is success, any other value is failure.
TEST_CASE("socks: every status of the reply to a login except 0 refuses the login") {
  for (unsigned octet = 0; octet < 256; ++octet) {
    CAPTURE(octet);
    CHECK(after(asks_login + bytes({1, octet})) == (octet == 0 ? "need_more none 0" : "failed socks_login_refused 3"));
  }
}

// RFC 1928 §6: X'09' to X'FF' are unassigned.
TEST_CASE("socks: every reply code has its error") {
  const std::vector<std::string> names = {"none",
                                          "socks_failure",
                                          "socks_forbidden",
                                          "socks_network_unreachable",
                                          "socks_host_unreachable",
                                          "socks_connection_refused",
                                          "socks_ttl_expired",
                                          "socks_command_unsupported",
                                          "socks_address_type_unsupported"};
  for (unsigned octet = 0; octet < 256; ++octet) {
    CAPTURE(octet);
    const std::string name = octet < names.size() ? names[octet] : "bad_socks_reply_code";
    CHECK(after(no_login + bytes({5, octet})) == (octet == 0 ? "need_more none 0" : "failed " + name + " 3"));
    CHECK(after(no_login + bytes({5, octet, 0, 1, 0, 0, 0, 0, 0, 0})) ==
          (octet == 0 ? "open none 0" : "failed " + name + " 3"));
  }
}

TEST_CASE("socks: the reserved octet of the reply is 0") {
  for (unsigned octet = 0; octet < 256; ++octet) {
    CAPTURE(octet);
    CHECK(after(no_login + bytes({5, 0, octet})) == (octet == 0 ? "need_more none 0" : "failed bad_socks_reserved 4"));
  }
}

TEST_CASE("socks: the reply's address is of a known type") {
  for (unsigned octet = 0; octet < 256; ++octet) {
    CAPTURE(octet);
    const bool known = octet == 1 || octet == 3 || octet == 4;
    CHECK(after(no_login + bytes({5, 0, 0, octet})) == (known ? "need_more none 0" : "failed bad_socks_address_type 5"));
  }
}

TEST_CASE("socks: the reply ends behind an address of any type and size") {
  std::vector<std::string> addresses = {bytes({1}) + std::string(4, '\xff'), bytes({4}) + std::string(16, '\0')};
  for (unsigned size = 0; size < 256; ++size) addresses.push_back(bytes({3, size}) + std::string(size, '\xff'));
  for (const std::string& address : addresses) {
    CAPTURE(address.size());
    const std::string stream = no_login + bytes({5, 0, 0}) + address + bytes({0, 0});
    const conversation said = talk(to_target("ws://a"), stream + "\x81\x05Hello");
    CHECK(said.end == "open none 0");
    CHECK(said.consumed == stream.size());
    CHECK(after(stream.substr(0, stream.size() - 1)) == "need_more none 0");
  }
}

TEST_CASE("socks: replies in any pieces give the same messages and state, and leave the same octets") {
  const std::string name = bytes({5, 0, 0, 3, 5}) + "proxy" + bytes({4, 56});
  const std::string ipv6 = bytes({5, 0, 0, 4}) + std::string(18, '\x2a');
  const socks_request request = with_login("wss://[::1]", "user", "secret");
  for (const std::string& stream :
       {no_login + connected, asks_login + login_taken + connected, no_login + name, asks_login + login_taken + ipv6,
        bytes({5, 255}), bytes({4, 1}), asks_login + bytes({1, 1}), no_login + bytes({5, 5, 0, 1, 0, 0, 0, 0, 0, 0}),
        no_login + bytes({5, 0, 0, 2, 0})}) {
    const std::string input = stream + "\x16\x03\x01";
    const conversation whole = talk(request, input);
    CHECK(whole.consumed <= stream.size());
    const auto compare = [&](cuts how) {
      const conversation said = talk(request, input, how);
      CHECK(said.sent == whole.sent);
      CHECK(said.consumed == whole.consumed);
      CHECK(said.end == whole.end);
    };
    for (std::size_t size = 1; size <= input.size(); ++size) compare(cuts::every(size));
    for (unsigned seed = 0; seed < 100; ++seed) compare(cuts::random(seed));
  }
}

TEST_CASE("socks: feed_eof() leads to closed before a message, and to failed inside a message") {
  const std::string stream = asks_login + login_taken + connected;
  const socks_request request = with_login("ws://a", "u", "p");
  for (std::size_t size = 0; size <= stream.size(); ++size) {
    CAPTURE(size);
    socks role;
    start(role, request);
    std::size_t taken = 0;
    while (taken < size) {
      taken += feed(role, octets(stream).first(size).from(taken));
      if (role.state() == socks_state::need_write && taken < size) proceed(role, request);
    }
    const bool between = size == 0 || size == 2 || size == 4;
    const std::string expected = size == stream.size() ? "open none 0"
                                 : between             ? "closed none 0"
                                                       : "failed socks_truncated " + std::to_string(size);
    const socks_state state = role.feed_eof();
    CHECK(state == role.state());
    CHECK(describe_state(role) == expected);
    // The proxy may also end the connection after it has received a message and before it replies.
    if (!between || size == 0) continue;
    socks other;
    start(other, request);
    feed(other, octets(stream).first(2));
    proceed(other, request);
    if (size == 4) {
      feed(other, octets(stream).from(2));
      proceed(other, request);
    }
    CHECK(other.feed_eof() == socks_state::closed);
  }
}

TEST_CASE("socks: a reply that arrives before its message is sent is not taken") {
  socks role;
  const socks_request request = with_login("ws://a", "u", "p");
  const std::string stream = asks_login + login_taken + connected + "frames";
  start(role, request);
  CHECK(role.feed(stream).consumed == 2);
  CHECK(role.feed(octets(stream).from(2)).consumed == 0);
  proceed(role, request);
  CHECK(role.feed(octets(stream).from(2)).consumed == 2);
  proceed(role, request);
  CHECK(role.feed(octets(stream).from(4)).consumed == connected.size());
  CHECK(role.state() == socks_state::open);
}

TEST_CASE("socks: a copy of a role continues independently of the role") {
  socks role;
  const socks_request request = to_target("ws://a");
  start(role, request);
  feed(role, no_login);
  socks copy = role;
  CHECK(proceed(copy, request) == proceed(role, request));
  feed(copy, connected);
  CHECK(copy.state() == socks_state::open);
  CHECK(role.state() == socks_state::need_more);
}

TEST_CASE("socks: each state has the name of its enumerator") {
  const std::vector<std::string> names = {"idle", "need_more", "need_write", "open", "failed", "closed"};
  for (unsigned state = 0; state < names.size(); ++state) {
    CHECK(describe(static_cast<socks_state>(state)) == names[state]);
  }
  CHECK(describe(static_cast<socks_state>(names.size())) == std::string());
}

TEST_CASE("a handshake works through a SOCKS5 proxy") {
  const std::string stream = asks_login + login_taken + connected + answer_head() + "\x81\x05Hello";
  for (unsigned seed = 0; seed < 50; ++seed) {
    const conversation way = talk(with_login("ws://server.example.com", "u", "p"), stream, cuts::random(seed));
    CHECK(way.end == "open none 0");
    guarded_client role;
    (void)started(role.role, sample_request(), sample_nonce);
    const octets rest = octets(stream).from(way.consumed);
    const std::size_t taken = feed_through(role.role, rest, cuts::random(seed)).consumed;
    CHECK(role.role.state() == client_event::open);
    CHECK(rest.from(taken) == "\x81\x05Hello");
  }
}

}  // namespace
}  // namespace wshake::test
