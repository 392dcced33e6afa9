// SPDX-License-Identifier: BSL-1.0
// Tests server::adopt() of header lists, and the verbs that answer header lists.
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <wshake/server.hpp>

#include "carrier/header_lists.hpp"

namespace wshake::test {
namespace {

const field_list offering = connect_list({{"cookie", "secret"},
                                          {"sec-websocket-protocol", "x"},
                                          {"sec-websocket-protocol", "chat"},
                                          {"sec-websocket-extensions", "permessage-deflate; client_max_window_bits"},
                                          {"origin", "https://server.example.com"}});

TEST_CASE("adopt of a header list copies the fields that the handshake needs, pseudo-header fields included") {
  const chatting server_of;
  for (const unsigned version : list_versions) {
    guarded_server one(server_of.config);
    {
      std::vector<std::string> texts;
      for (const field& line : offering) {
        texts.emplace_back(std::string_view(line.name));
        texts.emplace_back(std::string_view(line.value));
      }
      field_list list;
      for (std::size_t at = 0; at < texts.size(); at += 2) list.push_back({texts[at], texts[at + 1]});
      CHECK(one.role.adopt(head_of(list, version)) == server_state::upgrade);
      for (std::string& text : texts) text.assign(text.size(), '?');
    }
    CHECK(one.role.error() == errc::none);
    const request_head kept = one.role.request();
    CHECK(kept.method == "CONNECT");
    CHECK(kept.protocol == "websocket");
    CHECK(kept.scheme == "https");
    CHECK(kept.target == "/chat");
    CHECK(kept.authority == "server.example.com");
    CHECK(kept.version == version);
    CHECK(!kept.ends_stream);
    CHECK(kept.header.count("sec-websocket-protocol") == 2);
    CHECK(kept.header.count("cookie") == 0);
    CHECK(kept.header.count(":scheme") == 0);
    CHECK(check(kept, server_of.config) == errc::none);
    CHECK(one.role.handshake().authority == "server.example.com");
    CHECK(one.role.handshake().resource_name == "/chat");
    CHECK_MESSAGE(one.role.feed("\x81").consumed == 0, "frames stay with the caller");
    const written_answer answer = accepted_fields(one.role);
    CHECK(answer.error == errc::none);
    CHECK(answer.version == version);
    CHECK(answer.status == 200);
    CHECK(answer.count("sec-websocket-accept") == 0);
    CHECK(answer.find("sec-websocket-protocol") == "chat");
    CHECK(answer.find("sec-websocket-extensions") == "permessage-deflate");
    CHECK(answer.body.empty());
    CHECK(one.role.state() == server_state::open);
    CHECK(one.role.agreed().subprotocol == "chat");
    CHECK(one.role.agreed().deflate.agreed);
  }
}

TEST_CASE("accept and respond after a header list are wrong_carrier and change nothing") {
  const field_list get = {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {":authority", "a"}};
  const std::string large(5000, 'x');
  const std::vector<std::pair<field_list, server_state>> lists = {
      {connect_list(), server_state::upgrade},
      {get, server_state::request},
      {with(connect_list(), "sec-websocket-version", "8"), server_state::failed},
      {connect_list({{"X-Malformed", "1"}}), server_state::failed},
      {connect_list({{"origin", large}}), server_state::failed}};
  for (const unsigned version : list_versions) {
    for (const auto& [list, state] : lists) {
      for (const std::size_t storage : {std::size_t{4096}, std::size_t{7}, std::size_t{0}}) {
        guarded_server one({}, storage);
        (void)one.role.adopt(head_of(list, version));
        if (storage == 4096) CHECK(one.role.state() == state);
        const std::string before = describe_state(one.role);
        const bool accepts = one.role.state() == server_state::upgrade;
        const guarded out(1000);
        const write_result accepted = one.role.accept(out.all());
        CHECK(accepted.error == (accepts ? errc::wrong_carrier : errc::wrong_state));
        CHECK(accepted.written.empty());
        CHECK(accepted.needed == 0);
        const write_result refused = one.role.respond(out.all());
        CHECK(refused.error == errc::wrong_carrier);
        CHECK(refused.written.empty());
        CHECK(one.role.respond({}).error == errc::wrong_carrier);
        CHECK(static_cast<unsigned char>(out.data()[0]) == 0xaa);
        CHECK(describe_state(one.role) == before);
        const written_answer answer = responded_fields(one.role);
        CHECK(answer.error == errc::none);
        CHECK(answer.version == version);
        CHECK(one.role.state() == server_state::responded);
      }
    }
  }
}

TEST_CASE("a field verb that does not fit the state is wrong_state and changes nothing") {
  const auto check_wrong = [](server& role, bool accept, bool respond) {
    const std::string before = describe_state(role);
    const guarded out(1000);
    if (!accept) {
      const field_answer answer = role.accept_fields(out.all());
      CHECK(answer.error == errc::wrong_state);
      CHECK(answer.head.header.empty());
      CHECK(answer.head.status == 0);
    }
    if (!respond) CHECK(role.respond_fields(out.all()).error == errc::wrong_state);
    CHECK(describe_state(role) == before);
  };
  guarded_server one;
  check_wrong(one.role, false, true);
  (void)one.role.adopt(head_of(with(connect_list(), "sec-websocket-version", "8")));
  check_wrong(one.role, false, true);
  (void)responded_fields(one.role);
  check_wrong(one.role, false, false);
  CHECK(one.role.next_request() == server_state::closed);
  check_wrong(one.role, false, false);
  one.role.reset();
  CHECK(one.role.adopt(head_of(connect_list())) == server_state::upgrade);
  (void)accepted_fields(one.role);
  check_wrong(one.role, false, false);
  CHECK(one.role.next_request() == server_state::open);
  const server moved = std::move(one.role);
  CHECK(moved.state() == server_state::open);
  check_wrong(one.role, false, false);
}

TEST_CASE("accept_fields and respond_fields work in a buffer of exactly the size that they ask for") {
  // written_fields() calls each verb with an empty buffer, with one octet less than the verb asks for, and with exactly
  // the size that the verb asks for.
  const chatting server_of;
  for (const unsigned version : list_versions) {
    guarded_server one(server_of.config);
    (void)one.role.adopt(head_of(offering, version));
    accept_options options;
    const field more[] = {{"X-One", "1"}, {"X-Two", ""}};
    options.header = more;
    const written_answer answer = accepted_fields(one.role, options);
    CHECK(answer.find("x-one") == "1");
    CHECK(answer.count("x-two") == 1);
    guarded_server two(server_of.config);
    (void)two.role.adopt(head_of(offering, version));
    response_options refusal;
    refusal.status = 503;
    refusal.header = more;
    refusal.body = octets("later");
    const written_answer later = responded_fields(two.role, refusal);
    CHECK(later.status == 503);
    CHECK(later.find("content-length") == "5");
    CHECK(later.body == "later");
    CHECK(two.role.keep_alive() == false);
    CHECK(two.role.next_request() == server_state::closed);
  }
}

TEST_CASE("a field verb whose buffer is too small does not change the buffer and the server") {
  guarded_server one;
  (void)one.role.adopt(head_of(connect_list()));
  const std::string before = describe_state(one.role);
  CHECK(one.role.accept_fields({}).error == errc::need_room);
  CHECK(one.role.respond_fields({}).error == errc::need_room);
  CHECK(describe_state(one.role) == before);
  const field bad[] = {{"Connection", "x"}};
  const guarded out(500);
  CHECK(one.role.accept_fields(out.all(), {}, bad).error == errc::reserved_field);
  CHECK(one.role.respond_fields(out.all(), {}, bad).error == errc::reserved_field);
  CHECK(one.role.accept_fields(out.all(), {}, {{"x a", "1"}}).error == errc::bad_argument);
  CHECK(one.role.accept_fields(out.all(), {.subprotocol = octets("chat")}).error == errc::subprotocol_not_offered);
  CHECK(one.role.accept_fields(out.all(), {.extensions = "x"}).error == errc::extension_not_offered);
  CHECK(one.role.respond_fields(out.all(), {.status = 101}).error == errc::bad_status);
  CHECK(one.role.respond_fields(out.all(), {.status = 401}).error == errc::missing_field);
  CHECK(describe_state(one.role) == before);
}

TEST_CASE("a 2xx and a 426 are no refusals of an extended CONNECT") {
  for (unsigned status = 0; status < 1000; ++status) {
    guarded_server one;
    (void)one.role.adopt(head_of(connect_list()));
    const bool legal = status == 0 || (status >= 300 && status < 600 && status != 426);
    const bool lacks = status == 401 || status == 407;
    const guarded out(500);
    const field_answer answer = one.role.respond_fields(out.all(), {.status = static_cast<std::uint16_t>(status)});
    CAPTURE(status);
    REQUIRE(answer.error.code == (lacks ? errc::missing_field : legal ? errc::none : errc::bad_status));
    if (answer) REQUIRE(answer.head.status == (status == 0 ? 403 : status));
  }
}

// RFC 9110 §9.3.6: a 2xx to CONNECT would open a tunnel.
TEST_CASE("respond_fields() rejects a 2xx if the method of a header list is CONNECT, or is not known") {
  for (std::size_t size = 0; size <= 200; ++size) {
    CAPTURE(size);
    for (const octets method : {octets("CONNECT"), octets("GET"), octets("")}) {
      guarded_server one({}, size);
      (void)one.role.adopt({method, "/a/long/target", 20, {}});
      const guarded out(500);
      const field_answer answer = one.role.respond_fields(out.all(), {.status = 204});
      const bool is_known = !method.empty() && size >= method.size();
      CHECK(answer.error.code == (method == "CONNECT" || !is_known ? errc::bad_status : errc::none));
    }
  }
}

TEST_CASE("a valid key in a header list is answered by its accept value, an invalid key is ignored") {
  for (const unsigned version : list_versions) {
    guarded_server one;
    (void)one.role.adopt(head_of(connect_list({{"sec-websocket-key", sample_key}}), version));
    CHECK(accepted_fields(one.role).find("sec-websocket-accept") == sample_accept);
    for (const octets key :
         {octets(""), octets("x"), octets("dGhlIHNhbXBsZSBub25jZQ=!"), octets("dGhlIHNhbXBsZSBub25jZQ===")}) {
      guarded_server two;
      (void)two.role.adopt(head_of(connect_list({{"sec-websocket-key", key}}), version));
      const written_answer answer = accepted_fields(two.role);
      CHECK(answer.status == 200);
      CHECK(answer.count("sec-websocket-accept") == 0);
    }
  }
}

TEST_CASE("a server closes after a header list, because a stream carries one request") {
  guarded_server one;
  (void)one.role.adopt(head_of(connect_list()));
  CHECK(!one.role.keep_alive());
  (void)responded_fields(one.role);
  CHECK(!one.role.keep_alive());
  CHECK(one.role.next_request() == server_state::closed);
  guarded_server other;
  (void)other.role.adopt(head_of(with(connect_list(), ":protocol", "connect-udp")));
  CHECK(other.role.state() == server_state::request);
  CHECK_MESSAGE(other.role.next_request() == server_state::closed, "the caller has answered the request itself");
  other.role.reset();
  CHECK(feed_all(other.role, handshake_head()).state == server_state::upgrade);
  CHECK(read(accepted(other.role)).status == 101);
}

TEST_CASE("storage of every size holds a header list, or adopt() fails") {
  const chatting server_of;
  bool fitted = false;
  for (std::size_t size = 0; size < 700; ++size) {
    CAPTURE(size);
    guarded_server one(server_of.config, size);
    const server_state what = one.role.adopt(head_of(offering, 30));
    if (what == server_state::upgrade) {
      fitted = true;
      CHECK(one.role.request().authority == "server.example.com");
      const written_answer answer = accepted_fields(one.role);
      CHECK(answer.version == 30);
      CHECK(answer.find("sec-websocket-protocol") == "chat");
    } else {
      CHECK_MESSAGE(!fitted, "a list that fits into smaller storage also fits into larger storage");
      CHECK(what == server_state::failed);
      CHECK(one.role.error() == errc::head_too_large);
      CHECK(one.role.request().raw.empty());
      const written_answer answer = responded_fields(one.role);
      CHECK(answer.version == 30);
      CHECK(answer.status == 431);
    }
  }
  CHECK(fitted);
}

TEST_CASE("each pseudo-header field takes storage, and a pseudo-header field that is too large fails") {
  const std::string large(70000, 'x');
  for (const octets name : {octets(":path"), octets(":protocol"), octets(":scheme"), octets(":authority")}) {
    guarded_server one({}, 200000);
    const std::string value = name == ":path" ? "/" + large : large;
    CHECK(one.role.adopt(head_of(with(connect_list(), name, value))) == server_state::failed);
    CHECK(responded_fields(one.role).version == 20);
  }
  guarded_server one({.limit = {.head = 300}}, 4096);
  CHECK(one.role.adopt(head_of(connect_list())) == server_state::upgrade);
  one.role.reset();
  const std::string authority(200, 'a');
  CHECK(one.role.adopt(head_of(with(connect_list(), ":authority", authority))) == server_state::failed);
  CHECK(one.role.error() == errc::head_too_large);
}

TEST_CASE("a header list and its strings may lie anywhere in the storage") {
  const chatting server_of;
  std::vector<octets> parts;
  std::size_t total = 0;
  for (const field& line : offering) {
    parts.push_back(line.name);
    parts.push_back(line.value);
    total += line.name.size() + line.value.size();
  }
  random_numbers random(7);
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    guarded_server one(server_of.config, 2048);
    std::vector<std::size_t> order(parts.size());
    for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
    for (std::size_t at = order.size() - 1; at > 0; --at) std::swap(order[at], order[random.below(at + 1)]);
    std::size_t place = random.below(2) == 0 ? random.below(400) : 2048 - total - random.below(400);
    std::vector<octets> views(parts.size());
    for (const std::size_t which : order) {
      std::memcpy(one.storage.data() + place, parts[which].data(), parts[which].size());
      views[which] = octets(one.storage.data() + place, parts[which].size());
      place += parts[which].size();
    }
    field_list list;
    for (std::size_t at = 0; at < views.size(); at += 2) list.push_back({views[at], views[at + 1]});
    CHECK(one.role.adopt(head_of(list)) == server_state::upgrade);
    const request_head kept = one.role.request();
    CHECK(kept.protocol == "websocket");
    CHECK(kept.scheme == "https");
    CHECK(kept.authority == "server.example.com");
    CHECK(kept.target == "/chat");
    CHECK(one.role.handshake().origin == octets("https://server.example.com"));
    CHECK(accepted_fields(one.role).find("sec-websocket-protocol") == "chat");
  }
}

TEST_CASE("a header list whose array of fields lies in the storage is adopted") {
  const chatting server_of;
  const std::size_t elements = offering.size() * sizeof(field);
  guarded_server one(server_of.config, 4096);
  // The fields lie at the end of the storage, aligned. adopt() writes its copy of the request before them.
  std::uintptr_t place = reinterpret_cast<std::uintptr_t>(one.storage.data()) + 4096 - elements;
  place -= place % alignof(field);
  auto* const there = reinterpret_cast<field*>(place);  // NOLINT(performance-no-int-to-ptr)
  std::memcpy(static_cast<void*>(there), offering.data(), elements);
  const array_view<field> list(there, offering.size());
  const request_list_reading read = read_request_list(list, 20);
  REQUIRE(read);
  CHECK(one.role.adopt(read.head) == server_state::upgrade);
  CHECK(one.role.request().authority == "server.example.com");
  CHECK(accepted_fields(one.role).find("sec-websocket-protocol") == "chat");
}

TEST_CASE("rebase and a move keep an adopted list") {
  const chatting server_of;
  guarded_server one(server_of.config, 1024);
  (void)one.role.adopt(head_of(offering));
  const guarded elsewhere(1024);
  std::memcpy(elsewhere.data(), one.storage.data(), 1024);
  one.storage.put({});
  one.role.rebase(elsewhere.all());
  server moved = std::move(one.role);
  CHECK(moved.request().protocol == "websocket");
  CHECK(moved.request().authority == "server.example.com");
  CHECK(accepted_fields(moved).find("sec-websocket-protocol") == "chat");
  CHECK(moved.agreed().subprotocol == "chat");
}

TEST_CASE("no octet of a header list gets into an answer unchecked") {
  const std::string evil = "a\r\nx-evil: 1";
  for (const octets value : {octets(evil), octets("\0", 1), octets(""), octets("\x7f"), octets(":x")}) {
    for (std::size_t at = 0; at < offering.size(); ++at) {
      field_list list = offering;
      list[at].value = value;
      const request_list_reading read = read_request_list(list, 20);
      if (!read) continue;
      guarded_server one;
      (void)one.role.adopt(read.head);
      const written_answer answer =
          one.role.state() == server_state::upgrade ? accepted_fields(one.role) : responded_fields(one.role);
      CHECK(answer.error == errc::none);
      CHECK(answer.count("x-evil") == 0);
    }
    // adopt() also checks a request_view whose members the caller has set.
    for (octets request_view::* part : {&request_view::method, &request_view::target, &request_view::protocol,
                                        &request_view::scheme, &request_view::authority}) {
      request_view asked = head_of(offering);
      asked.*part = value;
      guarded_server one;
      (void)one.role.adopt(asked);
      CHECK(one.role.state() != server_state::upgrade);
      CHECK(responded_fields(one.role).error == errc::none);
    }
  }
}

TEST_CASE("accept_fields and respond_fields also answer HTTP/1.1, for callers who serialise heads themselves") {
  guarded_server one;
  CHECK(feed_all(one.role, handshake_head()).state == server_state::upgrade);
  const written_answer answer = accepted_fields(one.role);
  CHECK(answer.version == 11);
  CHECK(answer.status == 101);
  CHECK(answer.find("upgrade") == "websocket");
  CHECK(answer.find("connection") == "Upgrade");
  CHECK(answer.find("sec-websocket-accept") == sample_accept);
  CHECK(one.role.state() == server_state::open);
  guarded_server waits;
  const written_answer late = responded_fields(waits.role);
  CHECK(late.status == 408);
  CHECK_MESSAGE(late.version == 11, "before a request the version is that of HTTP/1.1");
}

TEST_CASE("respond_fields answers a malformed request in the HTTP version of the request, or in HTTP/1.1") {
  const field_list bad_value = {{"Host", "a\nb"}};
  for (const unsigned version : {10U, 11U, 19U, 20U, 30U}) {
    guarded_server one;
    CHECK(one.role.adopt({"GET", "/", version, bad_value}) == server_state::failed);
    CHECK(responded_fields(one.role).version == version);
  }
  for (const unsigned version : {0U, 9U, 21U, 256U + 10U, 256U + 20U}) {
    guarded_server one;
    CHECK(one.role.adopt({"GET", "/", version, bad_value}) == server_state::failed);
    CHECK(one.role.error() == errc::unsupported_http_version);
    CHECK(responded_fields(one.role).version == 11);
  }
}

TEST_CASE("with an invalid configuration a header list gets 500 in its own HTTP version") {
  guarded_server one({.require_subprotocol = true});
  REQUIRE(!one.config.error().ok());
  CHECK(one.role.adopt(head_of(connect_list(), 30)) == server_state::failed);
  CHECK(one.role.error() == errc::bad_config);
  const written_answer answer = responded_fields(one.role);
  CHECK(answer.status == 500);
  CHECK(answer.version == 30);
}

}  // namespace
}  // namespace wshake::test
