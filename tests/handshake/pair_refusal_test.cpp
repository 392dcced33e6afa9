// SPDX-License-Identifier: BSL-1.0
// Tests a client and a server of this library. The server refuses, and both know whether the connection stays open.
#include <cstdint>
#include <string>
#include <vector>

#include <wshake/client.hpp>
#include <wshake/server.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

TEST_CASE("a pair: client and server agree on every refusal, and on whether the connection stays open") {
  unsigned alive = 0, count = 0;
  for (std::uint16_t status = 200; status < 600; ++status) {
    for (unsigned choice = 0; choice < 8; ++choice) {
      guarded_client asks;
      guarded_server answers;
      const std::string request = started(asks.role, sample_request(), sample_nonce);
      REQUIRE(feed_all(answers.role, request).state == server_state::upgrade);
      const field header[] = {{"WWW-Authenticate", "Basic realm=\"a\""},
                              {"Proxy-Authenticate", "Basic realm=\"b\""},
                              {"Location", "/elsewhere"},
                              {"Retry-After", "3"}};
      response_options options;
      options.status = status;
      options.header = header;
      options.close = (choice & 1) != 0;
      if ((choice & 2) != 0) options.body = "why not";
      if ((choice & 4) != 0) options.reason = "Because";
      const std::string refusal = responded(answers.role, options);
      REQUIRE(!refusal.empty());
      const bool has_body = refusal.substr(refusal.size() - 4) != "\r\n\r\n";
      const heard said = feed_through(asks.role, refusal, cuts::random(status));
      CAPTURE(refusal);
      if (has_body) {
        CHECK(said.events == std::vector{client_event::refused, client_event::body, client_event::done});
      } else {
        CHECK(said.events == std::vector{client_event::refused, client_event::done});
      }
      CHECK(said.consumed == refusal.size());
      CHECK(asks.role.response().status == status);
      if ((choice & 2) != 0 && has_body) CHECK(said.body == "why not");
      if ((choice & 4) != 0) CHECK(asks.role.response().reason == "Because");
      const bool is_elsewhere = status == 421;  // a 421 tells the client to send the request on another connection
      CHECK(asks.role.next().same_connection == (answers.role.keep_alive() && !is_elsewhere));
      ++count;
      if (!asks.role.next().same_connection) continue;
      ++alive;
      REQUIRE(answers.role.next_request() == server_state::need_more);
      const std::string again = started(asks.role, sample_request(), sample_nonce);
      REQUIRE(feed_all(answers.role, again).state == server_state::upgrade);
      CHECK(feed_through(asks.role, accepted(answers.role)).events == std::vector{client_event::open});
    }
  }
  CHECK(count == 3200);
  CHECK(alive == 1596);
}

// A client can read every answer of a server of this library, even an answer to octets that are no handshake.
TEST_CASE("a pair: the client reads every answer to an invalid request as a refusal") {
  for (const std::string nonsense : {"\x16\x03\x01", "GET / HTTP/2.0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "x\n",
                                     "GET /\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"}) {
    CAPTURE(nonsense);
    guarded_server answers;
    guarded_client asks;
    (void)started(asks.role, sample_request(), sample_nonce);
    (void)feed_all(answers.role, nonsense);
    const std::string refusal = answered(answers.role);
    const heard said = feed_through(asks.role, refusal);
    CHECK(said.events == std::vector{client_event::refused, client_event::body, client_event::done});
    CHECK(said.consumed == refusal.size());
    CHECK(asks.role.next().same_connection == answers.role.keep_alive());
  }
}

}  // namespace
}  // namespace wshake::test
