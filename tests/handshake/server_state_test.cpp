// SPDX-License-Identifier: BSL-1.0
// Tests the state that a server keeps between two requests, and between two calls of its member functions.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

const std::vector<field> good = {{"Host", "a"},
                                 {"Upgrade", "websocket"},
                                 {"Connection", "Upgrade"},
                                 {"Sec-WebSocket-Key", sample_key},
                                 {"Sec-WebSocket-Version", "13"}};

// Lets a server read and refuse a request. After the refusal the server waits for the next request.
void refuse(server& role, std::string_view head) {
  (void)feed_all(role, head);
  CHECK(!responded(role, {.status = 404}).empty());
  CHECK(role.next_request() == server_state::need_more);
}

TEST_CASE("server: adopt() forgets the earlier request") {
  guarded_server one;
  refuse(one.role, "GET / HTTP/1.1\r\nHost: first\r\nHost: first\r\nOrigin: x\r\nExpect: 100-continue\r\n\r\n");
  const std::vector<field> list = {{"Host", "second"}, {"X", "y"}};
  CHECK(one.role.adopt({"GET", "/", 11, list}) == server_state::request);
  CHECK(one.role.error() == errc::not_an_upgrade);
  CHECK(one.role.handshake().authority == "second");
  CHECK(!one.role.handshake().origin);
  CHECK(!one.role.handshake().expects_continue);
  CHECK(one.role.request().header.count("host") == 1);
  CHECK(one.role.request().raw == "GET / HTTP/1.1\r\nHost: second\r\n\r\n");
}

TEST_CASE("server: next_request() forgets the error of the earlier request") {
  guarded_server one;
  (void)feed_all(one.role, "\r\nGET / HTTP/1.1\r\nHost: a b\r\n\r\n");
  CHECK(one.role.error() == errc::bad_host);
  CHECK(one.role.error().field == "Host");
  CHECK(one.role.error().offset > 0);
  CHECK(!responded(one.role).empty());
  CHECK(one.role.error() == errc::bad_host);
  CHECK(one.role.next_request() == server_state::need_more);
  CHECK(one.role.error() == errc::none);
  CHECK(one.role.error().field.empty());
  CHECK(one.role.error().offset == 0);
  CHECK(!one.role.keep_alive());
  CHECK(one.role.request().raw.empty());
  CHECK(one.role.handshake().authority.empty());
}

TEST_CASE("server: the caller's error replaces the error that the server has found, with offset and field") {
  guarded_server one;
  (void)feed_all(one.role, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
  CHECK(!responded(one.role, {.error = errc::forbidden_origin}).empty());
  CHECK(one.role.state() == server_state::responded);
  CHECK(one.role.error() == errc::forbidden_origin);
  CHECK(one.role.error().offset == 0);
  CHECK(one.role.error().field.empty());
  CHECK_MESSAGE(one.role.request().target == "/", "the request can still be read");
}

TEST_CASE("server: adopt() changes nothing while a body is skipped") {
  guarded_server one;
  refuse(one.role, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
  for (const octets piece : {octets(""), octets("h"), octets("ell")}) {
    (void)feed_all(one.role, piece);
    CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::need_more);
    CHECK(one.role.request().raw.empty());
  }
  CHECK(responded(one.role).empty());
  (void)feed_all(one.role, "o");
  CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::upgrade);
}

TEST_CASE("server: the end of the stream in a skipped body is reported at the offset of the end") {
  guarded_server one;
  refuse(one.role, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
  (void)feed_all(one.role, "he");
  CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::need_more);
  CHECK(one.role.feed_eof() == server_state::closed);
  CHECK(one.role.error() == errc::truncated);
  CHECK(one.role.error().offset == 2);
  CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::closed);
}

TEST_CASE("server: adopt() changes nothing inside an empty line") {
  guarded_server one;
  (void)feed_all(one.role, "\r");
  CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::need_more);
  (void)feed_all(one.role, "\n");
  CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::upgrade);
  CHECK(one.role.error().offset == 0);
}

TEST_CASE("server: the announced body of an adopted request never ends the connection") {
  for (const octets length : {octets("1"), octets("65536"), octets("999999")}) {
    guarded_server one;
    const std::vector<field> list = {{"Host", "a"}, {"Content-Length", length}, {"Expect", "100-continue"}};
    CHECK(one.role.adopt({"POST", "/", 11, list}) == server_state::request);
    CHECK(one.role.keep_alive());
    CHECK(read(responded(one.role, {.status = 404})).find("Connection").empty());
    CHECK(one.role.keep_alive());
    CHECK(one.role.next_request() == server_state::need_more);
    CHECK_MESSAGE(feed_all(one.role, handshake_head()).state == server_state::upgrade,
                  "the server skips no octet of the next request");
  }
}

TEST_CASE("server: the body of an adopted request is not skipped") {
  guarded_server one;
  const std::vector<field> list = {{"Host", "a"}, {"Transfer-Encoding", "chunked"}};
  CHECK(one.role.adopt({"POST", "/", 11, list}) == server_state::request);
  CHECK(one.role.next_request() == server_state::need_more);
  CHECK(feed_all(one.role, handshake_head()).state == server_state::upgrade);
  CHECK(!responded(one.role).empty());
  CHECK(one.role.next_request() == server_state::need_more);
  CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::upgrade);
}

TEST_CASE("server: Connection: close in an adopted request ends the connection") {
  guarded_server one;
  const std::vector<field> list = {{"Host", "a"}, {"Connection", "close"}};
  CHECK(one.role.adopt({"GET", "/", 11, list}) == server_state::request);
  CHECK(!one.role.keep_alive());
  CHECK(one.role.next_request(request_body::read) == server_state::closed);
}

TEST_CASE("server: adopt() keeps the version") {
  for (const unsigned version : {10U, 11U, 12U, 19U}) {
    guarded_server one;
    CHECK(one.role.adopt({"GET", "/", version, good}) == (version == 10 ? server_state::request : server_state::upgrade));
    CHECK(one.role.request().version == version);
    const request_reading again = read_request(one.role.request().raw);
    CHECK(again.head.version == version);
  }
  for (const unsigned version : {0U, 9U, 21U, 40U}) {
    guarded_server one;
    CHECK(one.role.adopt({"GET", "/", version, good}) == server_state::failed);
    CHECK(one.role.error() == errc::unsupported_http_version);
  }
}

TEST_CASE("server: adopt() rejects a method, target or head beyond its limit") {
  server_options config;
  config.limit.method = 4;
  config.limit.target = 6;
  const auto adopted = [&](octets method, octets target, const std::vector<field>& list) {
    guarded_server one(config);
    (void)one.role.adopt({method, target, 11, list});
    CHECK(one.role.error().offset == (one.role.error() == errc::not_an_upgrade ? list.size() : 0));
    return one.role.error();
  };
  const std::vector<field> host = {{"Host", "a"}};
  CHECK(adopted("HEAD", "/12345", host) == errc::not_an_upgrade);
  CHECK(adopted("HEADE", "/", host) == errc::method_too_long);
  CHECK(adopted("HEAD", "/123456", host) == errc::target_too_long);
  const std::size_t size = octets("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").size();
  config.limit.head = static_cast<std::uint32_t>(size);
  CHECK(adopted("HEAD", "/", host) == errc::not_an_upgrade);
  config.limit.head = static_cast<std::uint32_t>(size - 1);
  CHECK(adopted("HEAD", "/", host) == errc::head_too_large);
}

TEST_CASE("server: the answer to a rejected HEAD of adopt() has no body") {
  server_options config;
  config.limit.target = 6;
  const std::vector<field> host = {{"Host", "a"}};
  const std::vector<field> broken = {{"Ho st", "a"}};
  struct row {
    octets target;
    const std::vector<field>& list;
    errc error;
  };
  const row rows[] = {{"/1234567", host, errc::target_too_long},
                      {"/", broken, errc::bad_field_name},
                      {"/1 2", host, errc::white_space_in_target}};
  for (const row& one : rows) {
    for (const octets method : {octets("HEAD"), octets("GET")}) {
      guarded_server is(config);
      CHECK(is.role.adopt({method, one.target, 11, one.list}) == server_state::failed);
      CHECK(is.role.error() == one.error);
      CHECK(is.role.request().raw.empty());
      CHECK(is.role.request().method.empty());
      CHECK(!is.role.keep_alive());
      const response answer = read(responded(is.role), method != "HEAD");
      CHECK(answer.complete);
      CHECK(answer.body.empty() == (method == "HEAD"));
      CHECK(is.role.next_request() == server_state::closed);
    }
  }
  guarded_server small(config, 20);
  CHECK(small.role.adopt({"HEAD", "/", 11, host}) == server_state::failed);
  CHECK(small.role.error() == errc::head_too_large);
  CHECK(read(responded(small.role), false).body.empty());
  guarded_server smaller(config, 3);
  CHECK(smaller.role.adopt({"HEAD", "/", 11, host}) == server_state::failed);
  CHECK_MESSAGE(!read(responded(smaller.role)).body.empty(),
                "the storage has no room for the method, so the server does not know that it is HEAD");
}

TEST_CASE("server: next_request() goes on after an answer and in request") {
  guarded_server one;
  CHECK(one.role.next_request() == server_state::need_more);
  (void)feed_all(one.role, "GET");
  CHECK(one.role.next_request() == server_state::need_more);
  CHECK(feed_all(one.role, octets(handshake_head()).from(3)).state == server_state::upgrade);
  const std::string before = describe_state(one.role);
  CHECK(one.role.next_request() == server_state::upgrade);
  CHECK(describe_state(one.role) == before);
  CHECK(!accepted(one.role).empty());
  CHECK(one.role.next_request() == server_state::open);
  guarded_server two;
  (void)feed_all(two.role, "GET / HTTP/1.1\r\n\r\n");
  CHECK(two.role.next_request() == server_state::failed);
  CHECK(two.role.error() == errc::missing_host);
}

TEST_CASE("server: in the state request next_request() decides by body, version and Connection") {
  struct row {
    std::string_view lines;
    bool when_unread;
    bool when_read;
  };
  const row rows[] = {{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true, true},
                      {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", false, false},
                      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false, false},
                      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\n", true, true},
                      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", false, true},
                      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", true, true},
                      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n", false, true},
                      {"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n", true, true}};
  for (const row& one : rows) {
    CAPTURE(one.lines);
    for (const bool is_read : {false, true}) {
      guarded_server is;
      REQUIRE(feed_all(is.role, one.lines).state == server_state::request);
      CHECK(is.role.keep_alive() == one.when_unread);
      const bool alive = is_read ? one.when_read : one.when_unread;
      CHECK(is.role.next_request(is_read ? request_body::read : request_body::unread) ==
            (alive ? server_state::need_more : server_state::closed));
      if (alive && is_read) CHECK(feed_all(is.role, handshake_head()).state == server_state::upgrade);
    }
  }
  server_options config;
  config.close_refused = true;
  guarded_server never(config);
  (void)feed_all(never.role, rows[0].lines);
  CHECK(!never.role.keep_alive());
  CHECK(never.role.next_request(request_body::read) == server_state::closed);
}

TEST_CASE("server: the Connection field of an answer agrees with keep_alive()") {
  const std::string_view heads[] = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                                    "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
                                    "GET / HTTP/1.1\r\n\r\n",
                                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n",
                                    "GET",
                                    "G T"};
  for (const std::string_view head : heads) {
    CAPTURE(head);
    for (const response_options& options :
         {response_options{}, response_options{.close = true}, response_options{.status = 404},
          response_options{.error = errc::timed_out}, response_options{.error = errc::bad_method}}) {
      guarded_server is;
      (void)feed_all(is.role, head);
      const bool would = is.role.keep_alive();
      const response answer = read(responded(is.role, options));
      const bool closes = answer.find("Connection").ends_with("close");
      CHECK(answer.complete);
      CHECK(is.role.keep_alive() == !closes);
      if (!would || options.close || options.error != errc::none) CHECK(closes);
      if (would && !options.close && options.error == errc::none) CHECK(!closes);
      CHECK(is.role.next_request() == (closes ? server_state::closed : server_state::need_more));
      CHECK(!is.role.keep_alive());
    }
  }
}

TEST_CASE("server: the error of an adopted list names the field, if the storage holds the list") {
  guarded_server one;
  const std::vector<field> list = {
      {"Host", "a"}, {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "8"}};
  CHECK(one.role.adopt({"GET", "/", 11, list}) == server_state::failed);
  CHECK(one.role.error().field == "Sec-WebSocket-Version");
  guarded_server two;
  const std::vector<field> broken = {{"X", "a"}, {"X-Y", "a\nb"}};
  CHECK(two.role.adopt({"GET", "/", 11, broken}) == server_state::failed);
  CHECK(two.role.error() == errc::bad_field_value);
  CHECK(two.role.error().offset == 1);
  CHECK(two.role.error().field.empty());
}

TEST_CASE("server: the offset of an error of adopt() is the field's index") {
  std::vector<field> old = good;
  old[4].value = "8";
  const std::vector<field> broken = {{"X", "a"}, {"Host", "a\nb"}};
  for (const octets before : {octets(""), octets("\r\n")}) {
    guarded_server one;
    (void)feed_all(one.role, before);
    CHECK(one.role.adopt({"GET", "/", 11, old}) == server_state::failed);
    CHECK(one.role.error() == errc::unsupported_version);
    CHECK(one.role.error().offset == 4);
    guarded_server two;
    (void)feed_all(two.role, before);
    CHECK(two.role.adopt({"GET", "/", 11, broken}) == server_state::failed);
    CHECK(two.role.error() == errc::bad_field_value);
    CHECK(two.role.error().offset == 1);
    CHECK_MESSAGE(two.role.error().field == "Host", "the name is in field_id");
  }
}

TEST_CASE("server: an adopted request that the storage can't hold ends the connection") {
  guarded_server one({}, 20);
  CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::failed);
  CHECK(one.role.error() == errc::head_too_large);
  CHECK(!one.role.keep_alive());
  // This storage has room for the method, and not for the rest of the request.
  guarded_server two({}, 4);
  CHECK(two.role.adopt({"HEAD", "/", 11, good}) == server_state::failed);
  CHECK(read(responded(two.role), false).body.empty());
}

// RFC 9110 §9.3.6: a 2xx to CONNECT would open a tunnel.
TEST_CASE("server: respond() rejects a 2xx if the method is CONNECT, or is not known") {
  for (std::size_t size = 0; size <= 20; ++size) {
    CAPTURE(size);
    for (const bool adopts : {false, true}) {
      for (const octets method : {octets("CONNECT"), octets("GET")}) {
        guarded_server one({}, size);
        if (adopts) {
          CHECK(one.role.adopt({method, "/a/long/target", 11, good}) == server_state::failed);
        } else {
          (void)feed_all(one.role, std::string(std::string_view(method)) + " /a/long/target HTTP/1.1\r\n");
        }
        errc error = errc::none;
        const std::string answer = responded(one.role, {.status = 204}, &error);
        // A server that is fed knows the method as soon as it has stored the space behind it.
        const bool is_known = size >= method.size() + (adopts ? 0 : 1);
        CHECK((error == errc::bad_status) == (method == "CONNECT" || !is_known));
        CHECK(answer.empty() == (error == errc::bad_status));
      }
    }
  }
}

TEST_CASE("server: an incomplete head has no parts and its error no field") {
  const octets begin = "\r\nGET /chat HTTP/1.1\r\nHost: example.com";
  guarded_server one;
  (void)feed_all(one.role, begin);
  CHECK(one.role.handshake().resource_name.empty());
  CHECK(one.role.request().target.empty());
  CHECK(one.role.feed_eof() == server_state::failed);
  CHECK(one.role.error().offset == begin.size());
  CHECK(one.role.error().field.empty());
  CHECK(one.role.handshake().resource_name.empty());

  server_options config;
  config.limit.head = 40;
  guarded_server two(config);
  (void)feed_all(two.role, "GET /chat HTTP/1.1\r\nHost: a.very.long.name.example.com\r\n\r\n");
  CHECK(two.role.error() == errc::head_too_large);
  CHECK(two.role.error().field.empty());

  config = {};
  config.limit.field_line = 12;
  guarded_server three(config);
  (void)feed_all(three.role, "GET / HTTP/1.1\r\nX-Long: 0123456789\r\n\r\n");
  CHECK(three.role.error() == errc::field_line_too_long);
  CHECK(three.role.error().field == "X-Long");
}

TEST_CASE("server: an error names the field also if empty lines precede the head") {
  guarded_server one;
  (void)feed_all(one.role, "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nX-A: \1\r\nX-B:cccccccc\r\n\r\n");
  CHECK(one.role.error() == errc::bad_field_value);
  CHECK(one.role.error().field == "X-A");
  guarded_server two;
  (void)feed_all(two.role, "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(!responded(two.role, {.error = errc::bad_field_value}).empty());
  CHECK_MESSAGE(two.role.error().field.empty(), "an error that the caller has chosen names no field");
}

TEST_CASE("server: the offset of an error counts from the last next_request(), over empty lines and a skipped body") {
  guarded_server one;
  (void)feed_all(one.role, "\r\nGET / HTTP/1.1\r\nHost: a\r\nX y: z\r\n\r\n");
  CHECK(one.role.state() == server_state::failed);
  CHECK(one.role.error().offset == octets("\r\nGET / HTTP/1.1\r\nHost: a\r\nX").size());

  server_options config;
  config.limit.skipped_body = 16;
  guarded_server two(config);
  refuse(two.role, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  CHECK(feed_all(two.role, "20\r\n01234567890123456789").state == server_state::closed);
  CHECK(two.role.error() == errc::body_too_large);
  CHECK(two.role.error().offset == 16);
}

TEST_CASE("write_accept rejects 24 bytes that are no key") {
  char out[512];
  handshake_request asked;
  for (const octets key :
       {octets("AAAAAAAAAAAAAAAAAAAAAAAA"), octets("AAAAAAAAAAAAAAAAAAAAAA=="), octets("A-AAAAAAAAAAAAAAAAAAAA=="),
        octets("AAAAAAAAAAAAAAAAAAAAAAA="), octets("AAAAAAAAAAAAAAAAAAAAA==="), octets("AAAAAAAAAAAAAAAAAAAAAA=="),
        octets("AAAAAAAAAAAAAAAAAAAA"), octets("")}) {
    CAPTURE(key);
    asked.key = key;
    const write_result written = write_accept(out, asked, {});
    CHECK(written.error == (key == "AAAAAAAAAAAAAAAAAAAAAA==" ? errc::none : errc::bad_key));
    if (!written) CHECK(written.written.size() == 0);
  }
}

}  // namespace
}  // namespace wshake::test
