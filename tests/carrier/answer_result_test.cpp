// SPDX-License-Identifier: BSL-1.0
// Tests check_answer() with answers of every HTTP version that the caller's own HTTP code has read.
#include <string>
#include <vector>

#include <wshake/answer_result.hpp>
#include <wshake/continuation.hpp>
#include <wshake/header_list.hpp>

#include "carrier/header_lists.hpp"
#include "exchange_support.hpp"

namespace wshake::test {
namespace {

const field_list offers = connect_list({{"sec-websocket-protocol", "chat, superchat"},
                                        {"sec-websocket-extensions", "permessage-deflate; client_max_window_bits"}});
const field_list offers_of_http_1 = {{"Host", "a"},
                                     {"Sec-WebSocket-Key", sample_key},
                                     {"Sec-WebSocket-Protocol", "chat, superchat"},
                                     {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"}};
const field_list switching = {
    {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", sample_accept}};

// Returns the result of check_answer(). The results for HTTP/2 and HTTP/3 must be the same.
answer_result result_of(octets status, const field_list& header, const client_config& config = default_client_config) {
  field_list list = {{":status", status}};
  list.insert(list.end(), header.begin(), header.end());
  answer_result results[2];
  for (unsigned index = 0; index < 2; ++index) {
    const response_list_reading read = read_response_list(list, list_versions[index]);
    REQUIRE(read.error == errc::none);
    results[index] = check_answer(read.head, head_of(offers, list_versions[index]), config);
  }
  CHECK(results[0].event == results[1].event);
  CHECK(results[0].error.code == results[1].error.code);
  CHECK(results[0].error.offset == results[1].error.offset);
  CHECK(static_cast<bool>(results[0]) == (results[0].event == client_event::open));
  CHECK(results[0].error.ok() == (results[0].event != client_event::failed));
  if (!results[0]) CHECK(results[0].agreed.subprotocol.empty());
  if (!results[0]) CHECK(!results[0].agreed.deflate.agreed);
  // error.field outlives `list`: it is a name in static memory, or a view of a name of `header`.
  results[0].error.field = results[1].error.field;
  return results[0];
}

answer_result result_of_http_1(const field_list& header, unsigned status = 101, unsigned version = 11) {
  const request_view asked = {"GET", "/chat", 11, offers_of_http_1};
  response_view response;
  response.version = version;
  response.status = status;
  response.header = header;
  return check_answer(response, asked);
}

TEST_CASE("an answer over another HTTP version than the request's fails with wrong_carrier") {
  const auto answered = [](unsigned asked, unsigned version, unsigned status, const field_list& header) {
    response_view response;
    response.version = version;
    response.status = status;
    response.header = header;
    return check_answer(response, {"GET", "/chat", asked, offers_of_http_1});
  };
  for (const unsigned status : {200U, 101U, 404U, 103U}) {
    CAPTURE(status);
    for (const unsigned version : list_versions) {
      CHECK(answered(11, version, status, {}).error == errc::wrong_carrier);
      CHECK(answered(version, 11, status, switching).error == errc::wrong_carrier);
      CHECK(answered(version, version == 20 ? 30 : 20, status, {}).error == errc::wrong_carrier);
    }
  }
  CHECK(answered(11, 12, 101, switching).event == client_event::open);
  CHECK(answered(10, 11, 404, {}).event == client_event::refused);
}

TEST_CASE("200 opens over HTTP/2 and HTTP/3, with subprotocol and extensions") {
  CHECK(result_of("200", {}).event == client_event::open);
  const answer_result result =
      result_of("200", {{"sec-websocket-protocol", "superchat"},
                        {"sec-websocket-extensions", "permessage-deflate; client_max_window_bits=10"}});
  CHECK(result.event == client_event::open);
  CHECK(result.agreed.subprotocol == "superchat");
  CHECK(result.agreed.deflate.client_max_window_bits == 10);
}

// By RFC 9110 §9.3.6 every 2xx response to CONNECT is a success. wshake opens only with 200, as browsers do.
TEST_CASE("a 2xx other than 200 fails over HTTP/2 and HTTP/3") {
  for (unsigned status = 201; status < 300; ++status) {
    const answer_result result = result_of(std::to_string(status), {});
    CHECK(result.event == client_event::failed);
    check_fault(result.error, errc::unexpected_success, 0, "");
    CHECK(!is_malformed(result.error.code));
  }
}

TEST_CASE("over HTTP/2 and HTTP/3 a 1xx is an interim answer, and 3xx to 9xx are refusals") {
  for (unsigned status = 100; status < 1000; ++status) {
    if (status == 101 || status / 100 == 2) continue;
    const answer_result result = result_of(std::to_string(status), {});
    CHECK(result.event == (status < 200 ? client_event::interim : client_event::refused));
  }
}

// RFC 9113 §8.6
TEST_CASE("101 over HTTP/2 and HTTP/3 is malformed") {
  for (const unsigned version : list_versions) {
    response_view response;
    response.version = version;
    response.status = 101;
    response.header = switching;
    answer_result result = check_answer(response, head_of(offers, version));
    CHECK(result.event == client_event::failed);
    CHECK_MESSAGE(is_malformed(result.error.code), "the fields or the status are malformed");
    response.header = {};
    result = check_answer(response, head_of(offers, version));
    check_fault(result.error, errc::switching_protocols, 0, "");
  }
}

// RFC 8441 §5
TEST_CASE("Sec-WebSocket-Accept and Content-Length of a 200 are ignored") {
  for (const octets accept : {octets(sample_accept), octets("x"), octets("")}) {
    CHECK(result_of("200", {{"sec-websocket-accept", accept}}).event == client_event::open);
    CHECK(result_of("200", {{"sec-websocket-accept", accept}, {"sec-websocket-accept", accept}}).event ==
          client_event::open);
  }
  for (const octets length : {octets("0"), octets("12"), octets("x")}) {
    CHECK(result_of("200", {{"content-length", length}}).event == client_event::open);
  }
}

// RFC 9113 §8.1.1, §8.2
TEST_CASE("a malformed answer over HTTP/2 and HTTP/3 is not accepted, whatever its status") {
  struct broken_field {
    field line;
    errc code;
  };
  const std::vector<broken_field> faults = {
      {{"X-A", "1"}, errc::upper_case_field_name},
      {{"", "1"}, errc::empty_field_name},
      {{"x a", "1"}, errc::bad_field_name},
      {{"x-a", "\n"}, errc::bad_field_value},
      {{"x-a", octets("\0", 1)}, errc::bad_field_value},
      {{"x-a", " 1"}, errc::white_space_around_value},
      {{"upgrade", "websocket"}, errc::connection_specific_field},
      {{"connection", "Upgrade"}, errc::connection_specific_field},
      {{"transfer-encoding", "chunked"}, errc::connection_specific_field},
      {{"keep-alive", "timeout=5"}, errc::connection_specific_field},
      {{"proxy-connection", "close"}, errc::connection_specific_field},
      {{"te", "gzip"}, errc::bad_te},
      {{":status", "200"}, errc::misplaced_pseudo_field},
  };
  for (const octets status : {octets("200"), octets("204"), octets("100"), octets("403"), octets("302")}) {
    for (const broken_field& one : faults) {
      const answer_result result = result_of(status, {{"x-first", "1"}, one.line});
      CHECK(result.event == client_event::failed);
      check_fault(result.error, one.code, 2, one.line.name);
      CHECK(is_malformed(one.code));
    }
  }
}

TEST_CASE("subprotocols and extensions of a 200 are held to the rules of RFC 6455 and RFC 7692") {
  const auto check_failed = [](const field_list& header, errc code, std::size_t offset, octets field) {
    const answer_result result = result_of("200", header);
    CHECK(result.event == client_event::failed);
    check_fault(result.error, code, offset, field);
  };
  constexpr octets protocol = "Sec-WebSocket-Protocol";
  constexpr octets extensions = "Sec-WebSocket-Extensions";
  check_failed({{"sec-websocket-protocol", "x"}}, errc::unexpected_subprotocol, 1, protocol);
  check_failed({{"sec-websocket-protocol", "Chat"}}, errc::unexpected_subprotocol, 1, protocol);
  check_failed({{"sec-websocket-protocol", "chat, superchat"}}, errc::several_subprotocols, 1, protocol);
  check_failed({{"sec-websocket-protocol", "chat"}, {"sec-websocket-protocol", "chat"}}, errc::several_subprotocols, 2,
               protocol);
  check_failed({{"sec-websocket-protocol", ""}}, errc::empty_subprotocols, 1, protocol);
  check_failed({{"sec-websocket-protocol", "ch@t"}}, errc::bad_subprotocols, 1, protocol);
  check_failed({{"x-a", ""}, {"sec-websocket-extensions", "x"}}, errc::unexpected_extension, 2, extensions);
  check_failed({{"sec-websocket-extensions", ";"}}, errc::bad_extensions, 1, extensions);
  check_failed({{"sec-websocket-extensions", ""}}, errc::empty_extensions, 1, extensions);
  check_failed({{"sec-websocket-extensions", "permessage-deflate; server_max_window_bits=16"}},
               errc::bad_deflate_window, 1, extensions);
  check_failed({{"sec-websocket-extensions", "permessage-deflate"}, {"sec-websocket-extensions", "permessage-deflate"}},
               errc::repeated_deflate, 2, extensions);
  const client_config strict(client_options{.require_subprotocol = true});
  const answer_result result = result_of("200", {{"x-a", "1"}}, strict);
  CHECK(result.event == client_event::failed);
  check_fault(result.error, errc::subprotocol_not_answered, 2, protocol);
}

TEST_CASE("a 101 of HTTP/1.1 that the caller has read is held to all rules of RFC 6455 §4.1") {
  const answer_result opened = result_of_http_1(switching);
  CHECK(opened.event == client_event::open);
  CHECK(opened.agreed.subprotocol == "");
  const auto check_failed = [](const field_list& header, errc code, std::size_t offset, octets field) {
    const answer_result result = result_of_http_1(header);
    CHECK(result.event == client_event::failed);
    check_fault(result.error, code, offset, field);
    CHECK(!result.agreed.deflate.agreed);
  };
  check_failed(without(switching, "Upgrade"), errc::missing_upgrade, 2, "Upgrade");
  check_failed(with(switching, "Upgrade", "h2c"), errc::upgrade_not_confirmed, 0, "Upgrade");
  check_failed(without(switching, "Connection"), errc::connection_not_confirmed, 2, "Connection");
  check_failed(with(switching, "Connection", "close"), errc::connection_not_confirmed, 1, "Connection");
  check_failed(without(switching, "Sec-WebSocket-Accept"), errc::missing_accept, 2, "Sec-WebSocket-Accept");
  check_failed(with(switching, "Sec-WebSocket-Accept", "x"), errc::wrong_accept, 2, "Sec-WebSocket-Accept");
  field_list twice = switching;
  twice.push_back(switching[2]);
  check_failed(twice, errc::repeated_accept, 3, "Sec-WebSocket-Accept");
  check_failed(with(switching, "Connection", "Upgrade\r\n"), errc::bad_field_value, 1, "Connection");
  check_failed({}, errc::missing_upgrade, 0, "Upgrade");
  field_list more = switching;
  more.push_back({"Sec-WebSocket-Protocol", "x"});
  check_failed(more, errc::unexpected_subprotocol, 3, "Sec-WebSocket-Protocol");
  more.back().value = "chat";
  CHECK(result_of_http_1(more).agreed.subprotocol == "chat");
  // Upper case in names and white space around values are valid in an answer of HTTP/1.1.
  more.push_back({"X-Upper", " 1 "});
  CHECK(result_of_http_1(more).event == client_event::open);
}

TEST_CASE("a 101 does not open if the request has no valid key") {
  response_view response;
  response.status = 101;
  const std::string zeros(28, '\0');
  const field_list keys[] = {{}, {{"sec-websocket-key", ""}}, {{"sec-websocket-key", "x"}}};
  for (const field_list& key : keys) {
    request_view asked = {"GET", "/", 11, {}};
    asked.header = key;
    for (const octets accept :
         {octets(sample_accept), octets(""), octets(zeros), octets("2jmj7l5rSw0yVb/vlWAYkK/YBwk=")}) {
      const field_list list = with(switching, "Sec-WebSocket-Accept", accept);
      response.header = list;
      CHECK(check_answer(response, asked).event == client_event::failed);
    }
  }
}

TEST_CASE("over HTTP/1.1 a status other than 101, also 200, is an interim answer or a refusal") {
  for (unsigned status = 100; status < 1000; ++status) {
    if (status == 101) continue;
    CHECK(result_of_http_1({}, status).event == (status < 200 ? client_event::interim : client_event::refused));
  }
  for (const unsigned status : {0U, 99U, 1000U, 65636U}) {
    const answer_result result = result_of_http_1({}, status);
    CHECK(result.event == client_event::failed);
    check_fault(result.error, errc::bad_status_code, 0, "");
  }
}

TEST_CASE("an answer fails if its version is neither HTTP/1.x nor HTTP/2 nor HTTP/3") {
  for (const unsigned version : {0U, 9U, 21U, 25U, 29U, 31U, 276U, 0xffffffffU}) {
    const answer_result result = result_of_http_1(switching, 101, version);
    CHECK(result.event == client_event::failed);
    check_fault(result.error, errc::unsupported_http_version, 0, "");
  }
  check_fault(result_of_http_1(switching, 101, 10).error, errc::http_version_too_old, 0, "");
  CHECK(result_of_http_1(switching, 101, 12).event == client_event::open);
  CHECK(result_of_http_1({}, 403, 10).event == client_event::refused);
}

TEST_CASE("an invalid configuration fails every answer") {
  const field control[] = {{"x", "a\nb"}};
  const client_config config(client_options{.header = control});
  const answer_result result = result_of("200", {}, config);
  CHECK(result.event == client_event::failed);
  CHECK(result.error == errc::bad_config);
}

TEST_CASE("an answer with more than 100 extensions fails, because each is compared with all offers") {
  const field_list asked = {{"Host", "a"}, {"Sec-WebSocket-Key", sample_key}, {"Sec-WebSocket-Extensions", "b, a"}};
  for (const std::size_t count : {1U, 100U, 101U, 2000U}) {
    std::string members = "a";
    for (std::size_t index = 1; index < count; ++index) members += ",a";
    field_list header = switching;
    header.push_back({"Sec-WebSocket-Extensions", members});
    const answer_result result = check_answer({.version = 11, .status = 101, .header = header},
                                              {.method = "GET", .target = "/", .version = 11, .header = asked});
    CHECK(result.error == (count <= 100 ? errc::none : errc::bad_extensions));
    CHECK(result.event == (count <= 100 ? client_event::open : client_event::failed));
  }
}

TEST_CASE("check_answer and a client agree on a head") {
  for (const char* const lines : {"", "Sec-WebSocket-Protocol: chat\r\n", "Sec-WebSocket-Protocol: x\r\n",
                                  "Sec-WebSocket-Extensions: permessage-deflate\r\n", "Sec-WebSocket-Accept: x\r\n"}) {
    std::string text = answer_head(lines);
    const response_reading read = read_response(mutable_octets(text));
    REQUIRE(read.consumed == text.size());
    const octets subprotocols[] = {"chat"};
    client_request request = sample_request();
    request.subprotocols = subprotocols;
    const std::string sent = written([&](mutable_octets out) { return write_request(out, request, sample_nonce); });
    const answer_result result = check_answer(read.head, read_request(sent).head);
    guarded_client one;
    (void)started(one.role, request, sample_nonce);
    const heard events = feed_through(one.role, text);
    CHECK(result.event == events.events.back());
    CHECK(result.error.code == one.role.error().code);
    CHECK(result.error.offset == one.role.error().offset);
    CHECK(result.error.field == one.role.error().field);
    CHECK(result.agreed.subprotocol == one.role.agreed().subprotocol);
  }
}

TEST_CASE("find_continuation() says how to go on after a refusal over HTTP/2 and HTTP/3, as over HTTP/1.1") {
  for (const unsigned version : list_versions) {
    const auto next_of = [&](const field_list& list) {
      const response_list_reading read = read_response_list(list, version);
      REQUIRE(read);
      CHECK(check_answer(read.head, head_of(offers, version)).event == client_event::refused);
      return find_continuation(read.head, uri_of("wss://server.example.com/chat"));
    };
    const field_list redirect = {{":status", "307"}, {"location", "/other"}};
    CHECK(next_of(redirect).what == continuation::kind::redirect);
    CHECK(next_of(redirect).location == "/other");
    CHECK(next_of(redirect).same_origin);
    const field_list challenge = {{":status", "401"}, {"www-authenticate", "Basic realm=\"x\""}};
    CHECK(next_of(challenge).what == continuation::kind::authenticate);
    const field_list later = {{":status", "503"}, {"retry-after", "7"}};
    CHECK(next_of(later).what == continuation::kind::retry_later);
    CHECK(next_of(later).retry_seconds == 7U);
  }
}

TEST_CASE("an answer with 65,536 fields fails") {
  field_list header(65536, {"x-a", "1"});
  header.back() = {"sec-websocket-protocol", "x"};
  const answer_result result = result_of("200", header);
  CHECK(result.event == client_event::failed);
  check_fault(result.error, errc::too_many_field_lines, 65535, "");
}

}  // namespace
}  // namespace wshake::test
