// SPDX-License-Identifier: BSL-1.0
// Tests forward_answer() and forward_answer_fields(), which write the answer that a gateway passes on.
#include <string>
#include <vector>

#include <wshake/forward.hpp>
#include <wshake/header_list.hpp>

#include "forward_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

using passed_octets = called<forwarded_answer>;
using passed_fields = called<forwarded_fields>;

// The request that a gateway has received, and the request that the gateway has sent. Each side speaks HTTP/1.1 (11),
// HTTP/2 (20) or HTTP/3 (30).
struct gateway {
  gateway(unsigned front_version, unsigned behind_version, const field_list& more = {})
      : front_list(front_version == 11 ? front_fields(more) : list_fields(more)),
        front(front_version == 11 ? plain_request(front_list) : list_request(front_list, front_version)) {
    if (behind_version == 11) {
      const forwarded_request sent = forward_request(buffer, front, sample_nonce);
      REQUIRE(sent);
      behind = sent.head;
    } else {
      const field_request asked = forward_request_fields(buffer, front, behind_version, true, "https");
      REQUIRE(asked);
      behind = asked.head;
    }
  }

  static field_list list_fields(const field_list& more) {
    field_list list = {{"sec-websocket-version", "13"}};
    list.insert(list.end(), more.begin(), more.end());
    return list;
  }

  field_list front_list;
  request_view front;
  char buffer[2048] = {};
  request_view behind;
};

response_view answer_of(unsigned version, unsigned status, const field_list& header, octets reason = {}) {
  return {.version = version, .status = status, .reason = reason, .header = header};
}

field_list accepting(const field_list& more = {}) {
  field_list list = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", sample_accept}};
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

std::string passed_text(const gateway& one, const response_view& answer, const forward_options& options = {},
                        argument_list<field> header = {}) {
  const passed_octets passed(
      [&](mutable_octets out) { return forward_answer(out, answer, one.front, one.behind, options, header); });
  CHECK(passed->error == errc::none);
  return std::string(passed->written);
}

std::string passed_list(const gateway& one, const response_view& answer, const forward_options& options = {},
                        argument_list<field> header = {}) {
  const passed_fields passed(
      [&](mutable_octets out) { return forward_answer_fields(out, answer, one.front, one.behind, options, header); });
  CHECK(passed->error == errc::none);
  CHECK(passed->head.version == one.front.version);
  CHECK(passed->body.empty());
  return std::to_string(passed->head.status) + "\n" + text_of(passed->head.header);
}

// The error of forward_answer() if the client in front speaks HTTP/1.1, else the error of forward_answer_fields().
errc error_of(const gateway& one, const response_view& answer, argument_list<field> header = {}) {
  char out[2048];
  if (one.front.version == 11) {
    const forwarded_answer passed = forward_answer(out, answer, one.front, one.behind, {}, header);
    CHECK(passed.written.empty());
    CHECK((passed || passed.event == client_event::failed));
    return passed.error.code;
  }
  const forwarded_fields passed = forward_answer_fields(out, answer, one.front, one.behind, {}, header);
  CHECK(passed.head.status == 0);
  CHECK((passed || passed.event == client_event::failed));
  return passed.error.code;
}

const std::string switching =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\r\n";

const field_list offers = {{"Sec-WebSocket-Protocol", "chat, superchat"},
                           {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits, bbf; x"}};
const field_list list_offers = {{"sec-websocket-protocol", "chat, superchat"},
                                {"sec-websocket-extensions", "permessage-deflate; client_max_window_bits, bbf; x"}};

TEST_CASE("a 101 towards HTTP/1.1 has the accept value of the client's own key, and passes the agreement on") {
  const gateway one(11, 11, offers);
  const field_list header = accepting({{"Server", "behind"},
                                       {"Sec-WebSocket-Protocol", "superchat"},
                                       {"sec-websocket-extensions", "bbf; y=1, permessage-deflate"},
                                       {"Set-Cookie", "a=1"},
                                       {"Set-Cookie", "b=2"}});
  CHECK(passed_text(one, answer_of(11, 101, header, "Go")) ==
        switching +
            "Server: behind\r\nSec-WebSocket-Protocol: superchat\r\n"
            "sec-websocket-extensions: bbf; y=1, permessage-deflate\r\n"
            "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n");
}

TEST_CASE("a 200 of HTTP/2 or HTTP/3 becomes a 101 towards HTTP/1.1, without the accept value and length of the 200") {
  for (const unsigned version : {20U, 30U}) {
    const gateway one(11, version, offers);
    const field_list header = {{"sec-websocket-accept", "leaked"},
                               {"content-length", "0"},
                               {"sec-websocket-protocol", "chat"},
                               {"server", "behind"}};
    CHECK(passed_text(one, answer_of(version, 200, header)) ==
          switching + "sec-websocket-protocol: chat\r\nserver: behind\r\n\r\n");
  }
}

TEST_CASE("a 101 becomes a 200 towards HTTP/2 or HTTP/3, without Upgrade, Connection and accept value") {
  for (const unsigned version : {20U, 30U}) {
    const gateway one(version, 11, list_offers);
    const field_list header = accepting({{"Sec-WebSocket-Protocol", "chat"}, {"Content-Length", "0"}, {"X-A", " a "}});
    CHECK(passed_list(one, answer_of(11, 101, header)) == "200\nsec-websocket-protocol: chat\nx-a: a\n");
  }
}

TEST_CASE("a 200 goes on from HTTP/2 to HTTP/3") {
  const gateway one(30, 20, list_offers);
  const field_list header = {
      {"content-length", "0"}, {"server", "behind"}, {"te", "trailers"}, {"sec-websocket-protocol", "chat"}};
  CHECK(passed_list(one, answer_of(20, 200, header)) == "200\nserver: behind\nsec-websocket-protocol: chat\n");
}

TEST_CASE("a 200 has the accept value of the client's key if the client has sent a valid key") {
  const gateway with_key(20, 11, {{"sec-websocket-key", front_key}});
  const field_list header = accepting();
  CHECK(passed_list(with_key, answer_of(11, 101, header)) ==
        "200\nsec-websocket-accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\n");
  const gateway with_bad_key(20, 11, {{"sec-websocket-key", "x"}});
  CHECK(passed_list(with_bad_key, answer_of(11, 101, header)) == "200\n");
}

TEST_CASE("an accepting answer has no length, whatever the options say") {
  const field_list header = accepting();
  CHECK(passed_text(gateway(11, 11), answer_of(11, 101, header), {.content_length = 5}) == switching + "\r\n");
  CHECK(passed_list(gateway(20, 11), answer_of(11, 101, header), {.content_length = 5}) == "200\n");
}

TEST_CASE("the result of a forwarded answer names the event and the agreement") {
  const gateway one(11, 11, offers);
  char out[1024];
  const field_list header = accepting({{"Sec-WebSocket-Protocol", "chat"},
                                       {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=10"}});
  const forwarded_answer open = forward_answer(out, answer_of(11, 101, header), one.front, one.behind);
  CHECK(open.event == client_event::open);
  CHECK_FALSE(open.close);
  CHECK(open.agreed.subprotocol == "chat");
  CHECK(open.agreed.deflate.client_max_window_bits == 10);
  const field_list length = {{"Content-Length", "5"}};
  const forwarded_answer refused = forward_answer(out, answer_of(11, 403, length), one.front, one.behind);
  CHECK(refused.event == client_event::refused);
  CHECK_FALSE(refused.agreed.deflate.agreed);
}

// RFC 7692 §7.1.2.2: the window concerns the codecs of the client and the server, not the gateway.
TEST_CASE("a compression window of 2^8 is passed on") {
  const gateway one(11, 11, offers);
  const field_list header = accepting({{"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=8"}});
  CHECK(passed_text(one, answer_of(11, 101, header)).find("client_max_window_bits=8\r\n") != std::string::npos);
}

// RFC 9110 §7.8
TEST_CASE("a client that expects 100 Continue gets it before the 101, and not before a refusal") {
  const gateway one(11, 20, {{"Expect", "100-continue"}});
  const field_list none;
  CHECK(passed_text(one, answer_of(20, 200, none)) == "HTTP/1.1 100 Continue\r\n\r\n" + switching + "\r\n");
  CHECK(passed_text(one, answer_of(20, 403, none)).substr(0, 12) == "HTTP/1.1 403");
}

TEST_CASE("an answer that does not pass check_answer() is not forwarded") {
  const field_list none;
  const field_list wrong = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", front_accept}};
  const field_list no_upgrade = {{"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", sample_accept}};
  const field_list extension = accepting({{"Sec-WebSocket-Extensions", "permessage-deflate"}});
  const field_list subprotocol = {{"sec-websocket-protocol", "chat"}};
  const field_list connection = {{"connection", "close"}};
  const field_list control = {{"x-bad", "a\nb"}};
  for (const unsigned front : {11U, 20U, 30U}) {
    const gateway plain(front, 11);
    CHECK(error_of(plain, answer_of(11, 101, wrong)) == errc::wrong_accept);
    CHECK(error_of(plain, answer_of(11, 101, no_upgrade)) == errc::missing_upgrade);
    CHECK(error_of(plain, answer_of(11, 101, extension)) == errc::unexpected_extension);
    CHECK(error_of(plain, answer_of(10, 101, accepting())) == errc::http_version_too_old);
    CHECK(error_of(plain, answer_of(11, 403, control)) == errc::bad_field_value);
    const gateway list(front, 20);
    CHECK(error_of(list, answer_of(20, 200, subprotocol)) == errc::unexpected_subprotocol);
    CHECK(error_of(list, answer_of(20, 101, none)) == errc::switching_protocols);
    CHECK(error_of(list, answer_of(20, 204, none)) == errc::unexpected_success);
    CHECK(error_of(list, answer_of(20, 403, connection)) == errc::connection_specific_field);
  }
}

TEST_CASE("subprotocols and extensions that the request lists in Connection count as not offered") {
  const gateway one(11, 20, {{"Sec-WebSocket-Protocol", "chat"}, {"Connection", "Sec-WebSocket-Protocol"}});
  const field_list header = {{"sec-websocket-protocol", "chat"}};
  CHECK(error_of(one, answer_of(20, 200, header)) == errc::unexpected_subprotocol);
}

// RFC 9110 §7.6.1: a gateway removes a field that Connection lists, so the client would not learn to which subprotocol
// or extension the server has agreed.
TEST_CASE("an accepting answer whose Connection lists its subprotocol or extensions is not forwarded") {
  for (const field& line : {field{"Sec-WebSocket-Protocol", "chat"}, field{"Sec-WebSocket-Extensions", "bbf"}}) {
    const field_list header = accepting({{"Connection", line.name}, line});
    for (const unsigned front : {11U, 20U}) {
      CHECK(error_of(gateway(front, 11, front == 11 ? offers : list_offers), answer_of(11, 101, header)) ==
            errc::connection_specific_field);
    }
    const field_list absent = accepting({{"Connection", "Sec-WebSocket-Extensions, Sec-WebSocket-Protocol"}});
    CHECK(passed_list(gateway(20, 11, list_offers), answer_of(11, 101, absent)) == "200\n");
    const field_list refused = {{"Connection", line.name}, line, {"Content-Length", "0"}};
    CHECK(passed_list(gateway(20, 11), answer_of(11, 403, refused)) == "403\ncontent-length: 0\n");
  }
}

TEST_CASE("an answer of another version than its request, and a function for another carrier, are wrong_carrier") {
  const field_list none;
  const field_list good = accepting();
  for (const unsigned front : {11U, 20U}) {
    // A gateway could not check the accept value of an answer that has another HTTP version than the gateway's request.
    CHECK(error_of(gateway(front, 11), answer_of(20, 200, none)) == errc::wrong_carrier);
    CHECK(error_of(gateway(front, 20), answer_of(30, 200, none)) == errc::wrong_carrier);
    CHECK(error_of(gateway(front, 20), answer_of(11, 101, good)) == errc::wrong_carrier);
  }
  char out[1024];
  const gateway plain(11, 11);
  const gateway list(20, 11);
  CHECK(forward_answer_fields(out, answer_of(11, 101, good), plain.front, plain.behind).error == errc::wrong_carrier);
  CHECK(forward_answer(out, answer_of(11, 101, good), list.front, list.behind).error == errc::wrong_carrier);
}

TEST_CASE("a 101 is not written for a client whose request has no valid key") {
  char out[1024];
  const gateway one(11, 20);
  const field_list none;
  const field_list bad = {{"Host", "a"}, {"Sec-WebSocket-Key", "x"}};
  CHECK(forward_answer(out, answer_of(20, 200, none), plain_request(none), one.behind).error == errc::bad_key);
  CHECK(forward_answer(out, answer_of(20, 200, none), plain_request(bad), one.behind).error == errc::bad_key);
}

TEST_CASE("an answer is not forwarded if its Connection has more than 64 members") {
  std::string members = "close";
  for (unsigned n = 1; n < 64; ++n) members += ", x-" + std::to_string(n);
  const std::string one_more = members + ", x-one-more";
  for (const unsigned version : {11U, 20U}) {
    const gateway one(version, 11);
    const field_list passes = {{"Connection", members}, {"Content-Length", "0"}};
    const response_view answer = answer_of(11, 404, passes);
    CHECK(!(version == 11 ? passed_text(one, answer) : passed_list(one, answer)).empty());
    const field_list fails = {{"Connection", one_more}, {"Content-Length", "0"}};
    CHECK(error_of(one, answer_of(11, 404, fails)) == errc::bad_field_value);
  }
}

TEST_CASE("an interim answer is not forwarded") {
  const field_list none;
  for (const unsigned front : {11U, 20U}) {
    CHECK(error_of(gateway(front, 11), answer_of(11, 100, none)) == errc::bad_status);
    CHECK(error_of(gateway(front, 30), answer_of(30, 103, none)) == errc::bad_status);
  }
}

TEST_CASE("a refusal is passed on with its status, reason phrase, fields and length") {
  const field_list header = {
      {"Location", "/elsewhere"},      {"Content-Length", "5"},       {"WWW-Authenticate", "Basic"},
      {"Connection", "X-Hop, close"},  {"Keep-Alive", "max=5"},       {"X-Hop", "1"},
      {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Accept", "x"}, {"Upgrade", "h2c"},
      {"Proxy-Authenticate", "Basic"}};
  const std::string lines =
      "Location: /elsewhere\r\nWWW-Authenticate: Basic\r\nSec-WebSocket-Version: 13\r\n"
      "Content-Length: 5\r\n\r\n";
  const std::string list =
      "location: /elsewhere\nwww-authenticate: Basic\nsec-websocket-version: 13\n"
      "content-length: 5\n";
  const gateway plain(11, 11);
  CHECK(passed_text(plain, answer_of(11, 302, header, "Moved a Bit")) == "HTTP/1.1 302 Moved a Bit\r\n" + lines);
  CHECK(passed_text(plain, answer_of(11, 401, header)) == "HTTP/1.1 401 Unauthorized\r\n" + lines);
  CHECK(passed_text(plain, answer_of(10, 299, header)) == "HTTP/1.1 299 \r\n" + lines);
  CHECK(passed_text(plain, answer_of(11, 404, header, "a\r\nb")) == "HTTP/1.1 404 Not Found\r\n" + lines);
  const gateway to_list(20, 11);
  CHECK(passed_list(to_list, answer_of(11, 302, header, "Moved a Bit")) == "302\n" + list);

  const field_list of_list = {{"location", "/elsewhere"}, {"content-length", "5"}};
  CHECK(passed_text(gateway(11, 30), answer_of(30, 503, of_list)) ==
        "HTTP/1.1 503 Service Unavailable\r\nlocation: /elsewhere\r\nContent-Length: 5\r\n\r\n");
  CHECK(passed_list(gateway(30, 20), answer_of(20, 503, of_list)) == "503\nlocation: /elsewhere\ncontent-length: 5\n");
}

TEST_CASE("a status that cannot be sent to the client is replaced by another status") {
  struct change {
    unsigned status;
    unsigned plain;  // the status that goes to a client of HTTP/1.1
    unsigned list;   // the status that goes to a client of HTTP/2
  };
  const field_list header = {{"Content-Length", "0"}};
  for (const change& one : {change{200, 200, 502}, change{204, 204, 502}, change{299, 299, 502}, change{300, 300, 300},
                            change{407, 502, 502}, change{426, 426, 400}, change{599, 599, 599}, change{600, 502, 502},
                            change{999, 502, 502}}) {
    CAPTURE(one.status);
    const response_view answer = answer_of(11, one.status, header);
    CHECK(passed_text(gateway(11, 11), answer).substr(9, 3) == std::to_string(one.plain));
    CHECK(passed_list(gateway(20, 11), answer).substr(0, 3) == std::to_string(one.list));
  }
}

TEST_CASE("a 407 is passed on if the gateway gives a challenge of its own, else as 502") {
  const field_list header = {{"Proxy-Authenticate", "Basic realm=\"behind\""}, {"Content-Length", "0"}};
  CHECK(passed_text(gateway(11, 11), answer_of(11, 407, header), {}, {{"Proxy-Authenticate", "Basic"}}) ==
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n");
  CHECK(passed_list(gateway(20, 11), answer_of(11, 407, header), {}, {{"Proxy-Authenticate", "Basic"}}) ==
        "407\nproxy-authenticate: Basic\ncontent-length: 0\n");
  CHECK(passed_text(gateway(11, 11), answer_of(11, 407, header, "No")) ==
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
}

// RFC 9110 §15.5.22
TEST_CASE("a 426 towards HTTP/1.1 names the protocol") {
  const field_list header = {
      {"Upgrade", "TLS/1.0"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "8"}, {"Content-Length", "0"}};
  const std::string lines = "Sec-WebSocket-Version: 8\r\nContent-Length: 0\r\n\r\n";
  const std::string front = "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade";
  CHECK(passed_text(gateway(11, 11), answer_of(11, 426, header)) == front + "\r\n" + lines);
  CHECK(passed_text(gateway(11, 11), answer_of(11, 426, header), {.close = true}) == front + ", close\r\n" + lines);
}

TEST_CASE("a refusal whose length is unknown ends the connection of HTTP/1.1") {
  const field_list none;
  const field_list chunked = {{"Transfer-Encoding", "chunked"}};
  const field_list both = {{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}};
  const std::string expected = "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n";
  for (const field_list& header : {none, chunked, both}) {
    const response_view answer = answer_of(11, 403, header);
    CHECK(passed_text(gateway(11, 11), answer) == expected);
    CHECK(passed_list(gateway(20, 11), answer) == "403\n");
    char out[256];
    const gateway one(11, 11);
    CHECK(forward_answer(out, answer, one.front, one.behind).close);
    CHECK_FALSE(forward_answer({}, answer, one.front, one.behind).close);
    CHECK(passed_text(one, answer, {.content_length = 7}) == "HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\n\r\n");
    CHECK(passed_list(gateway(20, 11), answer, {.content_length = 7}) == "403\ncontent-length: 7\n");
  }
  CHECK(passed_text(gateway(11, 20), answer_of(20, 403, none)) == expected);
}

TEST_CASE("a refusal without a body has no length, and the connection stays open") {
  const field_list header = {{"Content-Length", "5"}};
  for (const unsigned status : {204U, 304U}) {
    const std::string text = passed_text(gateway(11, 11), answer_of(11, status, header), {.content_length = 5});
    CHECK(text == "HTTP/1.1 " + std::string(status == 204 ? "204 No Content" : "304 Not Modified") + "\r\n\r\n");
  }
  CHECK(passed_list(gateway(20, 11), answer_of(11, 304, header)) == "304\n");
}

TEST_CASE("a refusal has Connection: close if the gateway or the client ends the connection") {
  const field_list header = {{"Content-Length", "5"}};
  const std::string expected = "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 5\r\n\r\n";
  CHECK(passed_text(gateway(11, 11), answer_of(11, 403, header), {.close = true}) == expected);
  CHECK(passed_text(gateway(11, 11, {{"Connection", "Close"}}), answer_of(11, 403, header)) == expected);
  CHECK(passed_list(gateway(20, 11), answer_of(11, 403, header), {.close = true}) == "403\ncontent-length: 5\n");
}

// RFC 9112 §6.3(5)
TEST_CASE("equal values of Content-Length are written once, and an invalid value fails the answer") {
  const field_list equal = {{"Content-Length", "5, 5"}, {"Content-Length", "5"}};
  CHECK(passed_text(gateway(11, 11), answer_of(11, 403, equal)) ==
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\n");
  const field_list huge = {{"Content-Length", "12345678901234567890"}};
  CHECK(passed_list(gateway(20, 11), answer_of(11, 403, huge)) == "403\ncontent-length: 12345678901234567890\n");
  const field_list conflict = {{"content-length", "5"}, {"content-length", "6"}};
  const field_list bad = {{"content-length", "+5"}};
  for (const unsigned front : {11U, 20U}) {
    for (const unsigned behind : {11U, 20U}) {
      const gateway one(front, behind);
      CHECK(error_of(one, answer_of(behind, 403, conflict)) == errc::conflicting_content_length);
      CHECK(error_of(one, answer_of(behind, 403, bad)) == errc::bad_content_length);
    }
  }
}

TEST_CASE("control octets that a lenient reader let through are not forwarded") {
  std::string head = "HTTP/1.1 403 No\r\nSet-Cookie: a=\001\r\nContent-Length: 0\r\n\r\n";
  const response_reading read = read_response(head, {}, head_grammar::lenient);
  REQUIRE(read.consumed == head.size());
  for (const unsigned front : {11U, 20U}) CHECK(error_of(gateway(front, 11), read.head) == errc::bad_field_value);
}

TEST_CASE("several Cookie fields of an answer stay several, because only requests have one list of cookies") {
  const field_list header = {{"cookie", "a"}, {"cookie", "b"}, {"content-length", "0"}};
  CHECK(passed_text(gateway(11, 20), answer_of(20, 403, header)) ==
        "HTTP/1.1 403 Forbidden\r\ncookie: a\r\ncookie: b\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("a field of the gateway replaces the same fields of the answer, and Via follows those of the answer") {
  const field_list header = {{"Server", "behind"}, {"Via", "1.1 first"}, {"Content-Length", "0"}};
  CHECK(passed_text(gateway(11, 11), answer_of(11, 403, header), {}, {{"server", "gateway"}, {"Via", "1.1 own"}}) ==
        "HTTP/1.1 403 Forbidden\r\nVia: 1.1 first\r\nserver: gateway\r\nVia: 1.1 own\r\nContent-Length: 0\r\n\r\n");
  const octets reserved[] = {"Upgrade", "Content-Length", "Sec-WebSocket-Accept", "Transfer-Encoding"};
  for (const octets name : reserved) {
    CHECK(error_of(gateway(11, 11), answer_of(11, 403, header), {{name, "x"}}) == errc::reserved_field);
    CHECK(error_of(gateway(20, 11), answer_of(11, 403, header), {{name, "x"}}) == errc::reserved_field);
  }
  CHECK(error_of(gateway(20, 11), answer_of(11, 403, header), {{"X-A", "\n"}}) == errc::bad_argument);
}

TEST_CASE("a forwarded answer is written whole, or not at all with the exact size") {
  const field_list open = accepting({{"X-A", "1"}, {"Connection", "X-B"}, {"X-B", "2"}});
  const field_list refused = {{"Content-Length", "5"}, {"Location", "/a"}};
  for (const bool opens : {true, false}) {
    const response_view answer = opens ? answer_of(11, 101, open) : answer_of(11, 302, refused, "Moved");
    const gateway plain(11, 11, {{"Expect", "100-continue"}});
    check_room([&](mutable_octets out) {
      return forward_answer(out, answer, plain.front, plain.behind, {}, {{"Via", "1.1 a"}});
    });
    const gateway list(20, 11, {{"sec-websocket-key", front_key}});
    check_room([&](mutable_octets out) {
      return forward_answer_fields(out, answer, list.front, list.behind, {}, {{"Via", "1.1 a"}});
    });
  }
}

TEST_CASE("an answer that no header list can hold is not forwarded") {
  const std::string large(65530, 'a');
  const field_list header = {{"X-Large", large}};
  std::vector<char> out(70000);
  const gateway list(20, 11);
  CHECK(forward_answer_fields(out, answer_of(11, 403, header), list.front, list.behind).error == errc::head_too_large);
  const gateway plain(11, 11);
  CHECK(forward_answer(out, answer_of(11, 403, header), plain.front, plain.behind));
}

}  // namespace
}  // namespace wshake::test
