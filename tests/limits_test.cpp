// SPDX-License-Identifier: BSL-1.0
// Tests every member of limits, for the server and the client: an input at the limit passes, and an input that exceeds
// the limit by one octet, line or member fails at the expected offset. Each input is fed whole, in pieces of 1 and of 7
// octets, and in pieces of random sizes.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

std::string repeated(std::size_t count, const std::string& text) {
  std::string out;
  for (std::size_t n = 0; n < count; ++n) out += text;
  return out;
}

// A limit under test. set(limits, n) sets the limit to n, and input(n) is an input that uses n octets, lines or members
// of the limit.
struct limited {
  std::string name;
  std::size_t least;  // the smallest n for which input(n) is possible
  std::function<void(limits&, std::size_t)> set;
  std::function<std::string(std::size_t)> input;
  std::vector<std::size_t> values;  // the tested values of the limit
  errc rule;
  std::function<std::size_t(std::size_t)> fault;  // maps the limit's value to the error's offset
};

// Field lines of `size` octets in all, without the empty line that ends a head. Each line has at most 1,000 octets.
std::string filler(std::size_t size) {
  std::string out;
  while (size > 0) {
    // Makes this line shorter if the octets that remain would be too few for another line.
    std::size_t line = std::min<std::size_t>(size, 1000);
    if (size > line && size - line < 5) line -= 5;
    out += "X:" + std::string(line - 4, 'v') + "\r\n";
    size -= line;
  }
  return out;
}

const std::string request_line = "GET / HTTP/1.1\r\n";
const std::string status_line = "HTTP/1.1 403 Forbidden\r\n";
const std::string no_body = "Content-Length: 0\r\n";

const std::vector<limited>& of_request_heads() {
  static const std::vector<limited> all = {
      {"head",
       40,
       [](limits& limit, std::size_t value) { limit.head = static_cast<std::uint32_t>(value); },
       [](std::size_t used) {
         const std::string begin = request_line + "Host: a\r\n";
         return begin + filler(used - begin.size() - 2) + "\r\n";
       },
       {40, 64, 200, 4096, 16384, 65535},
       errc::head_too_large,
       [](std::size_t value) { return value; }},
      {"target",
       1,
       [](limits& limit, std::size_t value) { limit.target = static_cast<std::uint16_t>(value); },
       [](std::size_t used) { return "GET /" + std::string(used - 1, 't') + " HTTP/1.1\r\nHost: a\r\n\r\n"; },
       {0, 1, 2, 16, 8000, 60000},
       errc::target_too_long,
       [](std::size_t value) { return 4 + value; }},
      {"method",
       1,
       [](limits& limit, std::size_t value) { limit.method = static_cast<std::uint8_t>(value); },
       [](std::size_t used) { return std::string(used, 'M') + " / HTTP/1.1\r\nHost: a\r\n\r\n"; },
       {0, 1, 2, 32, 254, 255},
       errc::method_too_long,
       [](std::size_t value) { return value; }},
      {"field_line",
       6,
       [](limits& limit, std::size_t value) { limit.field_line = static_cast<std::uint16_t>(value); },
       [](std::size_t used) {
         return request_line + "Host:a\r\nX:" + std::string(used - 2, 'v') + "\r\n" + "Y:z\r\n\r\n";
       },
       {6, 7, 63, 64, 65, 8190, 60000},
       errc::field_line_too_long,
       [](std::size_t value) { return request_line.size() + 8 + value; }},
      {"a field line of a name alone",
       6,
       [](limits& limit, std::size_t value) { limit.field_line = static_cast<std::uint16_t>(value); },
       [](std::size_t used) { return request_line + "Host:a\r\n" + std::string(used - 1, 'n') + ":\r\n\r\n"; },
       {6, 33, 64, 8190},
       errc::field_line_too_long,
       [](std::size_t value) { return request_line.size() + 8 + value; }},
      {"field_lines",
       1,
       [](limits& limit, std::size_t value) { limit.field_lines = static_cast<std::uint16_t>(value); },
       [](std::size_t used) { return request_line + "Host:a\r\n" + repeated(used - 1, "X:y\r\n") + "\r\n"; },
       {1, 2, 100, 399, 400},
       errc::too_many_field_lines,
       [](std::size_t value) { return request_line.size() + 8 + (value - 1) * 5; }},
      {"field_lines, after empty lines",
       1,
       [](limits& limit, std::size_t value) { limit.field_lines = static_cast<std::uint16_t>(value); },
       [](std::size_t used) {
         return "\r\n\r\n\r\n" + request_line + "Host:a\r\n" + repeated(used - 1, "X:y\r\n") + "\r\n";
       },
       {1, 2, 4, 400},
       errc::too_many_field_lines,
       [](std::size_t value) { return 6 + request_line.size() + 8 + (value - 1) * 5; }},
      {"empty_lines",
       0,
       [](limits& limit, std::size_t value) { limit.empty_lines = static_cast<std::uint8_t>(value); },
       [](std::size_t used) { return repeated(used, "\r\n") + request_line + "Host: a\r\n\r\n"; },
       {0, 1, 4, 254},
       errc::too_many_empty_lines,
       [](std::size_t value) { return value * 2; }},
      {"subprotocols",
       0,
       [](limits& limit, std::size_t value) { limit.subprotocols = static_cast<std::uint8_t>(value); },
       [](std::size_t used) {
         std::string offered;
         for (std::size_t n = 0; n < used; ++n) offered += (n > 0 ? ", p" : "p") + std::to_string(1000 + n);
         return handshake_head(used > 0 ? "Sec-WebSocket-Protocol: " + offered + "\r\n" : "");
       },
       {0, 1, 2, 63, 64},
       errc::too_many_subprotocols,
       nullptr},
  };
  return all;
}

const std::vector<limited>& of_response_heads() {
  static const std::vector<limited> all = {
      {"head",
       64,
       [](limits& limit, std::size_t value) { limit.head = static_cast<std::uint32_t>(value); },
       [](std::size_t used) {
         return status_line + no_body + filler(used - status_line.size() - no_body.size() - 2) + "\r\n";
       },
       {64, 200, 4096, 16384, 65535},
       errc::head_too_large,
       [](std::size_t value) { return value; }},
      {"field_line, of a status line",
       17,
       [](limits& limit, std::size_t value) { limit.field_line = static_cast<std::uint16_t>(value); },
       [](std::size_t used) { return "HTTP/1.1 403 " + std::string(used - 13, 'r') + "\r\n" + no_body + "\r\n"; },
       {18, 64, 8190},
       errc::status_line_too_long,
       [](std::size_t value) { return value; }},
      {"field_line",
       17,
       [](limits& limit, std::size_t value) { limit.field_line = static_cast<std::uint16_t>(value); },
       [](std::size_t used) { return status_line + no_body + "X:" + std::string(used - 2, 'v') + "\r\n\r\n"; },
       {22, 63, 64, 65, 8190, 60000},
       errc::field_line_too_long,
       [](std::size_t value) { return status_line.size() + no_body.size() + value; }},
      {"field_lines",
       1,
       [](limits& limit, std::size_t value) { limit.field_lines = static_cast<std::uint16_t>(value); },
       [](std::size_t used) { return status_line + no_body + repeated(used - 1, "X:y\r\n") + "\r\n"; },
       {1, 2, 100, 399, 400},
       errc::too_many_field_lines,
       [](std::size_t value) { return status_line.size() + no_body.size() + (value - 1) * 5; }},
      {"interim_responses",
       0,
       [](limits& limit, std::size_t value) { limit.interim_responses = static_cast<std::uint8_t>(value); },
       [](std::size_t used) { return repeated(used, "HTTP/1.1 103 x\r\n\r\n") + status_line + no_body + "\r\n"; },
       {0, 1, 8, 254},
       errc::too_many_interim_responses,
       nullptr},
      {"refused_body",
       1,
       [](limits& limit, std::size_t value) { limit.refused_body = static_cast<std::uint32_t>(value); },
       [](std::size_t used) {
         return status_line + "Content-Length: " + std::to_string(used) + "\r\n\r\n" + std::string(used, 'b');
       },
       {1, 2, 1000, 65536},
       errc::body_too_large,
       nullptr},
      {"refused_body, chunked",
       17,
       [](limits& limit, std::size_t value) { limit.refused_body = static_cast<std::uint32_t>(value); },
       [](std::size_t used) {
         // The body is "5;eee\r\nhello\r\n0\r\n\r\n": the limit also counts the framing of the chunks.
         return status_line + "Transfer-Encoding: chunked\r\n\r\n5;" + std::string(used - 16, 'e') +
                "\r\nhello\r\n0\r\n\r\n";
       },
       {17, 18, 100, 4096},
       errc::body_too_large,
       nullptr},
      {"refused_body, until the connection closes",
       0,
       [](limits& limit, std::size_t value) { limit.refused_body = static_cast<std::uint32_t>(value); },
       [](std::size_t used) { return status_line + "\r\n" + std::string(used, 'b'); },
       {0, 1, 1000},
       errc::body_too_large,
       nullptr},
  };
  return all;
}

std::vector<cuts> ways() { return {cuts::whole(), cuts::every(1), cuts::every(7), cuts::random(5)}; }

// The amounts to test: one less than the limit, the limit, and one more. Amounts that are less than one.least are left
// out.
std::vector<std::size_t> around(const limited& one, std::size_t value) {
  std::vector<std::size_t> all;
  for (const std::size_t used : {value > 0 ? value - 1 : 0, value, value + 1}) {
    if (used >= one.least) all.push_back(used);
  }
  return all;
}

void check_request(const limited& one, std::size_t value, std::size_t used) {
  CAPTURE(one.name);
  CAPTURE(value);
  CAPTURE(used);
  // All limits on the octets and field lines of a head have their maxima, except the limit under test.
  server_options config = {
      .limit = {.head = 65535, .target = 65535, .method = 255, .field_line = 65535, .field_lines = 400}};
  one.set(config.limit, value);
  const std::string input = one.input(used);
  for (const cuts& how : ways()) {
    guarded_server server(config, 65535);
    const fed said = feed_all(server.role, input, how);
    if (used <= value && input.size() <= 65535) {
      CHECK((said.state == server_state::request || said.state == server_state::upgrade));
      CHECK(said.consumed == input.size());
      continue;
    }
    CHECK(said.state == server_state::failed);
    CHECK(server.role.error() == (used <= value ? errc::head_too_large : one.rule));
    if (one.fault && used > value) CHECK(server.role.error().offset == one.fault(value));
  }
}

TEST_CASE("limits: a request's head at each limit passes, and a head above a limit fails") {
  for (const limited& one : of_request_heads()) {
    for (const std::size_t value : one.values) {
      for (const std::size_t used : around(one, value)) check_request(one, value, used);
    }
  }
}

TEST_CASE("limits: a response at each limit passes, and a response above a limit fails") {
  for (const limited& one : of_response_heads()) {
    for (const std::size_t value : one.values) {
      for (const std::size_t used : around(one, value)) {
        CAPTURE(one.name);
        CAPTURE(value);
        CAPTURE(used);
        client_options config = {.limit = {.head = 65535, .field_line = 65535, .field_lines = 400}};
        one.set(config.limit, value);
        const std::string input = one.input(used);
        for (const cuts& how : ways()) {
          guarded_client client(config, 70000);
          started(client.role, sample_request(), sample_nonce);
          const heard said = feed_through(client.role, input, how);
          if (used > value || input.size() > 65535 + 65536 + 64) {
            CHECK(client.role.error() == one.rule);
            CHECK((client.role.state() == client_event::failed || client.role.state() == client_event::closed));
            if (one.fault) CHECK(client.role.error().offset == one.fault(value));
          } else {
            CHECK(client.role.error() == errc::none);
            CHECK(said.consumed == input.size());
            CHECK((client.role.state() == client_event::done || client.role.feed_eof() == client_event::done));
          }
        }
      }
    }
  }
}

TEST_CASE("limits::head: the error is at the first byte above the limit, in every part of a head") {
  const std::string request = handshake_head("Origin: http://a.example\r\nUser-Agent: b\r\n");
  const std::string answer = "HTTP/1.1 403 Forbidden\r\nServer: c\r\nDate: d\r\nContent-Length: 0\r\n\r\n";
  for (const bool is_storage : {false, true}) {
    for (const cuts& how : ways()) {
      CAPTURE(is_storage);
      for (std::size_t most = 1; most < request.size(); ++most) {
        CAPTURE(most);
        const server_options config = {.limit = {.head = is_storage ? 65535 : static_cast<std::uint32_t>(most)}};
        guarded_server server(config, is_storage ? most : 1000);
        const fed said = feed_all(server.role, request, how);
        CHECK(said.consumed == most);
        CHECK(server.role.error() == errc::head_too_large);
        CHECK(server.role.error().offset == most);
      }
      for (std::size_t most = 1; most < answer.size() && !is_storage; ++most) {
        CAPTURE(most);
        const client_options config = {.limit = {.head = static_cast<std::uint32_t>(most)}};
        guarded_client client(config, 1000);
        started(client.role, sample_request(), sample_nonce);
        CHECK(feed_through(client.role, answer, how).consumed == most);
        CHECK(client.role.error() == errc::head_too_large);
        CHECK(client.role.error().offset == most);
      }
    }
  }
}

TEST_CASE("a limit above its maximum counts as its maximum") {
  const auto fails = [](const server_options& config, const std::string& input, errc rule, std::size_t at) {
    for (const cuts& how : ways()) {
      guarded_server server(config, 70000);
      CHECK(feed_all(server.role, input, how).state == server_state::failed);
      CHECK(server.role.error() == rule);
      CHECK(server.role.error().offset == at);
    }
  };
  const server_options most = {
      .limit = {.head = 0xffffffff, .target = 65535, .field_line = 65535, .field_lines = 65535, .subprotocols = 255}};
  fails(most, request_line + repeated(401, "X:y\r\n") + "\r\n", errc::too_many_field_lines,
        request_line.size() + 400 * 5);
  fails(most, request_line + filler(65535) + "\r\n", errc::head_too_large, 65535);
  const limited& subprotocols = of_request_heads().back();
  guarded_server server(most);
  CHECK(feed_all(server.role, subprotocols.input(64)).state == server_state::upgrade);
  guarded_server other(most);
  CHECK(feed_all(other.role, subprotocols.input(65)).state == server_state::failed);
  CHECK(other.role.error() == errc::too_many_subprotocols);
}

// After the server has answered a request, it skips the body of this request.
TEST_CASE("limits::skipped_body: a body at the limit passes, and a body above the limit ends the connection") {
  const std::string next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
  for (const std::size_t value : {std::size_t{0}, std::size_t{1}, std::size_t{100}, std::size_t{65536}}) {
    for (const std::size_t used : {value - 1, value, value + 1}) {
      if (used > value + 1) continue;
      CAPTURE(value);
      CAPTURE(used);
      const server_options config = {.limit = {.skipped_body = static_cast<std::uint32_t>(value)}};
      const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(used) + "\r\n\r\n";
      for (const cuts& how : ways()) {
        guarded_server server(config);
        REQUIRE(feed_all(server.role, head, how).state == server_state::request);
        CHECK(server.role.keep_alive() == (used <= value));
        CHECK(server.role.next_request() == (used <= value ? server_state::need_more : server_state::closed));
        if (used > value) continue;
        CHECK(feed_all(server.role, std::string(used, 'b') + next, how).state == server_state::request);
        CHECK(server.role.request().target == "/next");
      }
    }
  }
}

TEST_CASE("limits::skipped_body counts the framing of chunks") {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::size_t value : {std::size_t{17}, std::size_t{100}}) {
    for (const std::size_t used : {value, value + 1}) {
      CAPTURE(value);
      CAPTURE(used);
      const server_options config = {.limit = {.skipped_body = static_cast<std::uint32_t>(value)}};
      const std::string body = "5;" + std::string(used - 16, 'e') + "\r\nhello\r\n0\r\n\r\n";
      REQUIRE(body.size() == used);
      for (const cuts& how : ways()) {
        guarded_server server(config);
        REQUIRE(feed_all(server.role, head, how).state == server_state::request);
        REQUIRE(server.role.next_request() == server_state::need_more);
        const fed said = feed_all(server.role, body + "GET / HTTP/1.1\r\nHost: a\r\n\r\n", how);
        CHECK(said.state == (used <= value ? server_state::request : server_state::closed));
        CHECK(server.role.error() == (used <= value ? errc::not_an_upgrade : errc::body_too_large));
      }
    }
  }
}

}  // namespace
}  // namespace wshake::test
