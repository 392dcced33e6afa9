// SPDX-License-Identifier: BSL-1.0
// Tests accept_fields() and respond_fields(), which write answers of every HTTP version as fields.
#include <cstdint>
#include <string>
#include <vector>

#include <wshake/answer.hpp>
#include <wshake/answer_result.hpp>
#include <wshake/header_list.hpp>

#include "carrier/header_lists.hpp"

namespace wshake::test {
namespace {

const field_list offering =
    connect_list({{"sec-websocket-protocol", "chat"}, {"sec-websocket-extensions", "permessage-deflate, other"}});

written_answer accepted_by(const request_view& request, const agreement& agreed = {},
                           const server_config& config = default_server_config, const accept_options& options = {}) {
  return written_fields([&](mutable_octets out) { return accept_fields(out, request, agreed, config, options); });
}
written_answer refused_by(const request_view& request, const response_options& options = {},
                          const server_config& config = default_server_config) {
  return written_fields([&](mutable_octets out) { return respond_fields(out, request, config, options); });
}

// Reads an answer as a header list and returns the result of check_answer(). The list must be well-formed.
answer_result result_of(const written_answer& answer, const request_view& request) {
  std::string status;
  const field_list list = list_of(answer, status);
  const response_list_reading read = read_response_list(list, answer.version);
  REQUIRE(read.error == errc::none);
  return check_answer(read.head, request);
}

// RFC 8441 §5.1
TEST_CASE("a handshake over HTTP/2 and HTTP/3 is accepted by 200 without fields of HTTP/1.1") {
  for (const unsigned version : list_versions) {
    const request_view asked = head_of(offering, version);
    const written_answer answer = accepted_by(asked);
    CHECK(answer.error == errc::none);
    CHECK(answer.version == version);
    CHECK(answer.status == 200);
    CHECK(answer.header.size() == 1);
    CHECK(answer.find("server") == "wshake");
    CHECK(answer.body.empty());
    CHECK(result_of(answer, asked).event == client_event::open);
  }
}

TEST_CASE("accept_fields writes subprotocol, extensions and further fields with names in lower case") {
  server_options config;
  config.deflate.enabled = true;
  const field common[] = {{"X-Common", "Yes"}};
  config.header = common;
  const field more[] = {{"X-One", "A B"}, {"X-Two", ""}, {"Set-Cookie", "A=B"}, {"Set-Cookie", "C=D"}};
  accept_options options;
  options.header = more;
  options.extensions = "other";
  for (const unsigned version : list_versions) {
    const request_view asked = head_of(offering, version);
    const agreement agreed = {"chat", negotiate(gather(asked), config).deflate};
    const written_answer answer = accepted_by(asked, agreed, config, options);
    REQUIRE(answer.error == errc::none);
    CHECK(answer.find("sec-websocket-protocol") == "chat");
    CHECK(answer.find("sec-websocket-extensions") == "permessage-deflate, other");
    CHECK(answer.find("x-one") == "A B");
    CHECK(answer.count("x-two") == 1);
    CHECK(answer.count("set-cookie") == 2);
    CHECK(answer.find("x-common") == "Yes");
    for (const auto& line : answer.header) {
      for (const char c : line.first) CHECK((c < 'A' || c > 'Z'));
    }
    const answer_result result = result_of(answer, asked);
    CHECK(result.event == client_event::open);
    CHECK(result.agreed.subprotocol == "chat");
    CHECK(result.agreed.deflate == agreed.deflate);
  }
}

TEST_CASE("accept_fields writes the same fields as write_accept, for a request of HTTP/1.1") {
  const field_list header = {{"Sec-WebSocket-Key", sample_key},
                             {"Sec-WebSocket-Protocol", "chat"},
                             {"Sec-WebSocket-Extensions", "permessage-deflate"}};
  const request_view asked = {"GET", "/chat", 11, header};
  const agreement agreed = {"chat", {}};
  const response octets_of_it =
      read(written([&](mutable_octets out) { return write_accept(out, gather(asked), agreed); }));
  const written_answer answer = accepted_by(asked, agreed);
  CHECK(answer.version == 11);
  CHECK(answer.status == 101);
  CHECK(answer.header.size() == octets_of_it.header.size());
  for (const auto& [name, value] : octets_of_it.header) {
    std::string lower = name;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    CHECK(answer.find(lower) == value);
  }
}

TEST_CASE("accept_fields needs a key over HTTP/1.1 only") {
  const request_view without_key = {"GET", "/chat", 11, {}};
  const guarded out(500);
  CHECK(accept_fields(out.all(), without_key, {}).error == errc::bad_key);
  for (const unsigned version : list_versions) CHECK(accepted_by(head_of(offering, version)).error == errc::none);
}

// RFC 8441 §5: a handshake over HTTP/2 needs no key and no accept value. But the client undici sends a key, and fails
// if the 200 lacks the accept value.
TEST_CASE("a valid key in a request over HTTP/2 or HTTP/3 is answered by its accept value") {
  for (const unsigned version : list_versions) {
    const field_list list = connect_list({{"sec-websocket-key", sample_key}});
    CHECK(accepted_by(head_of(list, version)).find("sec-websocket-accept") == sample_accept);
    const field_list bad = connect_list({{"sec-websocket-key", "x"}});
    CHECK(accepted_by(head_of(bad, version)).count("sec-websocket-accept") == 0);
  }
}

TEST_CASE("accept_fields rejects subprotocols and extensions that the header list did not offer") {
  for (const unsigned version : list_versions) {
    const request_view asked = head_of(offering, version);
    agreement deflating;
    deflating.deflate.agreed = true;
    CHECK(accepted_by(asked, {"Chat", {}}).error == errc::subprotocol_not_offered);
    CHECK(accepted_by(asked, deflating).error == errc::none);
    CHECK(accepted_by(head_of(connect_list(), version), deflating).error == errc::extension_not_offered);
    CHECK(accepted_by(asked, {}, default_server_config, {.extensions = "x"}).error == errc::extension_not_offered);
    CHECK(accepted_by(asked, {}, default_server_config, {.extensions = ","}).error == errc::empty_extensions);
    CHECK(accepted_by(asked, deflating, default_server_config, {.extensions = "permessage-deflate"}).error ==
          errc::repeated_deflate);
  }
}

TEST_CASE("connection-specific fields and pseudo-header fields cannot be set in an answer") {
  const request_view asked = head_of(offering);
  for (const octets name : {octets("Connection"), octets("upgrade"), octets("Keep-Alive"), octets("Proxy-Connection"),
                            octets("Transfer-Encoding"), octets("te"), octets("content-length")}) {
    const field list[] = {{name, "x"}};
    CHECK(accepted_by(asked, {}, default_server_config, {.header = list}).error == errc::reserved_field);
    CHECK(refused_by(asked, {.header = list}).error == errc::reserved_field);
  }
  for (const octets name : {octets(":status"), octets(":x"), octets(""), octets("a b"), octets("a:b")}) {
    const field list[] = {{name, "x"}};
    CHECK(accepted_by(asked, {}, default_server_config, {.header = list}).error == errc::bad_argument);
    CHECK(refused_by(asked, {.header = list}).error == errc::bad_argument);
  }
}

TEST_CASE("white space around a value is left out in a header list") {
  const field list[] = {{"X-A", "  a b\t"}, {"X-B", " "}, {"Origin", " o "}};
  for (const request_view& asked : {head_of(offering, 20), head_of(offering, 30)}) {
    const written_answer answer = accepted_by(asked, {}, default_server_config, {.header = list});
    REQUIRE(answer.error == errc::none);
    CHECK(answer.find("x-a") == "a b");
    CHECK(answer.count("x-b") == 1);
    CHECK(answer.find("origin") == "o");
    CHECK(result_of(answer, asked).event == client_event::open);
    const guarded out(1000);
    const field_answer fields = accept_fields(out.all(), asked, {}, default_server_config, {.header = list});
    CHECK_MESSAGE(fields.head.header.find("Origin") == octets("o"),
                  "find() finds the field by its name in any letter case");
  }
}

TEST_CASE("every error's answer over HTTP/2 and HTTP/3 is well-formed, has Content-Length and is not 426") {
  for (unsigned code = 0; code < errc_count; ++code) {
    const auto error = static_cast<errc>(code);
    CAPTURE(describe(error).name);
    for (const unsigned version : list_versions) {
      const request_view asked = head_of(offering, version);
      const written_answer answer = refused_by(asked, {.error = error});
      const unsigned status = error == errc::none ? 403U : describe(error).status;
      if (status == 0) {
        CHECK(answer.error == errc::bad_status);
        continue;
      }
      REQUIRE(answer.error == errc::none);
      CHECK(answer.status == (status == 426 ? 400 : status));
      CHECK(answer.find("content-length") == std::to_string(answer.body.size()));
      CHECK(!answer.body.empty());
      CHECK(answer.count("connection") == 0);
      CHECK(answer.count("upgrade") == 0);
      if (answer.status == 405) CHECK(answer.find("allow") == "CONNECT");
      CHECK(result_of(answer, asked).event == client_event::refused);
    }
  }
}

TEST_CASE("respond_fields leaves Connection and Upgrade of HTTP/1.1 to the caller") {
  const request_view asked = {"GET", "/", 11, {}};
  const written_answer answer = refused_by(asked, {.error = errc::not_an_upgrade});
  CHECK(answer.status == 426);
  CHECK(answer.count("upgrade") == 0);
  CHECK(answer.count("connection") == 0);
  CHECK(answer.find("sec-websocket-version") == "13");
  const guarded out(500);
  CHECK(respond_fields(out.all(), asked).head.reason == "Forbidden");
  CHECK_MESSAGE(respond_fields(out.all(), head_of(offering)).head.reason == "", "a header list has no reason phrase");
}

TEST_CASE("respond_fields returns the reason phrase of the options, but none over HTTP/2 and HTTP/3") {
  const response_options options = {.status = 499, .reason = "Gone Fishing"};
  const guarded out(500);
  CHECK(respond_fields(out.all(), {"GET", "/", 11, {}}, default_server_config, options).head.reason == "Gone Fishing");
  CHECK(respond_fields(out.all(), {"GET", "/", 11, {}}, default_server_config, {.status = 499}).head.reason == "");
  for (const unsigned version : list_versions) {
    const request_view asked = head_of(offering, version);
    CHECK(respond_fields(out.all(), asked, default_server_config, options).head.reason == "");
  }
  const server_config invalid({.require_subprotocol = true});
  CHECK_MESSAGE(
      respond_fields(out.all(), {"GET", "/", 11, {}}, invalid, options).head.reason == "Internal Server Error",
      "an invalid configuration ignores the options");
}

TEST_CASE("426 cannot be chosen over HTTP/2 and HTTP/3") {
  for (const unsigned version : list_versions) {
    CHECK(refused_by(head_of(offering, version), {.status = 426}).error == errc::bad_status);
  }
  CHECK(refused_by({"GET", "/", 11, {}}, {.status = 426}).error == errc::none);
}

TEST_CASE("an answer to HEAD, a 204 and a 304 have no body in fields either") {
  const field_list head = {{":method", "HEAD"}, {":scheme", "https"}, {":path", "/"}, {":authority", "a"}};
  const written_answer answer = refused_by(head_of(head), {.status = 404});
  CHECK(answer.body.empty());
  CHECK(answer.count("content-length") == 0);
  const field_list get = with(head, ":method", "GET");
  CHECK(refused_by(head_of(get), {.status = 204}).body.empty());
  CHECK(refused_by(head_of(get), {.status = 304}).count("content-length") == 0);
  const written_answer announced = refused_by(head_of(get), {.status = 200, .content_length = 4096});
  CHECK(announced.find("content-length") == "4096");
  CHECK(announced.body.empty());
}

TEST_CASE("an answer whose fields exceed 65,535 bytes is not written") {
  const std::string large(65536, 'x');
  const field list[] = {{"x-a", large}};
  const request_view asked = head_of(offering);
  CHECK(accepted_by(asked, {}, default_server_config, {.header = list}).error == errc::head_too_large);
  CHECK(refused_by(asked, {.header = list}).error == errc::head_too_large);
  const std::string body(100000, 'x');
  const written_answer answer = refused_by(asked, {.body = octets(body)});
  CHECK_MESSAGE(answer.error == errc::none, "a body may have more than 65,535 bytes");
  CHECK(answer.body == body);
}

}  // namespace
}  // namespace wshake::test
