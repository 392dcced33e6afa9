// SPDX-License-Identifier: BSL-1.0
// Tests check() and is_upgrade() with header lists: the rules of RFC 9113 §8.2, RFC 8441 and RFC 9220 that differ from
// the rules of HTTP/1.1.
#include <string>
#include <tuple>
#include <vector>

#include <wshake/handshake.hpp>
#include <wshake/header_list.hpp>

#include "carrier/header_lists.hpp"

namespace wshake::test {
namespace {

const field_list plain = connect_list();

// Checks that a header list which breaks a rule of RFC 9113 §8.2 is malformed, that a server which adopts the list
// fails, and that the server's answer is 400.
void check_malformed(const field_list& list, errc code, std::size_t offset, octets field) {
  check_fault(fault_in(list), code, offset, field);
  CHECK(is_malformed(code));
  for (const unsigned version : list_versions) {
    guarded_server one;
    CHECK(one.role.adopt(head_of(list, version)) == server_state::failed);
    CHECK(one.role.error() == code);
    CHECK(one.role.error().offset == offset);
    const written_answer answer = responded_fields(one.role);
    CHECK(answer.status == 400);
    CHECK(answer.version == version);
  }
}

// Checks the error, the server's state and the status of the answer for a header list that is well-formed, but is not a
// valid handshake.
void check_refused(const field_list& list, server_state state, errc code, std::size_t offset, octets field,
                   unsigned status) {
  check_fault(fault_in(list), code, offset, field);
  CHECK(!is_malformed(code));
  for (const unsigned version : list_versions) {
    guarded_server one;
    CHECK(one.role.adopt(head_of(list, version)) == state);
    check_fault(one.role.error(), code, offset, field);
    CHECK(is_upgrade(head_of(list, version)) == (state != server_state::request));
    CHECK(responded_fields(one.role).status == status);
    CHECK(one.role.next_request() == server_state::closed);
  }
}

// RFC 8441 §5.1
TEST_CASE("the sample request of RFC 8441 opens over HTTP/2 and HTTP/3") {
  const field_list sample = {{":method", "CONNECT"},
                             {":protocol", "websocket"},
                             {":scheme", "https"},
                             {":path", "/chat"},
                             {":authority", "server.example.com"},
                             {"sec-websocket-protocol", "chat, superchat"},
                             {"sec-websocket-extensions", "permessage-deflate"},
                             {"sec-websocket-version", "13"},
                             {"origin", "http://www.example.com"}};
  CHECK(fault_in(sample) == errc::none);
  for (const unsigned version : list_versions) {
    const request_view asked = head_of(sample, version);
    CHECK(is_upgrade(asked));
    const handshake_request parts = gather(asked);
    CHECK(parts.authority == "server.example.com");
    CHECK(parts.resource_name == "/chat");
    CHECK(parts.key == "");
    CHECK(parts.version == "13");
    CHECK(parts.origin == octets("http://www.example.com"));
    CHECK(*parts.subprotocols.begin() == "chat");
    CHECK(parts.extensions.begin()->name == "permessage-deflate");
    CHECK(!parts.expects_continue);
  }
}

// RFC 9113 §8.2.1
TEST_CASE("a field name with an upper-case letter makes a header list malformed") {
  for (const octets name :
       {octets("X-a"), octets("x-A"), octets("Sec-WebSocket-Version"), octets("Connection"), octets("Z")}) {
    check_malformed(connect_list({{name, "13"}}), errc::upper_case_field_name, 6, name);
  }
}

TEST_CASE("a field name with a control, a space, a colon or an octet from 0x7f makes a header list malformed") {
  std::size_t rejected = 0;
  for (unsigned octet = 0; octet < 256; ++octet) {
    const char text[] = {'x', static_cast<char>(octet), 'y'};
    const octets name = {text, 3};
    const bool is_token = is_tchar(text[1]);
    const bool is_upper = octet >= 'A' && octet <= 'Z';
    CAPTURE(octet);
    if (!is_token) {
      check_malformed(connect_list({{name, "1"}}), errc::bad_field_name, 6, name);
      ++rejected;
    } else if (!is_upper) {
      CHECK(fault_in(connect_list({{name, "1"}})) == errc::none);
    }
  }
  CHECK(rejected == 256 - 77);
  check_malformed(connect_list({{"", "1"}}), errc::empty_field_name, 6, "");
}

TEST_CASE("a field value with NUL, CR, LF or another control makes a header list malformed") {
  for (unsigned octet = 0; octet < 256; ++octet) {
    const char text[] = {'x', static_cast<char>(octet), 'y'};
    const octets value = {text, 3};
    CAPTURE(octet);
    if ((octet < 0x20 && octet != '\t') || octet == 0x7f) {
      check_malformed(connect_list({{"x-a", value}}), errc::bad_field_value, 6, "x-a");
      check_malformed(connect_list({{"x-a", value.first(2)}}), errc::bad_field_value, 6, "x-a");
      check_malformed(connect_list({{"x-a", value.from(1)}}), errc::bad_field_value, 6, "x-a");
    } else {
      CHECK(fault_in(connect_list({{"x-a", value}})) == errc::none);
    }
  }
  const std::string hidden("13\0", 3);
  check_malformed(with(plain, "sec-websocket-version", hidden), errc::bad_field_value, 5, "sec-websocket-version");
}

TEST_CASE("white space around a field value makes a header list malformed") {
  for (const octets value : {octets(" 1"), octets("1 "), octets("\t1"), octets("1\t"), octets(" "), octets("\t")}) {
    check_malformed(connect_list({{"x-a", value}}), errc::white_space_around_value, 6, "x-a");
  }
  check_malformed(with(plain, "sec-websocket-version", " 13"), errc::white_space_around_value, 5,
                  "sec-websocket-version");
  CHECK(fault_in(connect_list({{"x-a", ""}, {"x-b", "a \t b"}})) == errc::none);
}

TEST_CASE("the fault with the lowest index in a header list is reported") {
  check_malformed(connect_list({{"x-a", " "}, {"X-b", "1"}, {"te", "gzip"}}), errc::white_space_around_value, 6, "x-a");
  check_malformed(connect_list({{"te", "gzip"}, {"X-b", "1"}}), errc::bad_te, 6, "te");
}

// RFC 9113 §8.2.2, RFC 9114 §4.2
TEST_CASE("a connection-specific field makes a header list malformed") {
  for (const octets name : {octets("connection"), octets("upgrade"), octets("keep-alive"), octets("proxy-connection"),
                            octets("transfer-encoding")}) {
    for (const octets value : {octets(""), octets("close"), octets("websocket"), octets("chunked"), octets("upgrade")}) {
      check_malformed(connect_list({{name, value}}), errc::connection_specific_field, 6, name);
    }
  }
  CHECK(fault_in(connect_list({{"upgrade-insecure-requests", "1"}, {"x-connection", "1"}, {"upgradf", "1"}})) ==
        errc::none);
}

TEST_CASE("TE other than trailers makes a header list malformed") {
  for (const octets value : {octets(""), octets("gzip"), octets("trailers, gzip"), octets("trailers;q=1"),
                             octets("trailer"), octets("trailerss")}) {
    check_malformed(connect_list({{"te", value}}), errc::bad_te, 6, "te");
  }
  // RFC 9110 §10.1.4: letter case has no meaning in the value of TE.
  for (const octets value : {octets("trailers"), octets("Trailers")}) {
    CHECK(fault_in(connect_list({{"te", value}, {"te", value}})) == errc::none);
  }
}

// RFC 8441 §4
TEST_CASE("a header list that is no extended CONNECT asks for no WebSocket and gets 405 with Allow") {
  const field_list get = {{":method", "GET"}, {":scheme", "https"}, {":path", "/chat"}, {":authority", "a"}};
  const field_list connect = {{":method", "CONNECT"}, {":authority", "a:443"}};
  check_refused(get, server_state::request, errc::not_extended_connect, 0, ":protocol", 405);
  check_refused(connect, server_state::request, errc::not_extended_connect, 0, ":protocol", 405);
  guarded_server one;
  (void)one.role.adopt(head_of(get));
  CHECK(one.role.request().method == "GET");
  CHECK(responded_fields(one.role).find("allow") == "CONNECT");
}

TEST_CASE("is_upgrade of a header list needs CONNECT and the :protocol websocket") {
  request_view asked = head_of(plain);
  CHECK(is_upgrade(asked));
  asked.method = "GET";
  CHECK(!is_upgrade(asked));
  asked.method = "connect";
  CHECK(!is_upgrade(asked));
  asked.method = "CONNECT";
  asked.protocol = "";
  CHECK(!is_upgrade(asked));
  // In a header list the fields Upgrade and Connection do not ask for a WebSocket.
  const field_list fields_of_http_1 = {{"upgrade", "websocket"}, {"connection", "upgrade"}};
  asked.header = fields_of_http_1;
  CHECK(!is_upgrade(asked));
}

// RFC 9220 §3
TEST_CASE("a :protocol other than websocket gets 501, and request() shows the caller its value") {
  for (const octets protocol : {octets("connect-udp"), octets("websocket2"), octets("webtransport"), octets("h2c"),
                                octets("websocke"), octets("w")}) {
    check_refused(with(plain, ":protocol", protocol), server_state::request, errc::another_protocol, 0, ":protocol", 501);
    guarded_server one;
    (void)one.role.adopt(head_of(with(plain, ":protocol", protocol)));
    CHECK(one.role.request().protocol == protocol);
    CHECK(one.role.request().scheme == "https");
    CHECK(one.role.request().authority == "server.example.com");
  }
}

TEST_CASE("a problem document may explain why a :protocol is not supported") {
  guarded_server one;
  (void)one.role.adopt(head_of(with(plain, ":protocol", "connect-udp")));
  response_options options;
  const field type[] = {{"Content-Type", "application/problem+json"}};
  options.header = type;
  options.body = octets("{}");
  const written_answer answer = responded_fields(one.role, options);
  CHECK(answer.status == 501);
  CHECK(answer.find("content-type") == "application/problem+json");
  CHECK(answer.body == "{}");
}

// RFC 8441 §4: :protocol has a value of the Upgrade token registry, whose letter case has no meaning (RFC 9110 §7.8).
TEST_CASE("the letter case of :protocol has no meaning") {
  for (const octets protocol : {octets("WebSocket"), octets("WEBSOCKET"), octets("websockeT")}) {
    CHECK(fault_in(with(plain, ":protocol", protocol)) == errc::none);
    CHECK(is_upgrade(head_of(with(plain, ":protocol", protocol))));
  }
}

// RFC 8441 §5
TEST_CASE("a :scheme other than http and https fails the handshake with 400") {
  for (const octets scheme : {octets("wss"), octets("ws"), octets("ftp"), octets("httpss"), octets("h")}) {
    check_refused(with(plain, ":scheme", scheme), server_state::failed, errc::bad_scheme, 0, ":scheme", 400);
  }
  for (const octets scheme : {octets("http"), octets("https"), octets("HTTP"), octets("Https")}) {
    CHECK(fault_in(with(plain, ":scheme", scheme)) == errc::none);
  }
}

TEST_CASE("a :path that does not begin with \"/\" fails the handshake with 400") {
  for (const octets path : {octets("*"), octets("chat"), octets("?x"), octets("https://server.example.com/chat")}) {
    check_refused(with(plain, ":path", path), server_state::failed, errc::bad_target_form, 0, "", 400);
  }
}

// RFC 9113 §8.3.1
TEST_CASE("Host is not needed, and a Host with another host or port than :authority fails with 400") {
  CHECK(fault_in(plain) == errc::none);
  for (const octets host : {octets("server.example.com"), octets("SERVER.example.COM"), octets("server.example.com:443"),
                            octets("server.example.com:0443"), octets("server.example.com:")}) {
    CHECK(fault_in(connect_list({{"host", host}})) == errc::none);
  }
  for (const octets host :
       {octets("other.example.com"), octets("server.example.com:80"), octets(""), octets("server.example.com."),
        octets("server.example.co"), octets("server.example.com, a"), octets("a@server.example.com"),
        octets("server.example.com:x"), octets("server.example.com:65979")}) {
    check_refused(connect_list({{"host", host}}), server_state::failed, errc::host_differs, 6, "Host", 400);
  }
  const field_list over_http = with(plain, ":scheme", "http");
  field_list list = over_http;
  list.push_back({"host", "server.example.com:80"});
  CHECK(fault_in(list) == errc::none);
  list.back().value = "server.example.com:443";
  check_refused(list, server_state::failed, errc::host_differs, 6, "Host", 400);
  list = with(plain, ":authority", "server.example.com:443");
  list.push_back({"host", "server.example.com"});
  CHECK(fault_in(list) == errc::none);
  list = with(plain, ":authority", "[2001:db8::1]");
  list.push_back({"host", "[2001:DB8::1]:443"});
  CHECK(fault_in(list) == errc::none);
}

TEST_CASE("two Host fields beside :authority fail, also with the same value") {
  check_refused(connect_list({{"host", "server.example.com"}, {"host", "server.example.com"}}), server_state::failed,
                errc::repeated_host, 7, "Host", 400);
}

TEST_CASE("the target's host is that of :authority, also if the header list has Host") {
  const field_list list = connect_list({{"host", "server.example.com:443"}});
  CHECK(gather(head_of(list)).authority == "server.example.com");
  guarded_server one;
  CHECK(one.role.adopt(head_of(list)) == server_state::upgrade);
  CHECK(one.role.handshake().authority == "server.example.com");
}

TEST_CASE(":authority with userinfo or another invalid host fails the handshake with 400") {
  for (const octets authority : {octets("user@server.example.com"), octets("user:password@server.example.com"),
                                 octets("server.example.com:port"), octets("server.example.com:65536"), octets("/"),
                                 octets("a/b"), octets("[::1"), octets(":443"), octets("a,b@c"), octets("https://a")}) {
    check_refused(with(plain, ":authority", authority), server_state::failed, errc::bad_authority, 0, ":authority", 400);
  }
}

// RFC 9110 §9.3.6, RFC 8441 §5
TEST_CASE("any Content-Length fails an extended CONNECT, 0 too") {
  for (const octets length : {octets("0"), octets("00"), octets("1"), octets("12345")}) {
    check_refused(connect_list({{"content-length", length}}), server_state::failed, errc::body_on_handshake, 6,
                  "Content-Length", 400);
  }
  check_refused(connect_list({{"content-length", "x"}}), server_state::failed, errc::bad_content_length, 6,
                "Content-Length", 400);
  check_refused(connect_list({{"content-length", "0"}, {"content-length", "1"}}), server_state::failed,
                errc::conflicting_content_length, 7, "Content-Length", 400);
}

TEST_CASE("a stream that ends with its header list fails the handshake") {
  for (const unsigned version : list_versions) {
    request_view asked = head_of(plain, version);
    asked.ends_stream = true;
    check_fault(check(asked), errc::body_on_handshake, 0, "");
    CHECK(is_upgrade(asked));
    guarded_server one;
    CHECK(one.role.adopt(asked) == server_state::failed);
    CHECK(one.role.error() == errc::body_on_handshake);
    CHECK(one.role.request().ends_stream);
    CHECK_MESSAGE(check(one.role.request()) == errc::body_on_handshake,
                  "the server keeps ends_stream, by which it has judged the request");
    CHECK(responded_fields(one.role).status == 400);
  }
  request_view asked = {"GET", "/", 11, {}};
  asked.ends_stream = true;
  const field_list header = {{"Host", "a"},
                             {"Upgrade", "websocket"},
                             {"Connection", "Upgrade"},
                             {"Sec-WebSocket-Key", sample_key},
                             {"Sec-WebSocket-Version", "13"}};
  asked.header = header;
  CHECK_MESSAGE(check(asked) == errc::none, "over HTTP/1.1 ends_stream has no meaning");
}

// RFC 9110 §15.5.22: a 426 must have the field Upgrade, which HTTP/2 forbids.
TEST_CASE("a Sec-WebSocket-Version that is missing, repeated or not 13 gets 400 with the version 13, never 426") {
  const field_list missing = without(plain, "sec-websocket-version");
  check_refused(missing, server_state::failed, errc::missing_version, 5, "Sec-WebSocket-Version", 400);
  const field_list twice = connect_list({{"sec-websocket-version", "13"}});
  check_refused(twice, server_state::failed, errc::repeated_version, 6, "Sec-WebSocket-Version", 400);
  const field_list other = with(plain, "sec-websocket-version", "8");
  check_refused(other, server_state::failed, errc::unsupported_version, 5, "Sec-WebSocket-Version", 400);
  for (const field_list& list : {missing, twice, other}) {
    guarded_server one;
    (void)one.role.adopt(head_of(list));
    const written_answer answer = responded_fields(one.role);
    CHECK(answer.status == 400);
    CHECK(answer.find("sec-websocket-version") == "13");
    CHECK(answer.count("upgrade") == 0);
    CHECK(answer.count("connection") == 0);
  }
}

// RFC 8441 §5
TEST_CASE("a key and an accept value in the header list of a request are not checked") {
  for (const octets key : {octets(sample_key), octets(""), octets("x"), octets("dGhlIHNhbXBsZSBub25jZQ=")}) {
    CHECK(fault_in(connect_list({{"sec-websocket-key", key}})) == errc::none);
    CHECK(fault_in(connect_list({{"sec-websocket-key", key}, {"sec-websocket-key", key}})) == errc::none);
    CHECK(fault_in(connect_list({{"sec-websocket-accept", key}})) == errc::none);
  }
}

// RFC 8441 §5
TEST_CASE("origin, version, subprotocols, extensions and Expect of a header list are held to the rules of RFC 6455") {
  const octets origins[] = {"https://example.com"};
  const octets subprotocols[] = {"chat"};
  const server_config config(
      server_options{.subprotocols = subprotocols, .require_subprotocol = true, .origins = origins});
  const field chat = {"sec-websocket-protocol", "x, chat"};
  const field origin = {"origin", "https://example.com"};
  CHECK(fault_in(connect_list({chat, origin}), config) == errc::none);
  check_fault(fault_in(connect_list({chat, {"origin", "https://evil.example"}}), config), errc::forbidden_origin, 7,
              "Origin");
  check_fault(fault_in(connect_list({chat, origin, origin}), config), errc::repeated_origin, 8, "Origin");
  check_fault(fault_in(connect_list({origin}), config), errc::missing_subprotocol, 7, "Sec-WebSocket-Protocol");
  check_fault(fault_in(connect_list({origin, {"sec-websocket-protocol", "x"}}), config), errc::no_common_subprotocol, 7,
              "Sec-WebSocket-Protocol");
  check_fault(fault_in(connect_list({{"sec-websocket-protocol", "a"}, {"sec-websocket-protocol", "b, a"}})),
              errc::repeated_subprotocol, 7, "Sec-WebSocket-Protocol");
  check_fault(fault_in(connect_list({{"sec-websocket-protocol", "a b"}})), errc::bad_subprotocols, 6,
              "Sec-WebSocket-Protocol");
  check_fault(fault_in(connect_list({{"sec-websocket-protocol", ","}})), errc::empty_subprotocols, 6,
              "Sec-WebSocket-Protocol");
  check_fault(fault_in(connect_list({{"sec-websocket-extensions", "a"}, {"sec-websocket-extensions", "b;"}})),
              errc::bad_extensions, 7, "Sec-WebSocket-Extensions");
  check_fault(fault_in(connect_list({{"sec-websocket-extensions", ""}})), errc::empty_extensions, 6,
              "Sec-WebSocket-Extensions");
  check_fault(fault_in(connect_list({{"expect", "x"}})), errc::bad_expect, 6, "Expect");
  const server_config strict(server_options{.require_origin = true});
  check_fault(fault_in(plain, strict), errc::missing_origin, 6, "Origin");
}

TEST_CASE("same_host_origin compares the origin of a list with :authority") {
  const server_config config(server_options{.same_host_origin = true});
  CHECK(fault_in(connect_list({{"origin", "https://server.example.com"}}), config) == errc::none);
  CHECK(fault_in(connect_list({{"origin", "https://server.example.com:8443"}}), config) == errc::forbidden_origin);
  CHECK(fault_in(connect_list({{"host", "server.example.com:443"}, {"origin", "https://server.example.com"}}), config) ==
        errc::none);
  CHECK(fault_in(connect_list({{"origin", "https://example.com"}}), config) == errc::forbidden_origin);
}

// RFC 9113 §8.2.3
TEST_CASE("Cookie in several fields of a header list stays in the header list, for the caller to join") {
  const field_list list = connect_list({{"cookie", "a=b"}, {"cookie", "c=d"}});
  CHECK(fault_in(list) == errc::none);
  std::string joined;
  for (const octets cookie : head_of(list).header.values("Cookie")) {
    if (!joined.empty()) joined += "; ";
    joined += std::string_view(cookie);
  }
  CHECK(joined == "a=b; c=d");
}

TEST_CASE("a request_view whose members the caller has set to version 20 or 30 is held to the rules of header lists") {
  const field_list header = {{"sec-websocket-version", "13"}};
  for (const unsigned version : list_versions) {
    const request_view get = {"GET", "/chat", version, header};
    check_fault(check(get), errc::missing_pseudo_field, 0, ":scheme");
    request_view asked = {"CONNECT", "/chat", version, header};
    check_fault(check(asked), errc::misused_pseudo_field, 0, "");
    asked.protocol = "websocket";
    check_fault(check(asked), errc::missing_pseudo_field, 0, ":scheme");
    asked.scheme = "https";
    check_fault(check(asked), errc::missing_pseudo_field, 0, ":authority");
    asked.authority = "a";
    check_fault(check(asked), errc::none, 0, "");
    asked.target = "";
    check_fault(check(asked), errc::missing_target, 0, "");
    asked.method = "";
    check_fault(check(asked), errc::missing_method, 0, "");
    const request_view nothing = {"", "", version, {}};
    check_fault(check(nothing), errc::missing_method, 0, "");
  }
}

TEST_CASE("a request_view whose version is neither HTTP/1.x nor HTTP/2 nor HTTP/3 is no request") {
  request_view asked = head_of(plain);
  for (const unsigned version : {0U, 9U, 21U, 25U, 29U, 31U, 40U, 276U, 0xffffffffU}) {
    CAPTURE(version);
    asked.version = version;
    check_fault(check(asked), errc::unsupported_http_version, 0, "");
    guarded_server one;
    CHECK(one.role.adopt(asked) == server_state::failed);
    CHECK(one.role.error() == errc::unsupported_http_version);
    CHECK(!is_upgrade(asked));
    CHECK(responded_fields(one.role).status == 505);
  }
}

TEST_CASE("the lines of an HTTP/1.1 head are held to the rules of header lists if they are passed as a list") {
  const std::string head = handshake_head();
  const request_reading read = read_request(head);
  REQUIRE(read.error == errc::none);
  for (const unsigned version : list_versions) {
    request_view asked = head_of(plain, version);
    asked.header = read.head.header;
    const diagnostic found = check(asked);
    CHECK(found == errc::upper_case_field_name);
    CHECK(found.field == "Host");
    guarded_server one;
    CHECK(one.role.adopt(asked) == server_state::failed);
    CHECK(one.role.error() == errc::upper_case_field_name);
    const response_view answer = {.version = version, .status = 200, .header = read.head.header};
    CHECK(check_answer(answer, head_of(plain, version)).error == errc::upper_case_field_name);
  }
}

TEST_CASE("a server names the field of a malformed list that it has adopted") {
  for (const unsigned version : list_versions) {
    for (const auto& [name, value, code] : {std::tuple<octets, octets, errc>{"Origin", "a", errc::upper_case_field_name},
                                            {"origin", " a", errc::white_space_around_value},
                                            {"origin", "a\n", errc::bad_field_value},
                                            {"connection", "close", errc::connection_specific_field}}) {
      const field_list list = connect_list({{name, value}});
      guarded_server one;
      CHECK(one.role.adopt(head_of(list, version)) == server_state::failed);
      CHECK(one.role.error().code == code);
      CHECK(one.role.error().offset == pseudo_count + 1);
      CHECK(one.role.error().field == (name == "connection" ? octets("Connection") : octets("Origin")));
    }
  }
}

TEST_CASE("the pseudo-header fields of a request_view of HTTP/1.1 have no meaning") {
  const field_list header = {{"Host", "a"},
                             {"Upgrade", "websocket"},
                             {"Connection", "Upgrade"},
                             {"Sec-WebSocket-Key", sample_key},
                             {"Sec-WebSocket-Version", "13"}};
  for (const unsigned version : {11U, 12U, 19U}) {
    request_view asked = {"GET", "/chat", version, header};
    asked.protocol = "connect-udp";
    asked.scheme = "\r\n";
    asked.authority = "evil.example";
    asked.ends_stream = true;
    check_fault(check(asked), errc::none, 0, "");
    CHECK(gather(asked).authority == "a");
    guarded_server one;
    CHECK(one.role.adopt(asked) == server_state::upgrade);
    CHECK(one.role.request().protocol == "");
    CHECK(one.role.request().authority == "");
    CHECK(!one.role.request().ends_stream);
    CHECK(one.role.handshake().authority == "a");
    CHECK(read(accepted(one.role)).status == 101);
  }
  request_view connect = head_of(plain, 20);
  connect.version = 11;
  CHECK_MESSAGE(check(connect) == errc::missing_host, "CONNECT with :protocol is no handshake over HTTP/1.1");
}

}  // namespace
}  // namespace wshake::test
