// SPDX-License-Identifier: BSL-1.0
// Tests request_fields(), which writes a client's extended CONNECT.
#include <string>
#include <utility>
#include <vector>

#include <wshake/client_request.hpp>
#include <wshake/header_list.hpp>

#include "carrier/header_lists.hpp"
#include "exchange_support.hpp"

namespace wshake::test {
namespace {

client_request asking_for(octets where) {
  client_request request;
  request.where = uri_of(where);
  return request;
}

// A copy of the header list that request_fields() has written, or the error of request_fields().
struct asked_list {
  errc error = errc::none;
  std::vector<std::pair<std::string, std::string>> lines;

  field_list list() const {
    field_list views;
    for (const auto& line : lines) views.push_back({line.first, line.second});
    return views;
  }
  std::string find(std::string_view name) const {
    for (const auto& line : lines) {
      if (line.first == name) return line.second;
    }
    return {};
  }
  std::size_t count(std::string_view name) const {
    std::size_t found = 0;
    for (const auto& line : lines) found += line.first == name ? 1 : 0;
    return found;
  }
};

// Calls request_fields() with an empty buffer, with one octet less than the function asks for, and with exactly the
// size that the function asks for.
asked_list asked(const client_request& request, unsigned version = 20,
                 const client_config& config = default_client_config, bool allowed = true) {
  asked_list copy;
  const auto write = [&](mutable_octets out) { return request_fields(out, request, version, allowed, config); };
  const field_request none = write({});
  copy.error = none.error.code;
  if (none.error != errc::need_room) {
    CHECK(none.needed == 0);
    CHECK(none.head.method.empty());
    return copy;
  }
  const guarded small(none.needed - 1);
  const field_request less = write(small.all());
  CHECK(less.error == errc::need_room);
  CHECK(less.needed == none.needed);
  CHECK(less.head.method.empty());
  const guarded out(none.needed);
  const field_request written = write(out.all());
  copy.error = written.error.code;
  REQUIRE(written);
  const request_view& head = written.head;
  CHECK(head.version == version);
  CHECK(!head.ends_stream);
  CHECK(check(head) == errc::none);
  CHECK(is_upgrade(head));
  const auto add = [&](octets name, octets value) {
    copy.lines.emplace_back(std::string_view(name), std::string_view(value));
  };
  add(":method", head.method);
  add(":protocol", head.protocol);
  add(":scheme", head.scheme);
  add(":authority", head.authority);
  add(":path", head.target);
  for (const field& line : head.header) add(line.name, line.value);
  return copy;
}

TEST_CASE("a client asks by CONNECT with :protocol websocket, :scheme, :authority and :path") {
  for (const unsigned version : list_versions) {
    const asked_list list = asked(asking_for("wss://server.example.com/chat?x=1"), version);
    REQUIRE(list.error == errc::none);
    CHECK(list.lines.size() == 7);
    CHECK(list.find(":method") == "CONNECT");
    CHECK(list.find(":protocol") == "websocket");
    CHECK(list.find(":scheme") == "https");
    CHECK(list.find(":authority") == "server.example.com");
    CHECK(list.find(":path") == "/chat?x=1");
    CHECK(list.find("sec-websocket-version") == "13");
    CHECK(list.find("user-agent") == "wshake");
    CHECK(fault_in(list.list()) == errc::none);
  }
}

// RFC 8441 §5
TEST_CASE("wss asks with the :scheme https, ws with http") {
  CHECK(asked(asking_for("wss://a/")).find(":scheme") == "https");
  CHECK(asked(asking_for("ws://a/")).find(":scheme") == "http");
}

TEST_CASE("a client's header list has no key, no Host, no Connection and no Upgrade") {
  const octets subprotocols[] = {"chat"};
  client_request request = asking_for("wss://a/");
  request.subprotocols = subprotocols;
  const client_config closing(client_options{.close = true});
  for (const client_config* config : {&default_client_config, &closing}) {
    const asked_list list = asked(request, 20, *config);
    for (const char* const name : {"sec-websocket-key", "host", "connection", "upgrade", "te", "transfer-encoding",
                                   "keep-alive", "proxy-connection", "content-length"}) {
      CHECK_MESSAGE(list.count(name) == 0, name);
    }
  }
}

// RFC 9113 §8.3.1
TEST_CASE(":path is / if the URI has no path, and :authority has no default port and no userinfo") {
  CHECK(asked(asking_for("wss://a")).find(":path") == "/");
  CHECK(asked(asking_for("wss://a?x")).find(":path") == "/?x");
  CHECK(asked(asking_for("wss://a:443/")).find(":authority") == "a");
  CHECK(asked(asking_for("ws://a:443/")).find(":authority") == "a:443");
  CHECK(asked(asking_for("ws://[::1]:8080/")).find(":authority") == "[::1]:8080");
  const asked_list list = asked(asking_for("wss://user:password@a:8443/"));
  CHECK(list.error == errc::none);
  CHECK(list.find(":authority") == "a:8443");
  client_request request;
  for (const octets host : {octets("user@a"), octets(""), octets("a b"), octets("a/b"), octets("a:1"), octets("[::1")}) {
    request.where.host = host;
    CHECK_MESSAGE(asked(request).error == errc::bad_uri, host);
  }
  request.where.host = "a";
  for (const octets name : {octets("chat"), octets("/a b"), octets("/a#b"), octets("/a\r\nx: y"), octets("*")}) {
    request.where.resource_name = name;
    CHECK_MESSAGE(asked(request).error == errc::bad_uri, name);
  }
}

// RFC 8441 §3
TEST_CASE("request_fields fails if the server has not sent the setting that allows an extended CONNECT") {
  for (const unsigned version : list_versions) {
    const guarded out(1000);
    const field_request request = request_fields(out.all(), asking_for("wss://a/"), version, false);
    CHECK(request.error == errc::extended_connect_not_allowed);
    CHECK(!request);
    CHECK(request.head.method.empty());
    CHECK(static_cast<unsigned char>(out.data()[0]) == 0xaa);
  }
}

TEST_CASE("a client's header list has the version 20 or 30") {
  for (const unsigned version : {0U, 10U, 11U, 12U, 21U, 25U, 31U, 276U}) {
    CHECK(asked(asking_for("wss://a/"), version).error == errc::unsupported_http_version);
  }
}

// The target of HTTP/2 and HTTP/3 is :path, which has no absolute-form (RFC 9113 §8.3.1).
TEST_CASE("a client's header list has no absolute-form") {
  for (const unsigned version : list_versions) {
    client_request request = asking_for("ws://a/");
    request.absolute_form = true;
    const field_request list = request_fields({}, request, version, true);
    CHECK(list.error == errc::bad_argument);
    CHECK(list.error.field == "absolute_form");
  }
}

// RFC 8441 §5, RFC 9113 §8.2
TEST_CASE("a client's offers and fields are written with names in lower case") {
  const octets subprotocols[] = {"Chat", "superchat"};
  const deflate_offer offers[] = {{}};
  const field more[] = {{"Authorization", "Basic eDp5"}, {"Cookie", "A=B"}, {"X-Empty", ""}};
  client_request request = asking_for("wss://a/");
  request.origin = "https://Example.com";
  request.subprotocols = subprotocols;
  request.deflate = offers;
  request.extensions = "bbf-usp-protocol; eid=\"x\"";
  request.header = more;
  for (const unsigned version : list_versions) {
    const asked_list list = asked(request, version);
    REQUIRE(list.error == errc::none);
    CHECK(list.find("origin") == "https://Example.com");
    CHECK(list.find("sec-websocket-protocol") == "Chat, superchat");
    CHECK(list.find("sec-websocket-extensions").find("permessage-deflate; client_max_window_bits") == 0);
    CHECK(list.find("sec-websocket-extensions").find("bbf-usp-protocol; eid=\"x\"") != std::string::npos);
    CHECK(list.find("authorization") == "Basic eDp5");
    CHECK(list.find("cookie") == "A=B");
    CHECK(list.count("x-empty") == 1);
    for (const auto& line : list.lines) {
      for (const char c : line.first) CHECK((c < 'A' || c > 'Z'));
    }
  }
}

TEST_CASE("a client's header list and its request of HTTP/1.1 have the same offers and fields") {
  const octets subprotocols[] = {"chat", "superchat"};
  const deflate_offer offers[] = {{.server_max_window_bits = 10}, {}};
  const field more[] = {{"X-One", "1"}, {"X-Two", "  2  "}};
  client_request request = asking_for("ws://server.example.com:8080/chat?x");
  request.origin = "https://example.com";
  request.subprotocols = subprotocols;
  request.deflate = offers;
  request.header = more;
  const std::string text = written([&](mutable_octets out) { return write_request(out, request, sample_nonce); });
  const request_reading read = read_request(text);
  REQUIRE(read.consumed == text.size());
  const asked_list list = asked(request);
  CHECK(list.find(":path") == std::string_view(read.head.target));
  CHECK(list.find(":authority") == std::string_view(*read.head.header.find("Host")));
  std::size_t same = 0;
  for (const field& line : read.head.header) {
    std::string name(std::string_view(line.name));
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (name == "host" || name == "upgrade" || name == "connection" || name == "sec-websocket-key") continue;
    CHECK_MESSAGE(list.find(name) == std::string_view(line.value), name);
    ++same;
  }
  CHECK(list.lines.size() == same + pseudo_count);
}

TEST_CASE("request_fields refuses the arguments that write_request refuses") {
  const auto refuses = [](const client_request& request, const client_config& config = default_client_config) {
    const guarded out(2000);
    const errc octets_error = write_request(out.all(), request, sample_nonce, config).error.code;
    CHECK(octets_error != errc::none);
    CHECK(asked(request, 20, config).error == octets_error);
    CHECK(asked(request, 30, config).error == octets_error);
  };
  client_request request = asking_for("wss://a/");
  for (const octets name : {octets("Host"), octets("Connection"), octets("Sec-WebSocket-Key"), octets("TE"),
                            octets("Content-Length"), octets(":path"), octets("a b"), octets("")}) {
    const field list[] = {{name, "x"}};
    request.header = list;
    refuses(request);
  }
  request = asking_for("wss://a/");
  request.origin = "a\r\nb";
  refuses(request);
  request = asking_for("wss://a/");
  const octets twice[] = {"a", "a"};
  request.subprotocols = twice;
  refuses(request);
  const octets bad[] = {"a b"};
  request.subprotocols = bad;
  refuses(request);
  request = asking_for("wss://a/");
  request.extensions = ";";
  refuses(request);
  request = asking_for("wss://a/");
  const deflate_offer window[] = {{.server_max_window_bits = 7}};
  request.deflate = window;
  refuses(request);
  const field control[] = {{"x", "a\nb"}};
  refuses(asking_for("wss://a/"), client_config(client_options{.header = control}));
}

TEST_CASE("a client's header list larger than 65,535 bytes is not written") {
  const std::string large(65536, 'x');
  const field list[] = {{"x-a", large}};
  client_request request = asking_for("wss://a/");
  request.header = list;
  CHECK(asked(request).error == errc::head_too_large);
}

TEST_CASE("a server adopts a client's header list, and the client opens on the server's answer") {
  const octets subprotocols[] = {"superchat", "chat"};
  const octets spoken[] = {"chat"};
  const deflate_offer offers[] = {{}};
  client_request request = asking_for("wss://server.example.com/chat");
  request.subprotocols = subprotocols;
  request.deflate = offers;
  for (const unsigned version : list_versions) {
    const guarded out(1000);
    const field_request written = request_fields(out.all(), request, version, true);
    REQUIRE(written);
    guarded_server one({.subprotocols = spoken, .deflate = {.enabled = true}});
    CHECK(one.role.adopt(written.head) == server_state::upgrade);
    const guarded answer_out(1000);
    const field_answer answer = one.role.accept_fields(answer_out.all());
    REQUIRE(answer);
    const answer_result result = check_answer(answer.head, written.head);
    CHECK(result.event == client_event::open);
    CHECK(result.agreed.subprotocol == "chat");
    CHECK(result.agreed.deflate == one.role.agreed().deflate);
    CHECK(result.agreed.subprotocol.data() >= out.data());
    CHECK_MESSAGE(result.agreed.subprotocol.end() <= out.data() + out.size(),
                  "the agreed subprotocol is a view of the request");
  }
}

}  // namespace
}  // namespace wshake::test
