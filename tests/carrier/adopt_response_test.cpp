// SPDX-License-Identifier: BSL-1.0
// Tests client::start_fields() and client::adopt(), for callers whose own HTTP code sends the request and reads the
// response.
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <wshake/client.hpp>
#include <wshake/header_list.hpp>

#include "carrier/header_lists.hpp"
#include "exchange_support.hpp"

namespace wshake::test {
namespace {

constexpr octets subprotocols[] = {"chat", "superchat"};
constexpr deflate_offer offers[] = {{.client_max_window_bits = 15}};

client_request offering() {
  client_request request;
  request.where = uri_of("wss://server.example.com/chat");
  request.subprotocols = subprotocols;
  request.deflate = offers;
  return request;
}

const field_list switching = {
    {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", sample_accept}};

response_view response_of(const field_list& header, unsigned status, unsigned version = 11, octets reason = {}) {
  response_view response;
  response.version = version;
  response.status = status;
  response.reason = reason;
  response.header = header;
  return response;
}

// Starts a request of the HTTP version `version`, so that the client waits for the response.
void ask(client& role, unsigned version = 11, const client_request& request = offering()) {
  const guarded out(1024);
  if (version == 11) {
    REQUIRE(role.start(out.all(), request, sample_nonce));
  } else {
    REQUIRE(role.start_fields(out.all(), request, version, true));
  }
  REQUIRE(role.state() == client_event::need_more);
}

std::string text_of(const fields& header) {
  std::string text;
  for (const field& line : header) {
    text += std::string(std::string_view(line.name)) + ": " + std::string(std::string_view(line.value)) + "\n";
  }
  return text;
}

TEST_CASE("adopt: a 101 opens after start()") {
  guarded_client one;
  ask(one.role);
  field_list header = switching;
  header.push_back({"Sec-WebSocket-Protocol", "superchat"});
  header.push_back({"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=10"});
  header.push_back({"Set-Cookie", "a=b"});
  CHECK(one.role.adopt(response_of(header, 101, 11, "Switching Protocols")) == client_event::open);
  CHECK(one.role.state() == client_event::open);
  CHECK(one.role.error() == errc::none);
  CHECK(one.role.agreed().subprotocol == "superchat");
  CHECK(one.role.agreed().deflate.client_max_window_bits == 10);
  CHECK(one.role.response().reason == "Switching Protocols");
  CHECK(one.role.response().header.find("upgrade") == octets("websocket"));
  CHECK_MESSAGE(!one.role.response().header.find("Set-Cookie"),
                "the client keeps only the fields that the handshake reads");
  CHECK(one.role.feed("\x81").consumed == 0);
}

// RFC 8441 §5
TEST_CASE("adopt: a 200 opens after start_fields()") {
  for (const unsigned version : list_versions) {
    guarded_client one;
    ask(one.role, version);
    const field_list list = {{":status", "200"},
                             {"sec-websocket-protocol", "chat"},
                             {"sec-websocket-extensions", "permessage-deflate; server_no_context_takeover"},
                             {"sec-websocket-accept", "x"},
                             {"server", "y"}};
    const response_list_reading read = read_response_list(list, version);
    CHECK(one.role.adopt(read.head) == client_event::open);
    CHECK(one.role.agreed().subprotocol == "chat");
    CHECK(one.role.agreed().deflate.server_no_context_takeover);
    CHECK(one.role.response().version == version);
    CHECK(one.role.response().status == 200);
    CHECK(one.role.response().reason == "");
  }
}

TEST_CASE("start_fields() writes the same as request_fields(), and changes nothing if it fails") {
  for (const unsigned version : list_versions) {
    guarded_client one({.product = "x/1"});
    const field more[] = {{"Cookie", "a=b"}};
    const std::string before = describe_state(one.role);
    const field_request none = one.role.start_fields({}, offering(), version, true, more);
    CHECK(none.error == errc::need_room);
    const guarded small(none.needed - 1);
    CHECK(one.role.start_fields(small.all(), offering(), version, true, more).needed == none.needed);
    const guarded out(none.needed);
    CHECK(one.role.start_fields(out.all(), offering(), version, false).error == errc::extended_connect_not_allowed);
    for (const unsigned other : {0U, 10U, 11U, 21U, 31U}) {
      CHECK(one.role.start_fields(out.all(), offering(), other, true).error == errc::unsupported_http_version);
    }
    CHECK(one.role.start_fields(out.all(), {}, version, true).error == errc::bad_uri);
    const field reserved[] = {{"Host", "x"}};
    CHECK(one.role.start_fields(out.all(), offering(), version, true, reserved).error == errc::reserved_field);
    CHECK(describe_state(one.role) == before);
    const field_request written = one.role.start_fields(out.all(), offering(), version, true, more);
    REQUIRE(written);
    const guarded same(none.needed);
    const field_request alone = request_fields(same.all(), offering(), version, true, one.config, more);
    CHECK(octets(out.all()) == octets(same.all()));
    CHECK(written.head.target == alone.head.target);
    CHECK(written.head.authority == alone.head.authority);
    CHECK(written.head.scheme == "https");
    CHECK(text_of(written.head.header) == text_of(alone.head.header));
    const std::string waiting = describe_state(one.role);
    CHECK(one.role.start_fields(out.all(), offering(), version, true).error == errc::wrong_state);
    CHECK(one.role.start(out.all(), offering(), sample_nonce).error == errc::wrong_state);
    CHECK(describe_state(one.role) == waiting);
  }
}

TEST_CASE("start_fields() fails if the parts of the request do not fit into the storage") {
  const std::size_t kept = octets(
                               "server.example.com"
                               "/chat"
                               "permessage-deflate; client_max_window_bits"
                               "chat, superchat")
                               .size();
  for (std::size_t size = 0; size < kept + 3; ++size) {
    CAPTURE(size);
    guarded_client one({}, size);
    const guarded out(1024);
    const field_request asked = one.role.start_fields(out.all(), offering(), 20, true);
    CHECK(asked.error.code == (size < kept ? errc::storage_too_small : errc::none));
    CHECK(asked.needed == (size < kept ? kept : 0));
    CHECK(one.role.state() == (size < kept ? client_event::idle : client_event::need_more));
  }
}

// A 200 over HTTP/2 opens a WebSocket without an accept value, so the client must not take such a 200 as the answer to
// a request over HTTP/1.1.
TEST_CASE("adopt: a response over another HTTP version than the request never opens") {
  for (const unsigned asked : {11U, 20U, 30U}) {
    for (const unsigned answered : {9U, 10U, 11U, 12U, 20U, 21U, 30U, 31U, 267U, 276U}) {
      for (const unsigned status : {101U, 200U, 103U, 302U}) {
        guarded_client one;
        ask(one.role, asked);
        const bool fits = asked == 11 ? answered >= 10 && answered <= 12 : asked == answered;
        if (fits) continue;
        CHECK(one.role.adopt(response_of(status == 101 ? switching : field_list(), status, answered)) ==
              client_event::failed);
        const bool known = answered == 10 || answered == 11 || answered == 12 || answered == 20 || answered == 30;
        CHECK(one.role.error() == (known ? errc::wrong_carrier : errc::unsupported_http_version));
        CHECK(one.role.response().raw == "");
        CHECK(one.role.next().what == continuation::kind::nothing);
      }
    }
  }
}

TEST_CASE("adopt: interim responses leave the client waiting, up to the limit") {
  for (const unsigned version : {11U, 20U, 30U}) {
    guarded_client one({.limit = {.interim_responses = 2}});
    ask(one.role, version);
    for (unsigned round = 0; round < 2; ++round) {
      CHECK(one.role.adopt(response_of({{"link", "x"}}, 103, version)) == client_event::interim);
      CHECK(one.role.state() == client_event::need_more);
      CHECK(one.role.response().status == 103);
    }
    CHECK(one.role.adopt(response_of({}, 100, version)) == client_event::failed);
    CHECK(one.role.error() == errc::too_many_interim_responses);
    ask(one.role, version);
    CHECK(one.role.adopt(response_of({}, 100, version)) == client_event::interim);
    CHECK(one.role.adopt(version == 11 ? response_of(switching, 101) : response_of({}, 200, version)) ==
          client_event::open);
  }
}

TEST_CASE("adopt: a refusal leads to done at once, and next() says how to go on") {
  for (const unsigned version : {11U, 20U, 30U}) {
    guarded_client one;
    ask(one.role, version);
    CHECK(one.role.adopt(response_of(
              {{"content-length", "2"}, {version == 11 ? "LOCATION" : "location", "/other?x"}, {"x-a", "1"}}, 307,
              version)) == client_event::refused);
    CHECK(one.role.state() == client_event::done);
    CHECK(one.role.error() == errc::none);
    continuation next = one.role.next();
    CHECK(next.what == continuation::kind::redirect);
    CHECK(next.location == "/other?x");
    CHECK(next.same_origin);
    CHECK_MESSAGE(!next.same_connection, "only the caller's HTTP code knows whether the connection stays open");
    CHECK(redirect_of(one.role) == "wss://server.example.com/other?x");
    CHECK(one.role.response().status == 307);
    CHECK(one.role.response().header.count("x-a") == 0);
    const client_feed_result fed = one.role.feed("ab");
    CHECK_MESSAGE(fed.consumed == 0, "the caller's HTTP code reads the body");
    CHECK(fed.event == client_event::done);
    CHECK(one.role.feed_eof() == client_event::done);

    ask(one.role, version);
    CHECK(one.role.next().what == continuation::kind::nothing);
    CHECK(one.role.adopt(response_of({{"www-authenticate", "Basic realm=\"x\""}, {"www-authenticate", "Bearer"}}, 401,
                                     version)) == client_event::refused);
    next = one.role.next();
    CHECK(next.what == continuation::kind::authenticate);
    auto challenge = next.challenges.begin();
    CHECK(challenge->scheme == "Basic");
    CHECK((++challenge)->scheme == "Bearer");

    ask(one.role, version);
    CHECK(one.role.adopt(response_of({{"proxy-authenticate", "Negotiate"}}, 407, version)) == client_event::refused);
    CHECK(one.role.next().by_proxy);
    CHECK(one.role.next().challenges.begin()->scheme == "Negotiate");

    ask(one.role, version);
    CHECK(one.role.adopt(response_of({{"retry-after", "7"}}, 503, version)) == client_event::refused);
    CHECK(one.role.next().retry_seconds == 7U);

    ask(one.role, version);
    CHECK(one.role.adopt(version == 11 ? response_of(switching, 101) : response_of({}, 200, version)) ==
          client_event::open);
  }
}

TEST_CASE("adopt: a rule that the response breaks is reported as by check_answer()") {
  const auto failed = [](const field_list& header, errc code, std::size_t offset, octets name, bool kept) {
    guarded_client one;
    ask(one.role);
    CHECK(one.role.adopt(response_of(header, 101)) == client_event::failed);
    CHECK(one.role.state() == client_event::failed);
    check_fault(one.role.error(), code, offset, name);
    CHECK(one.role.response().raw.empty() == !kept);
    CHECK(one.role.next().what == continuation::kind::nothing);
    CHECK(!one.role.agreed().deflate.agreed);
  };
  failed(without(switching, "Upgrade"), errc::missing_upgrade, 2, "Upgrade", true);
  failed(with(switching, "Connection", "close"), errc::connection_not_confirmed, 1, "Connection", true);
  failed(without(switching, "Sec-WebSocket-Accept"), errc::missing_accept, 2, "Sec-WebSocket-Accept", true);
  failed(with(switching, "Sec-WebSocket-Accept", "x"), errc::wrong_accept, 2, "Sec-WebSocket-Accept", true);
  failed(with(switching, "Connection", "Upgrade\r\n"), errc::bad_field_value, 1, "Connection", false);
  field_list more = switching;
  more.push_back({"Sec-WebSocket-Protocol", "x"});
  failed(more, errc::unexpected_subprotocol, 3, "Sec-WebSocket-Protocol", true);
  more.back() = {"X Y", "x"};
  failed(more, errc::bad_field_name, 3, "", false);
  guarded_client one;
  ask(one.role, 20);
  CHECK(one.role.adopt(response_of({{"Upgrade", "x"}}, 200, 20)) == client_event::failed);
  CHECK(is_malformed(one.role.error().code));
  ask(one.role, 20);
  CHECK(one.role.adopt(response_of({}, 204, 20)) == client_event::failed);
  CHECK(one.role.error() == errc::unexpected_success);
  CHECK(one.role.response().status == 204);
}

// RFC 9112 §6.3(5)
TEST_CASE("adopt and check_answer: a Content-Length is held to the rules of read_response()") {
  const auto code_of = [](const response_view& response) {
    guarded_client one;
    ask(one.role);
    (void)one.role.adopt(response);
    const request_view asked = {"GET", "/", 11, {}};
    const answer_result result = check_answer(response, asked);
    CHECK(result.error.code == one.role.error().code);
    CHECK(result.error.offset == one.role.error().offset);
    CHECK(result.error.field == one.role.error().field);
    return result.error.code;
  };
  CHECK(code_of(response_of({{"a", ""}, {"Content-Length", "x"}}, 403)) == errc::bad_content_length);
  CHECK(code_of(response_of({{"Content-Length", "1"}, {"Content-Length", "2"}}, 302)) == errc::conflicting_content_length);
  CHECK(code_of(response_of({{"Content-Length", "x"}}, 204)) == errc::none);
  CHECK(code_of(response_of({{"Content-Length", "x"}}, 103)) == errc::none);
}

// RFC 9112 §4
TEST_CASE("adopt: a response whose reason phrase has a control character fails") {
  for (const octets reason : {octets("a\r\nb"), octets("\0", 1), octets("\x7f")}) {
    guarded_client one;
    ask(one.role);
    CHECK(one.role.adopt(response_of({{"a b", ""}}, 403, 11, reason)) == client_event::failed);
    check_fault(one.role.error(), errc::bad_reason_phrase, 0, "");
    ask(one.role, 20);
    CHECK_MESSAGE(one.role.adopt(response_of({}, 403, 20, reason)) == client_event::refused,
                  "HTTP/2 has no reason phrase");
    CHECK(one.role.response().reason == "");
  }
  guarded_client one;
  ask(one.role);
  CHECK(one.role.adopt(response_of({}, 403, 11, "\xc3\xa9\t x")) == client_event::refused);
}

TEST_CASE("adopt changes nothing in a state that it does not fit") {
  const response_view response = response_of(switching, 101);
  const response_view of_list = response_of({}, 200, 20);
  const auto rests = [&](client& role) {
    const std::string before = describe_state(role);
    const client_event state = role.state();
    CHECK(role.adopt(response) == state);
    CHECK(role.adopt(of_list) == state);
    CHECK(describe_state(role) == before);
  };
  guarded_client one;
  rests(one.role);  // state idle
  ask(one.role);
  (void)one.role.feed("H");
  rests(one.role);  // some octets of a head have arrived
  (void)one.role.feed("TTP/1.1 403 x\r\nContent-Length: 2\r\n\r\n");
  rests(one.role);  // some octets of a body are still to come
  (void)one.role.feed("ab");
  CHECK(one.role.feed("").event == client_event::done);
  rests(one.role);
  ask(one.role);
  CHECK(one.role.feed_eof() == client_event::closed);
  rests(one.role);
  ask(one.role);
  CHECK(one.role.adopt(response) == client_event::open);
  rests(one.role);
  one.role.reset();
  ask(one.role);
  CHECK(one.role.adopt(response_of({}, 101)) == client_event::failed);
  rests(one.role);
  ask(one.role, 20);
  CHECK(one.role.adopt(response_of({}, 302, 20)) == client_event::refused);
  rests(one.role);
  [[maybe_unused]] const client elsewhere = std::move(one.role);
  rests(one.role);
  guarded_client lenient({.lenient = true});
  ask(lenient.role);
  (void)lenient.role.feed("\r");
  rests(lenient.role);  // the CR of an empty line has arrived
}

TEST_CASE("after start_fields() the client takes no octet as a response") {
  for (const unsigned version : list_versions) {
    guarded_client one;
    ask(one.role, version);
    for (const std::string& text : {std::string("H"), answer_head(), std::string("HTTP/1.1 403 x\r\n\r\n")}) {
      const client_feed_result fed = one.role.feed(text);
      CHECK(fed.consumed == 0);
      CHECK(fed.event == client_event::need_more);
    }
    CHECK(one.role.adopt(response_of({}, 103, version)) == client_event::interim);
    const client_feed_result fed = one.role.feed(answer_head());
    CHECK(fed.consumed == 0);
    CHECK(fed.event == client_event::need_more);
    CHECK(one.role.feed_eof() == client_event::closed);
    CHECK(one.role.error() == errc::none);
    one.role.reset();
    ask(one.role);
    CHECK_MESSAGE(feed_through(one.role, answer_head()).events.back() == client_event::open,
                  "a later request over HTTP/1.1 opens");
  }
}

TEST_CASE("adopted and fed interim responses may follow each other") {
  guarded_client one;
  ask(one.role);
  const std::string early = "HTTP/1.1 103 Early Hints\r\n\r\n";
  CHECK(one.role.feed(early).event == client_event::interim);
  CHECK(one.role.adopt(response_of({{"Location", "/x"}}, 103)) == client_event::interim);
  CHECK(one.role.feed("HTTP/1.1 101 x\r\n\r\n").event == client_event::failed);
  CHECK_MESSAGE(one.role.error().offset == early.size() + 18, "the offset counts only octets of feed()");
  ask(one.role);
  CHECK(one.role.feed(early).event == client_event::interim);
  CHECK(one.role.adopt(response_of(without(switching, "Upgrade"), 101)) == client_event::failed);
  CHECK(one.role.error().offset == 2);
  ask(one.role);
  CHECK(one.role.feed(early).event == client_event::interim);
  CHECK(one.role.adopt(response_of(switching, 101)) == client_event::open);
}

TEST_CASE("storage of every size holds an adopted response, or adopt() fails") {
  const std::string unkept(300, 'x');
  const field_list list = {{"location", "/elsewhere"}, {"retry-after", "1"}, {"x-large", unkept}};
  for (const unsigned version : {11U, 20U}) {
    bool fitted = false;
    for (std::size_t size = 82; size < 300; ++size) {
      CAPTURE(size);
      guarded_client one({}, size);
      ask(one.role, version);
      const client_event what = one.role.adopt(response_of(list, 302, version, "x"));
      if (what == client_event::refused) {
        fitted = true;
        CHECK(redirect_of(one.role) == "wss://server.example.com/elsewhere");
      } else {
        CHECK_MESSAGE(!fitted, "a response that fits into smaller storage also fits into larger storage");
        CHECK(what == client_event::failed);
        CHECK(one.role.error() == errc::head_too_large);
        CHECK(one.role.response().raw.empty());
      }
    }
    CHECK(fitted);
  }
  const std::string large(70000, 'x');
  guarded_client one({}, 200000);
  ask(one.role);
  CHECK(one.role.adopt(response_of({{"location", large}}, 302)) == client_event::failed);
  guarded_client limited({.limit = {.head = 60}});
  ask(limited.role);
  CHECK(limited.role.adopt(response_of({}, 302, 11, large)) == client_event::failed);
  CHECK(limited.role.error() == errc::head_too_large);
}

TEST_CASE("a response and its strings may lie anywhere in the storage") {
  random_numbers random(11);
  const field_list fields_there = {{"Location", "/elsewhere"}, {"X-A", "b"}, {"Connection", "close"}};
  for (int round = 0; round < 300; ++round) {
    CAPTURE(round);
    guarded_client one({}, 1024);
    ask(one.role);
    // The client keeps the host, the target and the offers of its request in the first octets of the storage, so the
    // response lies behind the first 100 octets.
    std::vector<octets> parts = {"Moved"};
    for (const field& line : fields_there) {
      parts.push_back(line.name);
      parts.push_back(line.value);
    }
    std::size_t place = random.below(2) == 0 ? 100 + random.below(300) : 1024 - 60 - random.below(200);
    std::vector<octets> views;
    for (const octets part : parts) {
      std::memcpy(one.storage.data() + place, part.data(), part.size());
      views.emplace_back(one.storage.data() + place, part.size());
      place += part.size();
    }
    field_list list;
    for (std::size_t at = 1; at < views.size(); at += 2) list.push_back({views[at], views[at + 1]});
    CHECK(one.role.adopt(response_of(list, 308, 11, views[0])) == client_event::refused);
    CHECK(one.role.response().reason == "Moved");
    CHECK(one.role.response().header.find("connection") == octets("close"));
    CHECK(redirect_of(one.role) == "wss://server.example.com/elsewhere");
  }
}

TEST_CASE("a client can adopt the view that its own response() returns") {
  guarded_client one({}, 1024);
  ask(one.role);
  CHECK(one.role.adopt(response_of({{"location", "/x"}}, 103)) == client_event::interim);
  response_view shown = one.role.response();
  shown.status = 302;
  CHECK(one.role.adopt(shown) == client_event::refused);
  CHECK(one.role.next().location == "/x");
}

TEST_CASE("a client adopts a copy of a response that another client has adopted, white space around values included") {
  field_list header = {{"Upgrade", "websocket"}, {"Connection", " Upgrade\t"}, {"Sec-WebSocket-Accept", sample_accept}};
  header.push_back({"Sec-WebSocket-Protocol", "chat"});
  guarded_client first;
  ask(first.role);
  REQUIRE(first.role.adopt(response_of(header, 101)) == client_event::open);
  guarded_client second;
  ask(second.role);
  CHECK(second.role.adopt(first.role.response()) == client_event::open);
  CHECK(second.role.agreed().subprotocol == "chat");
  CHECK(text_of(second.role.response().header) == text_of(first.role.response().header));
}

TEST_CASE("adopt and check_answer hold a head that a lenient reader read to the strict rules") {
  const std::string lines = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
                            std::string(std::string_view(sample_accept)) + "\r\n";
  const std::string heads[] = {"HTTP/1.1 101 Ok\r\n" + lines + "X: \x01\r\n\r\n",
                               "HTTP/1.1 302 Found\r\nLocation: /a\x01b\r\n\r\n"};
  for (std::string head : heads) {
    const response_reading read = read_response(head, {}, head_grammar::lenient);
    REQUIRE(read.consumed == head.size());
    guarded_client one;
    ask(one.role);
    CHECK(one.role.adopt(read.head) == client_event::failed);
    CHECK(one.role.error() == errc::bad_field_value);
    const field_list asked = {{"Host", "a"}, {"Sec-WebSocket-Key", sample_key}};
    const answer_result result =
        check_answer(read.head, {.method = "GET", .target = "/", .version = 11, .header = asked});
    CHECK(result.event == client_event::failed);
    CHECK(result.error == errc::bad_field_value);
  }
}

TEST_CASE("rebase and a move keep an adopted response") {
  guarded_client one({}, 1024);
  ask(one.role, 20);
  CHECK(one.role.adopt(response_of({{"sec-websocket-protocol", "chat"}}, 200, 20)) == client_event::open);
  const guarded elsewhere(1024);
  std::memcpy(elsewhere.data(), one.storage.data(), 1024);
  one.storage.put({});
  one.role.rebase(elsewhere.all());
  const client moved = std::move(one.role);
  CHECK(moved.agreed().subprotocol == "chat");
  CHECK(moved.response().header.find("sec-websocket-protocol") == octets("chat"));
  stored_client<1024> stored;
  ask(stored, 20);
  const stored_client<1024> copy = std::move(stored);
  CHECK(copy.state() == client_event::need_more);
}

TEST_CASE("adopt takes the answer of accept_fields() as it is written") {
  for (const unsigned version : list_versions) {
    guarded_client one;
    const guarded out(1024);
    const field_request asked = one.role.start_fields(out.all(), offering(), version, true);
    REQUIRE(asked);
    const guarded answered(1024);
    static constexpr octets chosen[] = {"superchat"};
    const server_config config(server_options{.subprotocols = chosen});
    const field_answer answer = accept_fields(answered.all(), asked.head, negotiate(gather(asked.head), config), config);
    REQUIRE(answer);
    CHECK(one.role.adopt(answer.head) == client_event::open);
    CHECK(one.role.agreed().subprotocol == "superchat");
  }
}

}  // namespace
}  // namespace wshake::test
