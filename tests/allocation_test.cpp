// SPDX-License-Identifier: BSL-1.0
// Checks that the engine allocates nothing: this program replaces operator new, and counts the calls of operator new
// while a handshake runs.
#include <array>
#include <cstdlib>
#include <new>
#include <string>

#include <wshake/wshake.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace {

bool counting = false;
std::size_t allocations = 0;

void* allocate(std::size_t size) noexcept {
  if (counting) ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

// Keeps the operators below out of line: inlined, they make compilers warn that free() gets memory of operator new.
#if defined(__GNUC__)
#define WSHAKE_REPLACED [[gnu::noinline]]
#else
#define WSHAKE_REPLACED
#endif

WSHAKE_REPLACED void* operator new(std::size_t size) {
  void* const memory = allocate(size);
  if (memory == nullptr) std::abort();
  return memory;
}
WSHAKE_REPLACED void* operator new[](std::size_t size) { return operator new(size); }
WSHAKE_REPLACED void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
WSHAKE_REPLACED void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
WSHAKE_REPLACED void operator delete(void* memory) noexcept { std::free(memory); }
WSHAKE_REPLACED void operator delete[](void* memory) noexcept { std::free(memory); }
WSHAKE_REPLACED void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
WSHAKE_REPLACED void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
WSHAKE_REPLACED void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
WSHAKE_REPLACED void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace wshake::test {
namespace {

template <class Work>
std::size_t allocations_in(Work&& work) {
  allocations = 0;
  counting = true;
  work();
  counting = false;
  return allocations;
}

TEST_CASE("the counter counts allocations") {
  // Calls the operators by name, because compilers may leave out new expressions.
  CHECK(allocations_in([] { ::operator delete(::operator new(1)); }) == 1);
  CHECK(allocations_in([] { ::operator delete[](::operator new[](1)); }) == 1);
  CHECK(allocations_in([] { ::operator delete(::operator new(1, std::nothrow), std::nothrow); }) == 1);
}

TEST_CASE("a whole handshake allocates nothing") {
  const octets wanted[] = {"chat"};
  const field extra[] = {{"X-Node", "7"}};
  server_options options;
  options.subprotocols = wanted;
  options.deflate.enabled = true;
  options.header = extra;
  const server_config config(options);
  const std::string head = handshake_head(
      "Sec-WebSocket-Protocol: a, chat\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
      "Expect: 100-continue\r\nOrigin: https://a\r\n");
  std::array<char, 4096> storage, out;
  bool opened = false;
  const std::size_t count = allocations_in([&] {
    server role(storage, config);
    for (const char& octet : head) (void)role.feed({&octet, 1});
    (void)role.request();
    (void)role.handshake();
    (void)role.accept({});
    opened = static_cast<bool>(role.accept(out));
    (void)role.agreed();
  });
  CHECK(opened);
  CHECK(count == 0);
}

TEST_CASE("a refusal, a skipped body and a second request allocate nothing") {
  const std::string input = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string body = "5;x=y\r\nhello\r\n0\r\nTrailer: 1\r\n\r\n";
  const std::string broken = "GET / HTTP/1.1\r\nHost : a\r\n\r\n";
  std::array<char, 4096> storage, out;
  server_state last = server_state::open;
  const std::size_t count = allocations_in([&] {
    server role(storage);
    (void)role.feed(input);
    (void)role.respond(out);
    (void)role.next_request();
    (void)role.feed(body);
    (void)role.feed(broken);
    (void)role.error().field;
    (void)describe(role.error().code);
    (void)role.respond(out);
    last = role.next_request();
  });
  CHECK(last == server_state::closed);
  CHECK(count == 0);
}

TEST_CASE("the free functions allocate nothing") {
  const std::string head = handshake_head("Sec-WebSocket-Protocol: chat\r\n");
  std::array<char, 4096> out;
  bool good = false;
  const std::size_t count = allocations_in([&] {
    const request_reading reading = read_request(head);
    good = sniff(head) == protocol::http && is_upgrade(reading.head) && check(reading.head).ok();
    const handshake_request asked = gather(reading.head);
    good = good && write_accept(out, asked, negotiate(asked, default_server_config));
    good = good && write_response(out, "GET") && write_basic(out, "a", "b");
    good = good && read_basic("Basic YTpi", out).valid && equal_constant_time("a", "a");
    std::array<field, 2> list = {field{"Host", "a"}, {"Cookie", "b=c"}};
    good = good && find_cookie(list, "b") && find_query_member("/?a=%41", "a", out);
    server role(out);
    (void)role.adopt({"GET", "/", 11, list});
  });
  CHECK(good);
  CHECK(count == 0);
}

TEST_CASE("a client's handshake allocates nothing") {
  const octets subprotocols[] = {"chat", "superchat"};
  const deflate_offer offers[] = {{true, true, 10, 10}, {}};
  const field extra[] = {{"Cookie", "a=1"}};
  const client_config config(client_options{.header = extra});
  client_request request = sample_request();
  request.subprotocols = subprotocols;
  request.deflate = offers;
  request.extensions = "x-other; a=\"b\"";
  request.header = extra;
  request.origin = "https://a";
  const std::string input = "HTTP/1.1 103 x\r\nLink: </a>;\r\n b\r\n\r\n" +
                            answer_head(
                                "Sec-WebSocket-Protocol: chat\r\n"
                                "Sec-WebSocket-Extensions: x-other, permessage-deflate; client_max_window_bits=10\r\n");
  std::array<char, 4096> storage, out;
  bool compressed = false;
  client_event last = client_event::closed;
  const std::size_t count = allocations_in([&] {
    client role(storage, config);
    (void)role.start({}, request, sample_nonce);
    (void)role.start(out, request, sample_nonce);
    for (const char& octet : input) (void)role.feed({&octet, 1});
    compressed = role.agreed().deflate.agreed;
    (void)role.response().header.find("X");
    last = role.state();
  });
  CHECK(last == client_event::open);
  CHECK(compressed);
  CHECK(count == 0);
}

TEST_CASE("refusals, continuations and a tunnel allocate nothing") {
  const std::string redirect =
      "HTTP/1.1 302 x\r\nLocation: ../a/./b\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nno\r\n0\r\nT: u\r\n\r\n";
  const std::string challenged =
      "HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate abc==, Basic realm=\"a\\\"b\"\r\nContent-Length: 2\r\n\r\nno";
  const std::string broken = "HTTP/1.1 101 x\r\nUpgrade: h2c\r\n\r\n";
  const client_request request = sample_request();
  tunnel_request through;
  through.where = request.where;
  std::array<char, 4096> storage, out;
  bool good = false;
  const std::size_t count = allocations_in([&] {
    client role(storage);
    const auto answered = [&](const std::string& input) {
      (void)role.start(out, request, sample_nonce);
      octets rest = input;
      for (client_event seen = client_event::need_more; seen != client_event::done && seen != client_event::failed;) {
        const client_feed_result result = role.feed(rest);
        rest = rest.from(result.consumed);
        seen = result.event;
      }
    };
    answered(redirect);
    good = role.redirect_uri(out) && role.next().same_origin && role.next().same_connection;
    answered(challenged);
    good = good && role.next().challenges.find("basic")->realm() == "a\\\"b";
    answered(broken);
    good = good && role.error() == errc::upgrade_not_confirmed && !role.error().field.empty();
    tunnel way(storage);
    (void)way.start(out, through);
    (void)way.feed(challenged);
    good = good && way.next().by_proxy && way.feed_eof() == client_event::closed;
    (void)way.start(out, through);
    good = good && way.feed("HTTP/1.0 200\r\n\r\n").event == client_event::open;
  });
  CHECK(good);
  CHECK(count == 0);
}

}  // namespace
}  // namespace wshake::test
