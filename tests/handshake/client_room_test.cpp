// SPDX-License-Identifier: BSL-1.0
// Tests the class client with storage of every size, and with the largest heads and bodies.
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <wshake/client.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

TEST_CASE("client: storage of every size holds a head, or the client fails") {
  client_request request = sample_request();
  const octets subprotocols[] = {"chat", "superchat"};
  const deflate_offer offers[] = {{}};
  request.subprotocols = subprotocols;
  request.deflate = offers;
  const std::string head =
      answer_head("Sec-WebSocket-Protocol: superchat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n");
  const std::size_t parts =
      std::strlen("server.example.com/chatpermessage-deflate; client_max_window_bitschat, superchat");
  std::size_t kept = 0;  // the smallest size of the storage with which start() succeeds
  for (std::size_t size = 0; size <= kept + head.size() + 2 || kept == 0; ++size) {
    CAPTURE(size);
    REQUIRE(size < 1000);
    for (const cuts how : {cuts::whole(), cuts::every(1), cuts::every(7)}) {
      guarded_client one({}, size);
      const std::string before = describe_state(one.role);
      const guarded out(1024);
      const write_result begun = one.role.start(out.all(), request, sample_nonce);
      if (!begun) {
        CHECK(begun.error == errc::storage_too_small);
        CHECK(begun.written.size() == 0);
        CHECK(describe_state(one.role) == before);
        CHECK(kept == 0);
        continue;
      }
      if (kept == 0) kept = size;
      const heard said = feed_through(one.role, head, how);
      if (size >= kept + head.size()) {
        CHECK(said.events == std::vector{client_event::open});
        CHECK(one.role.agreed().subprotocol == "superchat");
        CHECK(one.role.agreed().deflate.agreed);
        continue;
      }
      CHECK(said.events == std::vector{client_event::failed});
      CHECK(one.role.error() == errc::head_too_large);
      CHECK(one.role.error().offset == size - kept);
      CHECK(one.role.response().raw == "");
    }
  }
  CHECK_MESSAGE(kept == parts, "start() keeps host, target, extensions and subprotocols in the storage");
}

TEST_CASE("storage that is too small for one request can still hold a smaller request") {
  guarded_client one({}, 200);
  client_request large = sample_request();
  const std::string resource = "/" + std::string(200, 'a');
  large.where.resource_name = resource;
  const guarded out(1024);
  CHECK(one.role.start(out.all(), large, sample_nonce).error == errc::storage_too_small);
  (void)started(one.role, sample_request(), sample_nonce);
  CHECK(feed_through(one.role, answer_head()).events == std::vector{client_event::open});
}

TEST_CASE("client_storage_size holds any head that the default limits allow, and a request") {
  guarded_client one;
  client_request request = sample_request();
  const std::string resource = "/" + std::string(7000, 'a');
  request.where.resource_name = resource;
  (void)started(one.role, request, sample_nonce);
  const std::size_t fill = limits{}.head - answer_head().size();
  std::string lines;
  while (fill - lines.size() > 8000) lines += "X: " + std::string(3995, 'x') + "\r\n";
  lines += "X: " + std::string(fill - lines.size() - 5, 'x') + "\r\n";
  const std::string head = answer_head(lines);
  CHECK(head.size() == limits{}.head);
  CHECK(feed_through(one.role, head, cuts::every(999)).events == std::vector{client_event::open});
}

TEST_CASE("a client keeps at most 65,535 bytes of a request") {
  client_request request = sample_request();
  const std::size_t host_size = std::strlen("server.example.com");
  for (const std::size_t more : {0U, 1U, 100U}) {
    const std::string resource = "/" + std::string(65535 - host_size - 1 + more, 'a');
    request.where.resource_name = resource;
    guarded_client one({}, 100000);
    const guarded out(100000);
    const write_result begun = one.role.start(out.all(), request, sample_nonce);
    CHECK(begun.error == (more == 0 ? errc::none : errc::storage_too_small));
    CHECK_MESSAGE(begun.needed == 0, "no storage suffices for more");
    guarded_client small({}, 65534);
    CHECK(small.role.start(out.all(), request, sample_nonce).needed == (more == 0 ? 65535 : 0));
  }
}

TEST_CASE("limits::refused_body: the maximum is 2,147,483,647, and a body takes no storage") {
  for (const std::uint32_t limit : {0xffffffffU, 0x80000000U}) {
    client_options config;
    config.limit.refused_body = limit;
    guarded_client one(config, 512);
    (void)started(one.role, sample_request(), sample_nonce);
    const std::string head = "HTTP/1.1 403 x\r\n\r\n";
    CHECK(feed_through(one.role, head).events == std::vector{client_event::refused});
    const std::string piece(1 << 20, 'x');
    std::uint64_t total = 0;
    client_feed_result result;
    do {
      result = one.role.feed(piece);
      total += result.data.size();
      REQUIRE(total < (std::uint64_t{1} << 32));
    } while (result.event == client_event::body);
    CHECK(total == 2147483647);
    CHECK(result.event == client_event::closed);
    CHECK(one.role.error() == errc::body_too_large);
    CHECK(one.role.error().offset == head.size() + 2147483647);
  }
}

TEST_CASE("the plain 101 is held to the limits") {
  const std::string head = answer_head();
  const std::size_t longest_line = std::strlen("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  struct narrow {
    limits limit;
    errc rule;
    std::size_t at;
  };
  limits enough;
  enough.head = static_cast<std::uint32_t>(head.size());
  enough.field_lines = 3;
  enough.field_line = static_cast<std::uint16_t>(longest_line);
  limits small_head = enough, few_lines = enough, short_lines = enough;
  --small_head.head;
  --few_lines.field_lines;
  --short_lines.field_line;
  const std::size_t last_line = head.size() - 2 - longest_line - 2;
  for (const narrow& one : {narrow{enough, errc::none, 0}, narrow{small_head, errc::head_too_large, head.size() - 1},
                            narrow{few_lines, errc::too_many_field_lines, last_line},
                            narrow{short_lines, errc::field_line_too_long, last_line + longest_line - 1}}) {
    for (const cuts how : {cuts::whole(), cuts::every(1), cuts::every(50)}) {
      client_options config;
      config.limit = one.limit;
      guarded_client asked(config);
      (void)started(asked.role, sample_request(), sample_nonce);
      const bool good = one.rule == errc::none;
      CHECK(feed_through(asked.role, head, how).events == std::vector{good ? client_event::open : client_event::failed});
      CHECK(asked.role.error() == one.rule);
      CHECK(asked.role.error().offset == one.at);
    }
  }
}

TEST_CASE("limits::head: the maximum is 65,535, and storage beyond the maximum is not used") {
  client_options config;
  config.limit.head = 1 << 20;
  config.limit.field_line = 65535;
  const std::string head = answer_head("X: " + std::string(65535 - answer_head().size() - 5, 'a') + "\r\n");
  CHECK(head.size() == 65535);
  for (const cuts how : {cuts::whole(), cuts::every(1000), cuts::every(1)}) {
    guarded_client one(config, 100000);
    (void)started(one.role, sample_request(), sample_nonce);
    CHECK(feed_through(one.role, head, how).events == std::vector{client_event::open});
    CHECK(one.role.response().raw == head);
  }
  guarded_client one(config, 100000);
  (void)started(one.role, sample_request(), sample_nonce);
  std::string longer = head;
  longer.insert(longer.size() - 4, "a");
  CHECK(feed_through(one.role, longer).events == std::vector{client_event::failed});
  CHECK(one.role.error() == errc::head_too_large);
  CHECK(one.role.error().offset == 65535);
}

}  // namespace
}  // namespace wshake::test
