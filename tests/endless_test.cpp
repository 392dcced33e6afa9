// SPDX-License-Identifier: BSL-1.0
// Checks that a server and a client reject input without an end, and take no more octets than their limits allow.
#include <memory>
#include <string>
#include <vector>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

const std::string request_line = "GET / HTTP/1.1\r\n";
const std::string status_line = "HTTP/1.1 403 Forbidden\r\n";

// Endless input: the text `begin`, then the text `again` repeated without an end.
struct endless {
  std::string name;
  std::string begin;
  std::string again;
  errc rule;
  std::size_t most;  // the largest number of octets that the role may take before it rejects the input
};

bool is_over(const server_feed_result& result) { return result.state != server_state::need_more; }
bool is_over(const client_feed_result& result) {
  return result.event != client_event::need_more && !passes(result.event);
}
bool is_given_up(server_state state) { return state == server_state::failed || state == server_state::closed; }
bool is_given_up(client_event state) { return state == client_event::failed || state == client_event::closed; }

// Returns the number of octets that a role takes before the role rejects the input.
template <class Role>
std::size_t feed_without_end(Role& role, const endless& one, std::size_t piece) {
  std::string rest = one.begin;
  std::size_t fed = 0;
  while (fed < 10 * one.most) {
    while (rest.size() < piece) rest += one.again;
    const auto result = role.feed(std::string_view(rest).substr(0, piece));
    fed += result.consumed;
    rest.erase(0, result.consumed);
    if (is_over(result)) break;
  }
  return fed;
}

template <class Make>
void check_endless(const std::vector<endless>& all, Make&& make) {
  for (const endless& one : all) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
      CAPTURE(one.name);
      CAPTURE(piece);
      auto made = make();
      const std::size_t taken = feed_without_end(made->role, one, piece);
      CHECK(is_given_up(made->role.state()));
      CHECK(made->role.error() == one.rule);
      CHECK(taken <= one.most);
    }
  }
}

TEST_CASE("endless: a request without an end fails at the first limit that it exceeds") {
  const limits by_default;
  const std::vector<endless> all = {
      {"method", "", "M", errc::method_too_long, by_default.method},
      {"target", "GET /", "t", errc::target_too_long, by_default.target + 4U},
      {"field name", request_line, "n", errc::field_line_too_long, request_line.size() + by_default.field_line},
      {"field value", request_line + "X:", "v", errc::field_line_too_long, request_line.size() + by_default.field_line},
      {"white space before a value", request_line + "X:", " ", errc::field_line_too_long,
       request_line.size() + by_default.field_line},
      {"field lines", request_line, "X:y\r\n", errc::too_many_field_lines,
       request_line.size() + by_default.field_lines * 5U},
      {"long field lines", request_line, "X:" + std::string(5000, 'v') + "\r\n", errc::head_too_large, by_default.head},
      {"empty lines", "", "\r\n", errc::too_many_empty_lines, by_default.empty_lines * 2U},
      // The last CR that the server takes could be the CR of the line's CRLF, which the limit does not count. So the
      // server takes one CR more than the limit.
      {"CR", request_line + "X:", "\r", errc::field_line_too_long, request_line.size() + by_default.field_line + 1},
  };
  check_endless(all, [] { return std::make_unique<guarded_server>(); });
}

TEST_CASE("endless: a skipped body without an end closes the server at limits::skipped_body") {
  const std::size_t most = limits().skipped_body;
  const std::vector<endless> all = {
      {"chunks", "", "1\r\nx\r\n", errc::body_too_large, most},
      {"a chunk's size", "", "0", errc::body_too_large, most},
      {"a chunk's extension", "1;", "e", errc::body_too_large, most},
      {"white space before an extension", "1", " ", errc::body_too_large, most},
      {"extensions", "1", ";e", errc::body_too_large, most},
      {"an extension's value", "1;e=", "v", errc::body_too_large, most},
      {"a quoted-string", "1;e=\"", "\\\"", errc::body_too_large, most},
      {"white space inside an extension", "1;e", "\t", errc::body_too_large, most},
      {"trailers", "0\r\n", "X: y\r\n", errc::body_too_large, most},
      {"a trailer", "0\r\nX:", "v", errc::body_too_large, most},
      {"a trailer's name", "0\r\n", "n", errc::body_too_large, most},
  };
  check_endless(all, [] {
    auto made = std::make_unique<guarded_server>();
    REQUIRE(made->role.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n").state ==
            server_state::request);
    REQUIRE(made->role.next_request() == server_state::need_more);
    return made;
  });
}

TEST_CASE("endless: a response without an end fails at the first limit that it exceeds") {
  const limits by_default;
  const std::size_t line = by_default.field_line;
  const std::size_t chunked_head = status_line.size() + 30;
  const std::size_t body = by_default.refused_body;
  const std::vector<endless> all = {
      {"reason phrase", "HTTP/1.1 403 ", "r", errc::status_line_too_long, line},
      {"field name", status_line, "n", errc::field_line_too_long, status_line.size() + line},
      {"field value", status_line + "X:", "v", errc::field_line_too_long, status_line.size() + line},
      {"field lines", status_line, "X:y\r\n", errc::too_many_field_lines,
       status_line.size() + by_default.field_lines * 5U},
      {"folded lines", status_line + "X:y\r\n", " z\r\n", errc::too_many_field_lines,
       status_line.size() + by_default.field_lines * 5U},
      {"interim responses", "", "HTTP/1.1 103 x\r\n\r\n", errc::too_many_interim_responses,
       (by_default.interim_responses + 1U) * 18U},
      {"a body until the connection closes", status_line + "\r\n", "b", errc::body_too_large,
       status_line.size() + 2 + body},
      {"chunks", status_line + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", errc::body_too_large,
       chunked_head + body},
      {"a chunk's size", status_line + "Transfer-Encoding: chunked\r\n\r\n", "0", errc::body_too_large,
       chunked_head + body},
      {"a chunk's extension", status_line + "Transfer-Encoding: chunked\r\n\r\n1;", "e", errc::body_too_large,
       chunked_head + body},
      {"trailers", status_line + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n", errc::body_too_large,
       chunked_head + body},
  };
  check_endless(all, [] {
    auto made = std::make_unique<guarded_client>();
    started(made->role, sample_request(), sample_nonce);
    return made;
  });
}

}  // namespace
}  // namespace wshake::test
