// SPDX-License-Identifier: BSL-1.0
// Tests how URIs of RFC 6455 §3 are parsed and written, and how the references of RFC 3986 §5.4 are resolved.
#include <array>
#include <string>
#include <string_view>

#include <wshake/uri.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

using writer_of_uri = write_result (*)(mutable_octets, const uri&) noexcept;

std::string written(writer_of_uri write, const uri& where) {
  std::array<char, 256> out;
  const write_result result = write(out, where);
  REQUIRE(result);
  return {out.data(), result.written.size()};
}

std::string host_of(std::string_view text) {
  const uri_reading read = parse_uri(text);
  REQUIRE(read);
  return written(write_host, read.found);
}

std::string target_of(std::string_view text) {
  const uri_reading read = parse_uri(text);
  REQUIRE(read);
  return written(write_target, read.found);
}

TEST_CASE("parse_uri finds the parts of a URI") {
  const uri_reading read = parse_uri("wss://me:secret@example.com:8443/chat/room?x=1&y=%20");
  CHECK(read.error == errc::none);
  CHECK(read.error.offset == 0);
  REQUIRE(read);
  CHECK(read.found.scheme == "wss");
  CHECK(read.found.secure);
  CHECK(read.found.userinfo == "me:secret");
  CHECK(read.found.host == "example.com");
  CHECK(read.found.port == 8443);
  CHECK(read.found.resource_name == "/chat/room?x=1&y=%20");
}

TEST_CASE("write_host omits the scheme's default port") {
  CHECK(host_of("ws://example.com/") == "example.com");
  CHECK(host_of("ws://example.com:80/") == "example.com");
  CHECK(host_of("ws://example.com:443/") == "example.com:443");
  CHECK(host_of("wss://example.com:443/") == "example.com");
  CHECK(host_of("wss://example.com:80/") == "example.com:80");
  CHECK(host_of("HTTP://example.com:80") == "example.com");
  CHECK(host_of("https://example.com:") == "example.com");
  CHECK(host_of("ws://[2001:db8::1]:8080/") == "[2001:db8::1]:8080");
  CHECK(host_of("ws://[::1]") == "[::1]");
  CHECK(host_of("ws://user@192.0.2.1:65535") == "192.0.2.1:65535");
}

TEST_CASE("write_target writes a path, \"/\" if the URI has none") {
  CHECK(target_of("ws://example.com") == "/");
  CHECK(target_of("ws://example.com/") == "/");
  CHECK(target_of("ws://example.com?x=/") == "/?x=/");
  CHECK(target_of("ws://example.com/chat?") == "/chat?");
}

TEST_CASE("parse_uri rejects invalid URIs and reports the offset") {
  const auto fails_at = [](std::string_view text, std::size_t at) {
    CAPTURE(text);
    const uri_reading read = parse_uri(text);
    CHECK(read.error == errc::bad_uri);
    CHECK(read.error.offset == at);
  };
  fails_at("", 0);
  fails_at("ws", 0);
  fails_at("example.com/chat", 0);
  fails_at("ftp://example.com/", 0);
  fails_at("ws:example.com", 3);
  fails_at("ws:/example.com", 3);
  fails_at("ws://", 5);
  fails_at("ws:///chat", 5);
  fails_at("ws://:80/", 5);
  fails_at("ws://@/", 6);
  fails_at("ws://a b/", 6);
  fails_at("ws://a/b#c", 8);
  fails_at("ws://a/\xc3\xa4", 7);
  fails_at("ws://a/\r\nX: y", 7);
  fails_at("ws://a:0/", 7);
  fails_at("ws://a:65536/", 11);
  fails_at("ws://a:8x/", 8);
  fails_at("ws://[::1/", 9);
  fails_at("ws://[]/", 6);
  fails_at("ws://[::g]/", 8);
  fails_at("ws://[:1]/", 6);
  fails_at("ws://[1]/", 7);
  fails_at("ws://[1:2:3:4:5:6:7:8:9]/", 21);
  fails_at("ws://[1:2:3:4:5:6:7:8::]/", 21);
  fails_at("ws://[::1:2:3:4:5:6:7:8]/", 22);
  fails_at("ws://[12345::]/", 10);
  fails_at("ws://[1::2::3]/", 11);
  fails_at("ws://[1.2.3.4]/", 13);
  fails_at("ws://[::1.2.3]/", 13);
  fails_at("ws://[::1.2.3.256]/", 16);
  fails_at("ws://[::01.2.3.4]/", 9);
  fails_at("ws://[::1%25eth0]/", 9);
  fails_at("ws://[v1]/", 8);
  fails_at("ws://[v.a]/", 7);
  fails_at("ws://m\"e@a/", 6);
  fails_at("ws://m%4@a/", 8);
  fails_at("ws://m%zz@a/", 7);
  fails_at("ws://a:0/x y", 7);
}

// RFC 3986 §3.3 and §3.4: pchar, "/" and "?"; §2.1: "%" and two hexadecimal digits.
TEST_CASE("parse_uri holds path and query to the grammar of RFC 3986") {
  const auto fails_at = [](std::string_view text, std::size_t at) {
    CAPTURE(text);
    const uri_reading read = parse_uri(text);
    CHECK(read.error == errc::bad_uri);
    CHECK(read.error.offset == at);
    uri base;
    base.host = "h";
    std::array<char, 64> out;
    CHECK(resolve_uri(out, base, text).error == errc::bad_uri);
    CHECK(resolve_uri(out, base, text.substr(text.find('/', 5))).error == errc::bad_uri);
  };
  for (const char octet : std::string_view("\"<>[\\]^`{|}\x01 \x7f\x80\xff")) {
    fails_at("ws://a/" + std::string(1, octet), 7);
    fails_at("ws://a/?" + std::string(1, octet) + "/", 8);
    fails_at("ws://a/0123456789abcdef0123456789abcde" + std::string(1, octet) + "x", 38);
  }
  fails_at("ws://h/%", 8);
  fails_at("ws://h/%2", 9);
  fails_at("ws://h/%zz", 8);
  fails_at("ws://h/%2g", 9);
  fails_at("ws://h/?%%20", 9);
  fails_at("ws://h/%20%aF%Gf/0123456789abcdef", 14);
  const auto reads = [](std::string_view text, std::string_view resource_name) {
    CAPTURE(text);
    const uri_reading read = parse_uri(text);
    CHECK(read.error == errc::none);
    CHECK(read.found.resource_name == resource_name);
  };
  reads("ws://h/-._~!$&'()*+,;=:@/?-._~!$&'()*+,;=:@/?", "/-._~!$&'()*+,;=:@/?-._~!$&'()*+,;=:@/?");
  reads("ws://h/%00%fF%20?%7C", "/%00%fF%20?%7C");
  reads("ws://h//?", "//?");
}

TEST_CASE("write_encoded encodes every byte that a path or a query can't hold") {
  std::array<char, 256> out;
  const auto becomes = [&](std::string_view text, std::string_view wanted, octets others = {}) {
    CAPTURE(text);
    const write_result result = write_encoded(out, text, others);
    REQUIRE(result);
    CHECK(std::string_view(out.data(), result.written.size()) == wanted);
    for (std::size_t room = 0; room < result.written.size(); ++room) {
      const write_result refused = write_encoded({out.data(), room}, text, others);
      CHECK(refused.error == errc::need_room);
      CHECK(refused.needed == result.written.size());
    }
  };
  becomes("", "");
  becomes("/chat/room?x=1&y=/?", "/chat/room?x=1&y=/?");
  becomes("/a b?\"<>[\\]^`{|}#", "/a%20b?%22%3C%3E%5B%5C%5D%5E%60%7B%7C%7D%23");
  becomes("/\xc3\xa4\r\n", "/%C3%A4%0D%0A");
  becomes("%7c%20 %", "%7c%20%20%25");
  becomes("%z%2%%20", "%25z%252%25%20");
  becomes("50% of a/b & c=%20", "50%25%20of%20a%2Fb%20%26%20c%3D%2520", "%/?&=+");
  becomes("%20%62", "%20%62", "26");
  becomes("26%2", "%32%36%25%32", "26");
}

TEST_CASE("write_encoded turns every byte into text that parse_uri accepts") {
  for (unsigned octet = 0; octet < 256; ++octet) {
    CAPTURE(octet);
    const auto given = static_cast<char>(octet);
    std::array<char, 16> out = {'w', 's', ':', '/', '/', 'h', '/'};
    const write_result result = write_encoded({out.data() + 7, out.size() - 7}, {&given, 1});
    REQUIRE(result);
    CHECK(parse_uri({out.data(), 7 + result.written.size()}));
    constexpr std::string_view marks = "-._~!$&'()*+,;=:@/?";
    const bool plain = (octet >= '0' && octet <= '9') || ((octet | 0x20) >= 'a' && (octet | 0x20) <= 'z') ||
                       (octet != 0 && marks.find(given) != std::string_view::npos);
    CHECK(result.written.size() == (plain ? 1 : 3));
  }
}

// RFC 3986 §5.4, base http://a/b/c/d;p?q. The expected URIs have ws instead of http, and no fragment.
TEST_CASE("resolve_uri resolves references as RFC 3986 does") {
  const uri_reading base = parse_uri("http://a/b/c/d;p?q");
  REQUIRE(base);
  const auto leads_to = [&](std::string_view reference, std::string_view wanted) {
    CAPTURE(reference);
    std::array<char, 256> out;
    const write_result result = resolve_uri(out, base.found, reference);
    REQUIRE(result);
    CHECK(std::string_view(out.data(), result.written.size()) == wanted);
    for (std::size_t room = 0; room < result.written.size(); ++room) {
      const write_result refused = resolve_uri({out.data(), room}, base.found, reference);
      CHECK(refused.error == errc::need_room);
      CHECK(refused.needed >= result.written.size());
    }
  };
  leads_to("g", "ws://a/b/c/g");
  leads_to("./g", "ws://a/b/c/g");
  leads_to("g/", "ws://a/b/c/g/");
  leads_to("/g", "ws://a/g");
  leads_to("//g", "ws://g/");
  leads_to("?y", "ws://a/b/c/d;p?y");
  leads_to("g?y", "ws://a/b/c/g?y");
  leads_to("#s", "ws://a/b/c/d;p?q");
  leads_to("g#s", "ws://a/b/c/g");
  leads_to("g?y#s", "ws://a/b/c/g?y");
  leads_to(";x", "ws://a/b/c/;x");
  leads_to("g;x?y#s", "ws://a/b/c/g;x?y");
  leads_to("", "ws://a/b/c/d;p?q");
  leads_to(".", "ws://a/b/c/");
  leads_to("./", "ws://a/b/c/");
  leads_to("..", "ws://a/b/");
  leads_to("../", "ws://a/b/");
  leads_to("../g", "ws://a/b/g");
  leads_to("../..", "ws://a/");
  leads_to("../../", "ws://a/");
  leads_to("../../g", "ws://a/g");
  leads_to("../../../g", "ws://a/g");
  leads_to("../../../../g", "ws://a/g");
  leads_to("/./g", "ws://a/g");
  leads_to("/../g", "ws://a/g");
  leads_to("g.", "ws://a/b/c/g.");
  leads_to("..g", "ws://a/b/c/..g");
  leads_to("./../g", "ws://a/b/g");
  leads_to("./g/.", "ws://a/b/c/g/");
  leads_to("g/./h", "ws://a/b/c/g/h");
  leads_to("g/../h", "ws://a/b/c/h");
  leads_to("g;x=1/../y", "ws://a/b/c/y");
  leads_to("g?y/../x", "ws://a/b/c/g?y/../x");
  leads_to("https://other.example:8443/x", "wss://other.example:8443/x");
  leads_to("wss://other.example:443", "wss://other.example/");
  leads_to("//other.example:81?x", "ws://other.example:81/?x");
}

TEST_CASE("resolve_uri rejects references that lead to no WebSocket") {
  const uri_reading base = parse_uri("ws://a/b");
  std::array<char, 256> out;
  for (const std::string_view reference :
       {"ftp://a/", "mailto:a@b", "javascript:alert(1)", "ws:x", "//", "///x", "a b", "a\r\nb", "\xff", "ws://a:99999/",
        "%", "a%2x", "?a|b", "a[b]", "//u@h/", "//@h/", "https://u:p@a/b", "ws://@a/b"}) {
    CAPTURE(reference);
    CHECK(resolve_uri(out, base.found, reference).error == errc::bad_uri);
  }
}

TEST_CASE("resolve_uri accepts a base without a path") {
  const uri_reading base = parse_uri("wss://a?q");
  std::array<char, 64> out;
  const auto leads_to = [&](std::string_view reference) {
    const write_result result = resolve_uri(out, base.found, reference);
    REQUIRE(result);
    return std::string(out.data(), result.written.size());
  };
  CHECK(leads_to("g") == "wss://a/g");
  CHECK(leads_to("?y") == "wss://a/?y");
  CHECK(leads_to("") == "wss://a/?q");
  CHECK(leads_to("../g") == "wss://a/g");
}

TEST_CASE("a caller's URI that can't stand in a request is rejected") {
  std::array<char, 64> out;
  const auto refused = [&](octets host, octets resource_name) {
    uri where;
    where.host = host;
    where.resource_name = resource_name;
    return write_host(out, where).error == errc::bad_uri && write_target(out, where).error == errc::bad_uri &&
           resolve_uri(out, where, "/x").error == errc::bad_uri;
  };
  CHECK(refused("", "/"));
  CHECK(refused("h\r\nX: y", "/"));
  CHECK(refused("h:80", "/"));
  CHECK(refused("[::1", "/"));
  CHECK(refused("h", "/ HTTP/1.1\r\nA: b"));
  CHECK(refused("h", "x"));
  CHECK(refused("h", ".evil.example/x"));
  CHECK(refused("h", "@evil.example/x"));
  CHECK(refused("h", ":81/x"));
  CHECK(refused("h", "/%2"));
  CHECK_FALSE(refused("[::1]", "/x"));
  CHECK_FALSE(refused("h", "?x"));
  CHECK_FALSE(refused("h", ""));
}

TEST_CASE("a resource name holds only bytes of the grammar, at every offset and size") {
  std::array<char, 64> out;
  const auto fits = [](unsigned octet) {
    return (octet >= '0' && octet <= '9') || ((octet | 0x20) >= 'a' && (octet | 0x20) <= 'z') ||
           (octet != 0 &&
            std::string_view("-._~!$&'()*+,;=:@/?").find(static_cast<char>(octet)) != std::string_view::npos);
  };
  for (std::size_t size = 1; size < 40; ++size) {
    const guarded place(size);
    for (std::size_t at = 0; at < size; ++at) {
      for (unsigned octet = 0; octet < 256; ++octet) {
        std::string name(size, 'a');
        name[0] = '/';
        name[at] = static_cast<char>(octet);
        uri where;
        where.host = "h";
        where.resource_name = place.put(name);
        CAPTURE(name);
        const bool right = at == 0        ? octet == '/' || octet == '?'
                           : octet == '%' ? at + 2 < size  // "%aa" is a valid escape
                                          : fits(octet);
        CHECK((write_target(out, where).error == errc::none) == right);
      }
    }
  }
}

}  // namespace
}  // namespace wshake::test
