// SPDX-License-Identifier: BSL-1.0
// Tests forward_request() and forward_request_fields(), which write the request that a gateway passes on.
#include <string>
#include <vector>

#include <wshake/answer_result.hpp>
#include <wshake/forward.hpp>
#include <wshake/header_list.hpp>

#include "forward_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

using sent_octets = called<forwarded_request>;
using sent_fields = called<field_request>;

std::string forwarded_text(const request_view& request, argument_list<field> header = {}) {
  const sent_octets sent(
      [&](mutable_octets out) { return forward_request(out, request, sample_nonce, default_server_config, header); });
  CHECK(sent->error == errc::none);
  return std::string(sent->written);
}

std::string forwarded_list(const request_view& request, unsigned version = 20, argument_list<field> header = {}) {
  const sent_fields sent([&](mutable_octets out) {
    return forward_request_fields(out, request, version, true, "http", default_server_config, header);
  });
  CHECK(sent->error == errc::none);
  return text_of(sent->head);
}

const std::string made_front =
    "Host: server.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const std::string made_request = "GET /chat?room=1 HTTP/1.1\r\n" + made_front;
const std::string made_list = "CONNECT /chat?room=1 websocket http server.example.com 20\nsec-websocket-version: 13\n";

// Returns the error of forward_request(). forward_request_fields() must have the same error.
errc error_of(const request_view& request, const server_config& config = default_server_config,
              argument_list<field> header = {}) {
  char out[2048];
  const forwarded_request sent = forward_request(out, request, sample_nonce, config, header);
  CHECK(sent.written.empty());
  CHECK(sent.head.method.empty());
  const field_request asked = forward_request_fields(out, request, 20, true, "https", config, header);
  CHECK(asked.error == sent.error);
  CHECK(asked.head.method.empty());
  return sent.error.code;
}

TEST_CASE("a gateway from HTTP/1.1 to HTTP/1.1 sends its own key and passes the other fields on in order") {
  const field_list header = front_fields({{"Origin", "https://example.com"},
                                          {"Sec-WebSocket-Protocol", "chat, superchat"},
                                          {"X-Empty", ""},
                                          {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"},
                                          {"cookie", "a=1"}});
  CHECK(forwarded_text(plain_request(header)) ==
        made_request +
            "Origin: https://example.com\r\nSec-WebSocket-Protocol: chat, superchat\r\nX-Empty: \r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\ncookie: a=1\r\n\r\n");
}

TEST_CASE("a gateway from HTTP/2 to HTTP/1.1 makes Host, Connection, Upgrade and a key") {
  const field_list header = {{"pragma", "no-cache"},
                             {"origin", "https://example.com"},
                             {"host", "SERVER.example.com:443"},
                             {"sec-websocket-version", "13"},
                             {"sec-websocket-key", front_key},
                             {"te", "trailers"},
                             {"sec-websocket-protocol", "chat"}};
  const std::string expected = made_request +
                               "pragma: no-cache\r\norigin: https://example.com\r\n"
                               "sec-websocket-protocol: chat\r\n\r\n";
  CHECK(forwarded_text(list_request(header)) == expected);
  CHECK(forwarded_text(list_request(header, 30)) == expected);
}

TEST_CASE("a gateway from HTTP/1.1 to HTTP/2 drops the key and makes the pseudo-header fields") {
  const field_list header = front_fields({{"Origin", "https://example.com"}, {"X-Mixed-Case", "Value"}});
  CHECK(forwarded_list(plain_request(header)) == made_list + "origin: https://example.com\nx-mixed-case: Value\n");
}

TEST_CASE("a gateway between HTTP/2 and HTTP/3 passes :scheme and TE on, and drops the key") {
  const field_list header = {{"sec-websocket-version", "13"},
                             {"te", "trailers"},
                             {"sec-websocket-key", front_key},
                             {"cookie", "a=1"},
                             {"cookie", "b=2"}};
  const std::string lines = "sec-websocket-version: 13\nte: trailers\ncookie: a=1\ncookie: b=2\n";
  const std::string front = "CONNECT /chat?room=1 websocket https server.example.com ";
  CHECK(forwarded_list(list_request(header), 30) == front + "30\n" + lines);
  CHECK(forwarded_list(list_request(header, 30), 20) == front + "20\n" + lines);
}

TEST_CASE("the forwarded request passes check(), and its view lies in the buffer") {
  const field_list header = front_fields({{"Sec-WebSocket-Protocol", "chat"}});
  const sent_octets sent([&](mutable_octets out) { return forward_request(out, plain_request(header), sample_nonce); });
  CHECK(check(sent->head).ok());
  CHECK(sent->head.version == 11);
  CHECK(sent->head.header.find("Sec-WebSocket-Key") == octets(sample_key));
  CHECK(sent->head.target.data() > sent.out.data());
  CHECK(sent->head.target.end() < sent.out.data() + sent.out.size());

  const sent_fields asked(
      [&](mutable_octets out) { return forward_request_fields(out, plain_request(header), 20, true, "https"); });
  CHECK(check(asked->head).ok());
  CHECK(asked->head.scheme == "https");
  CHECK(asked->head.authority.data() >= asked.out.data());
  CHECK_FALSE(asked->head.ends_stream);
}

TEST_CASE("a request that was read from octets is passed on like a list of fields") {
  const std::string head = handshake_head("Sec-WebSocket-Protocol:  \t chat \r\nX-Next: 1\r\n");
  const request_reading read = read_request(head);
  REQUIRE(read.consumed == head.size());
  CHECK(forwarded_list(read.head) == "CONNECT /chat websocket http " + std::string(gather(read.head).authority) +
                                         " 20\nsec-websocket-version: 13\nsec-websocket-protocol: chat\nx-next: 1\n");
}

TEST_CASE("fields that concern one connection only are not passed on") {
  const field_list header = {{"Host", "server.example.com"},
                             {"X-First", "1"},
                             {"Connection", "keep-alive, X-Listed,, x-LATER"},
                             {"Keep-Alive", "timeout=5"},
                             {"Proxy-Connection", "keep-alive"},
                             {"x-listed", "secret"},
                             {"Upgrade", "h2c, websocket"},
                             {"TE", "trailers"},
                             {"Expect", "100-continue"},
                             {"Proxy-Authorization", "Basic Zm9vOmJhcg=="},
                             {"Proxy-Authenticate", "Basic"},
                             {"Proxy-Authentication-Info", "x"},
                             {"Content-Length", "0"},
                             {"Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
                             {"X-Later", "secret"},
                             {"HTTP2-Settings", "AAMAAABkAAQAAP__"},
                             {"X-Listed-Not", "2"},
                             {"Connection", "Upgrade, HTTP2-Settings"},
                             {"Sec-WebSocket-Key", front_key},
                             {"Sec-WebSocket-Version", "13"}};
  CHECK(forwarded_text(plain_request(header)) == made_request + "X-First: 1\r\nX-Listed-Not: 2\r\n\r\n");
  CHECK(forwarded_list(plain_request(header)) == made_list + "x-first: 1\nx-listed-not: 2\n");
}

TEST_CASE("a request is not forwarded if its Connection has more than 64 members") {
  std::string members = "upgrade";
  for (unsigned n = 1; n < 64; ++n) members += ",, x-" + std::to_string(n);
  const field_list passes = {
      {"Host", "a"},           {"Upgrade", "websocket"},         {"Sec-WebSocket-Version", "13"},
      {"Connection", members}, {"Sec-WebSocket-Key", front_key}, {"X-63", "ends here"},
  };
  const std::string text = forwarded_text(plain_request(passes));
  CHECK(text.find("X-63") == std::string::npos);
  field_list fails = passes;
  fails.push_back({"Connection", "x-one-more"});
  CHECK(error_of(plain_request(fails)) == errc::bad_field_value);
  char out[2048];
  const diagnostic error = forward_request(out, plain_request(fails), sample_nonce).error;
  CHECK(error.field == "Connection");
  CHECK(error.offset == passes.size());
}

TEST_CASE("Connection cannot take away the fields that make a handshake") {
  const field_list header = {{"Host", "server.example.com"},
                             {"Upgrade", "websocket"},
                             {"Connection",
                              "Upgrade, Host, Sec-WebSocket-Version, Sec-WebSocket-Key, "
                              "Sec-WebSocket-Protocol, Connection"},
                             {"Sec-WebSocket-Key", front_key},
                             {"Sec-WebSocket-Version", "13"},
                             {"Sec-WebSocket-Protocol", "chat"}};
  CHECK(forwarded_text(plain_request(header)) == made_request + "\r\n");
  CHECK(forwarded_list(plain_request(header)) == made_list);
}

TEST_CASE("an absolute-form target becomes the origin-form, and its authority replaces Host") {
  struct form {
    octets target;
    std::string path;
  };
  for (const form& one : {form{"http://b.example:8080", "/"}, form{"ws://b.example:8080?x", "/?x"},
                          form{"wss://b.example:8080/a?x", "/a?x"}}) {
    const field_list header = front_fields();
    std::string expected = "GET " + one.path + " HTTP/1.1\r\n" + made_front + "\r\n";
    expected.replace(expected.find("server.example.com"), 18, "b.example:8080");
    CHECK(forwarded_text(plain_request(header, one.target)) == expected);
    CHECK(forwarded_list(plain_request(header, one.target)) ==
          "CONNECT " + one.path + " websocket http b.example:8080 20\nsec-websocket-version: 13\n");
  }
}

// RFC 9113 §8.2.3
TEST_CASE("several Cookie fields of HTTP/2 become one Cookie field towards HTTP/1.1, at the index of the first") {
  const field_list header = {{"cookie", "a=1"}, {"sec-websocket-version", "13"},
                             {"cookie", "b=2"}, {"origin", "null"},
                             {"cookie", ""},    {"cookie", "c=3"}};
  CHECK(forwarded_text(list_request(header)) == made_request + "cookie: a=1; b=2; ; c=3\r\norigin: null\r\n\r\n");
  const field_list one = {{"sec-websocket-version", "13"}, {"cookie", "a=1"}};
  CHECK(forwarded_text(list_request(one)) == made_request + "cookie: a=1\r\n\r\n");
  const field_list plain = front_fields({{"Cookie", "a=1"}, {"Cookie", "b=2"}});
  CHECK(forwarded_text(plain_request(plain)) == made_request + "Cookie: a=1\r\nCookie: b=2\r\n\r\n");
}

// RFC 9113 §8.2.1
TEST_CASE("white space around a value is not passed on") {
  const field_list header = front_fields({{"X-Space", " \t a b\t"}, {"X-Blank", "  "}});
  CHECK(forwarded_list(plain_request(header)) == made_list + "x-space: a b\nx-blank: \n");
  const field_list origin = front_fields({{"Origin", " https://example.com\t"}});
  char out[1024];
  const field_request asked = forward_request_fields(out, plain_request(origin), 20, true, "http");
  CHECK(asked.head.header.find("Origin") == octets("https://example.com"));
}

TEST_CASE("a field of the gateway replaces received fields of the same name, and Via follows received Via fields") {
  const field_list header = front_fields(
      {{"x-forwarded-proto", "https"}, {"Via", "1.1 first"}, {"X-Kept", "1"}, {"X-Forwarded-Proto", "forged"}});
  const field_list own = {{"X-Forwarded-Proto", "http"}, {"Via", "1.1 second"}};
  CHECK(forwarded_text(plain_request(header), own) ==
        made_request + "Via: 1.1 first\r\nX-Kept: 1\r\nX-Forwarded-Proto: http\r\nVia: 1.1 second\r\n\r\n");
  CHECK(forwarded_list(plain_request(header), 20, own) ==
        made_list + "via: 1.1 first\nx-kept: 1\nx-forwarded-proto: http\nvia: 1.1 second\n");
  const field_list cookies = {{"sec-websocket-version", "13"}, {"cookie", "a=1"}, {"cookie", "b=2"}};
  CHECK(forwarded_text(list_request(cookies), {{"Cookie", "own=1"}}) == made_request + "Cookie: own=1\r\n\r\n");
  CHECK(forwarded_text(plain_request(front_fields()), {{"Proxy-Authorization", "Basic eA=="}}) ==
        made_request + "Proxy-Authorization: Basic eA==\r\n\r\n");
}

TEST_CASE("nothing is written if the gateway sets a reserved field") {
  const field_list header = front_fields();
  const octets reserved[] = {"Host", "Connection", "Upgrade", "TE", "sec-websocket-key", "Content-Length", "Expect"};
  for (const octets name : reserved) {
    CHECK(error_of(plain_request(header), default_server_config, {{name, "x"}}) == errc::reserved_field);
  }
  CHECK(error_of(plain_request(header), default_server_config, {{"X-Line", "a\r\nb"}}) == errc::bad_argument);
}

TEST_CASE("a request that does not pass check() is not forwarded") {
  struct one {
    errc error;
    request_view request;
  };
  const field_list good = front_fields();
  const field_list no_key = {
      {"Host", "a"}, {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"}};
  const field_list old = {{"sec-websocket-version", "8"}};
  const field_list version = {{"sec-websocket-version", "13"}};
  const field_list connection = {{"sec-websocket-version", "13"}, {"connection", "x"}};
  const field_list length = {{"sec-websocket-version", "13"}, {"content-length", "0"}};
  const field_list control = front_fields({{"X-Bad", "a\rb"}});
  const field_list name = front_fields({{"X Bad", "a"}});
  const field_list body = front_fields({{"Content-Length", "5"}});
  const field_list chunked = front_fields({{"Transfer-Encoding", "chunked"}});
  const field_list plain = {{"Host", "a"}};
  request_view ends = list_request(version);
  ends.ends_stream = true;
  request_view another = list_request(version);
  another.protocol = "connect-udp";
  request_view post = plain_request(good);
  post.method = "POST";
  request_view http_3_1 = plain_request(good);
  http_3_1.version = 31;
  for (const one& it :
       {one{errc::missing_key, plain_request(no_key)}, one{errc::unsupported_version, list_request(old)},
        one{errc::connection_specific_field, list_request(connection)}, one{errc::body_on_handshake, list_request(length)},
        one{errc::body_on_handshake, ends}, one{errc::another_protocol, another},
        one{errc::bad_field_value, plain_request(control)}, one{errc::bad_field_name, plain_request(name)},
        one{errc::body_on_handshake, plain_request(body)}, one{errc::body_on_handshake, plain_request(chunked)},
        one{errc::not_an_upgrade, plain_request(plain)}, one{errc::bad_handshake_method, post},
        one{errc::unsupported_http_version, http_3_1}, one{errc::bad_target, plain_request(good, "/a\r\nX: y")}}) {
    CHECK(error_of(it.request) == it.error);
  }
}

TEST_CASE("the configuration of the gateway applies to forwarded requests") {
  const octets origins[] = {"https://example.com"};
  const server_config config(server_options{.origins = origins});
  const field_list header = front_fields({{"Origin", "https://evil.example"}});
  CHECK(error_of(plain_request(header), config) == errc::forbidden_origin);
  const octets bad[] = {"https://example.com/"};
  CHECK(error_of(plain_request(header), server_config(server_options{.origins = bad})) == errc::bad_config);
}

TEST_CASE("an extended CONNECT is written only if it is allowed, for version 20 or 30, with a known scheme") {
  char out[1024];
  const field_list header = front_fields();
  const request_view request = plain_request(header);
  CHECK(forward_request_fields(out, request, 20, false, "http").error == errc::extended_connect_not_allowed);
  for (const unsigned version : {0U, 10U, 11U, 21U, 31U, 40U}) {
    CHECK(forward_request_fields(out, request, version, true, "http").error == errc::unsupported_http_version);
  }
  const octets unknown[] = {"", "ws", "wss", "httpss"};
  for (const octets scheme : unknown) {
    const field_request asked = forward_request_fields(out, request, 20, true, scheme);
    CHECK(asked.error == errc::bad_argument);
    CHECK(asked.error.field == "scheme");
  }
  CHECK(forward_request_fields(out, request, 20, true, "HTTPS").head.scheme == "https");
  const field_list list = {{"sec-websocket-version", "13"}};
  CHECK(forward_request_fields(out, list_request(list), 30, true, {}).head.scheme == "https");
}

TEST_CASE("a forwarded request is written whole, or not at all with the exact size") {
  const field_list header = front_fields({{"Origin", "https://example.com"}, {"Connection", "X-A"}, {"X-A", "1"}});
  const field_list list = {{"cookie", "a=1"}, {"sec-websocket-version", "13"}, {"cookie", "b=2"}};
  for (const request_view& request : {plain_request(header), list_request(list)}) {
    check_room([&](mutable_octets out) {
      return forward_request(out, request, sample_nonce, default_server_config, {{"Via", "1.1 a"}});
    });
    check_room([&](mutable_octets out) {
      return forward_request_fields(out, request, 30, true, "https", default_server_config, {{"Via", "1.1 a"}});
    });
  }
}

TEST_CASE("a request that is too large for any head is not forwarded") {
  const std::string large(65400, 'a');
  const field_list header = front_fields({{"X-Large", large}});
  std::vector<char> out(70000);
  CHECK(forward_request(out, plain_request(header), sample_nonce).error == errc::head_too_large);
  CHECK(forward_request({}, plain_request(header), sample_nonce).error == errc::head_too_large);
  const field_list larger = front_fields({{"X-Large", large}, {"X-More", std::string_view(large).substr(0, 200)}});
  CHECK(forward_request_fields(out, plain_request(larger), 20, true, "http").error == errc::head_too_large);

  field_list many = {{"sec-websocket-version", "13"}};
  many.resize(401, {"x", "y"});
  CHECK(forward_request(out, list_request(many), sample_nonce).error == errc::too_many_field_lines);
  CHECK(forward_request_fields(out, list_request(many), 20, true, "http"));
}

}  // namespace
}  // namespace wshake::test
