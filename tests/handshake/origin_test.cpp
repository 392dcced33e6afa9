// SPDX-License-Identifier: BSL-1.0
// Tests origin patterns: the origins that each pattern admits, and the patterns that are errors.
#include <array>
#include <iterator>
#include <string>
#include <vector>

#include <wshake/handshake.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

std::array<field, 6> handshake_from(octets origin, octets host = "a") {
  return {{{"Host", host},
           {"Upgrade", "websocket"},
           {"Connection", "Upgrade"},
           {"Sec-WebSocket-Key", sample_key},
           {"Sec-WebSocket-Version", "13"},
           {"Origin", origin}}};
}

errc found(octets origin, const server_options& options, octets host = "a", octets target = "/") {
  const auto list = handshake_from(origin, host);
  const server_config config(options);
  CHECK(config.error().ok());
  const diagnostic result = check({"GET", target, 11, list}, config);
  CHECK(result.offset == (result.ok() ? 0 : 5));
  return result.code;
}

// The error of a server after configure() with the options. The configuration of the server before configure() admits
// every origin.
errc found_at_endpoint(octets origin, const server_options& options) {
  const auto list = handshake_from(origin);
  const server_config config(options);
  guarded_server one;
  CHECK(one.role.adopt({"GET", "/", 11, list}) == server_state::upgrade);
  const server_state state = one.role.configure(config);
  CHECK((state == server_state::upgrade) == one.role.error().ok());
  return one.role.error().code;
}

errc matched(octets pattern, octets origin) { return found(origin, {.origins = {&pattern, 1}}); }

void admits(octets pattern, std::initializer_list<octets> origins) {
  for (const octets origin : origins) {
    CHECK_MESSAGE(matched(pattern, origin) == errc::none, pattern.text(), " and ", origin.text());
  }
}

void forbids(octets pattern, std::initializer_list<octets> origins) {
  for (const octets origin : origins) {
    CHECK_MESSAGE(matched(pattern, origin) == errc::forbidden_origin, pattern.text(), " and ", origin.text());
  }
}

// Origins that bypass common hand-written comparisons with example.com. No pattern below may admit them.
constexpr octets bypasses[] = {
    "https://evilexample.com",
    "https://evil-example.com",
    "https://example.com.evil.net",
    "https://example.comevil.net",
    "https://example.co",
    "https://xample.com",
    "https://www.example.com.evil.net",
    "https://www.example.com@evil.net",
    "https://example.com@evil.net",
    "https://example.com:443@evil.net",
    "https://user@example.com",
    "https://user:secret@example.com",
    "https://user@www.example.com",
    "https://evil.net/example.com",
    "https://evil.net/.example.com",
    "https://evil.net?.example.com",
    "https://evil.net#.example.com",
    "https://evil.net\\.example.com",
    "https://evil.net,.example.com",
    "https://evil.net;.example.com",
    "https://evil.net&.example.com",
    "https://evil.net%00.example.com",
    "https://evil.net%2f.example.com",
    "https://evil.net:443.example.com",
    "https://evil.net:80/.example.com",
    "https://[::1].example.com",
    "https://evil.net https://www.example.com",
    "https://www.example.com https://evil.net",
    "https://example.com/",
    "https://example.com/path",
    "https://example.com?",
    "https://example.com#",
    "https://www.example.com/",
    "https://example.com:",
    "https://example.com:0",
    "https://example.com:00443",
    "https://example.com:0443",
    "https://example.com:+443",
    "https://example.com:443:443",
    "https://example.com:65979",
    "https://example.com:4294967739",
    "https://example.com:18446744073709552059",
    "https://example.com:443 ",
    "https://example.com:4 43",
    "https://example.com:x",
    "https://example.com:*",
    "https://example.com.",
    "https://example.com..",
    "https://example..com",
    "https://.example.com",
    "https://..example.com",
    "https://a..example.com",
    "https://www example.com",
    "https://*",
    "https://",
    "https:",
    "https",
    "https:/example.com",
    "https:///example.com",
    "https:example.com",
    "example.com",
    "//example.com",
    "://example.com",
    "*",
    "*.example.com",
    "http://example.com",
    "http://example.com:443",
    "http://www.example.com",
    "httpsx://example.com",
    "https://https://example.com",
    "xhttps://example.com",
    "1https://example.com",
    "wss://example.com",
    "null",
    "NULL",
    "null://example.com",
    "https://null",
    "",
    "https://ex\xc3\xa4mple.com",
    "https://b\xc3\xbc"
    "cher.example.com",
    "https://example.com\xe3\x80\x82",
};

constexpr octets patterns[] = {"https://example.com", "https://*.example.com"};

TEST_CASE("origins: no pattern admits an origin that only looks like an admitted origin") {
  for (const octets pattern : patterns) {
    for (const octets origin : bypasses) {
      CHECK_MESSAGE(matched(pattern, origin) == errc::forbidden_origin, pattern.text(), " and ", origin.text());
    }
  }
  for (const octets origin : bypasses) {
    CHECK_MESSAGE(found(origin, {.origins = patterns, .same_host_origin = true}) == errc::forbidden_origin,
                  origin.text());
    CHECK_MESSAGE(found_at_endpoint(origin, {.origins = patterns, .same_host_origin = true}) == errc::forbidden_origin,
                  origin.text());
  }
  CHECK(found_at_endpoint("https://example.com", {.origins = patterns}) == errc::none);
}

TEST_CASE("origins: an exact origin admits itself only") {
  admits("https://example.com", {"https://example.com"});
  forbids("https://example.com", {"https://www.example.com", "https://example.com:8443", "https://example.com:80"});
  admits("http://localhost:3000", {"http://localhost:3000"});
  forbids("http://localhost:3000", {"http://localhost", "http://localhost:30000", "http://localhost:300",
                                    "http://localhost:03000", "https://localhost:3000", "http://localhost:"});
  admits("http://192.0.2.7", {"http://192.0.2.7"});
  forbids("http://192.0.2.7", {"http://192.0.2.70", "http://1.192.0.2.7", "http://3221225991", "http://192.0.519"});
  admits("app://obsidian.md", {"app://obsidian.md"});
  admits("https://a_b-c.example", {"https://a_b-c.example"});
  admits("https://example.com.", {"https://example.com."});
  forbids("https://example.com.", {"https://example.com"});
}

// RFC 6454 §4: an origin's scheme and host are lower case. RFC 6455 §4.2.2(4) lets the server compare the value of
// Origin in lower case.
TEST_CASE("origins: the letter case of scheme and host is ignored, the letter case of null counts") {
  admits("https://example.com", {"https://EXAMPLE.com", "HTTPS://example.com", "Https://Example.Com"});
  admits("HTTPS://Example.COM", {"https://example.com"});
  admits("https://*.Example.com", {"https://WWW.eXAMPLE.com"});
  admits("Chrome-Extension://*", {"chrome-extension://abcdefghijklmnop"});
  admits("https://[2001:DB8::A]", {"https://[2001:db8::a]"});
  forbids("https://[::1]", {"https://{::1}"});  // "[" and "{" differ only in the bit of letter case
  forbids("null", {"NULL", "Null"});
}

// RFC 6454 §4: an origin is scheme, host and port. Browsers leave out the scheme's default port (§6.2).
TEST_CASE("origins: the scheme's default port may be written") {
  admits("https://example.com", {"https://example.com:443"});
  admits("https://example.com:443", {"https://example.com", "https://example.com:443"});
  admits("http://example.com:80", {"http://example.com", "HTTP://example.com:80"});
  forbids("https://example.com:80", {"https://example.com"});
  forbids("http://example.com:443", {"http://example.com", "https://example.com"});
  admits("app://x:443", {"app://x:443"});
  forbids("app://x:443", {"app://x", "app://x:80"});
  forbids("app://x", {"app://x:443", "app://x:80", "app://x:65535", "app://x:65536", "app://x:0"});
}

TEST_CASE("origins: a pattern for subdomains does not admit the domain itself") {
  admits("https://*.example.com",
         {"https://www.example.com", "https://a.b.c.example.com", "https://x.example.com:443",
          "https://xn--bcher-kva.example.com", "https://_a.example.com", "https://1.example.com"});
  forbids("https://*.example.com",
          {"https://example.com", "https://www.example.com:8443", "https://www.example.com.", "https://com"});
  admits("https://*.preview.example.net", {"https://pr-12.preview.example.net"});
  forbids("https://*.preview.example.net", {"https://preview.example.net", "https://pr-12.example.net",
                                            "https://pr-12preview.example.net", "https://pr-12-preview.example.net"});
  admits("https://*.com", {"https://example.com"});
  admits("http://*.localhost:8080", {"http://app.localhost:8080"});
  forbids("http://*.localhost:8080", {"http://app.localhost", "http://localhost:8080", "http://app.localhost:8081"});
  admits("https://*.example.com.", {"https://www.example.com."});
  forbids("https://*.example.com.", {"https://www.example.com", "https://example.com."});
}

TEST_CASE("origins: a pattern for ports admits any port") {
  admits("https://example.com:*",
         {"https://example.com", "https://example.com:443", "https://example.com:1", "https://example.com:65535"});
  forbids("https://example.com:*",
          {"http://example.com", "https://www.example.com:8443", "https://example.com:65536", "https://example.com:",
           "https://example.com:*", "https://example.com:08443", "https://example.com:8443/", "https://example.com:-1",
           "https://example.com:8443@evil.net", "https://example.com:99999", "https://example.com:123456"});
  admits("https://*.example.com:*", {"https://a.example.com:8443", "https://a.example.com"});
  forbids("https://*.example.com:*", {"https://example.com:8443", "https://a.example.com:"});
  admits("http://[::1]:*", {"http://[::1]", "http://[::1]:3000"});
  admits("app://x:*", {"app://x", "app://x:1"});
}

TEST_CASE("origins: an IPv6 literal is compared as text") {
  admits("http://[::1]", {"http://[::1]", "http://[::1]:80"});
  forbids("http://[::1]", {"http://[::1]:3000", "http://::1", "http://[::1", "http://[::1]x", "http://[::1]]",
                           "http://[::1]:", "http://[::11]", "http://[::]", "http://[0:0:0:0:0:0:0:1]",
                           "http://[::1%25lo]", "http://[::1%lo]"});
  admits("https://[2001:db8::1]:8443", {"https://[2001:db8::1]:8443"});
  forbids("https://[2001:db8::1]:8443", {"https://[2001:db8::1]", "https://[2001:db8::1:8443]"});
}

TEST_CASE("origins: null is admitted only if null is in the list") {
  admits("null", {"null"});
  forbids("null", {"", "nul", "nullx", "null ", "null null", "https://null", "null://", "https://example.com"});
  CHECK(found("null", {.same_host_origin = true}, "null") == errc::forbidden_origin);
}

TEST_CASE("origins: a pattern for a scheme admits any host") {
  admits("chrome-extension://*", {"chrome-extension://gighmmpiobklfepjocnamgkkbiglidom", "chrome-extension://x:1"});
  forbids("chrome-extension://*",
          {"https://example.com", "chrome-extension", "chrome-extension:", "chrome-extension:x", "moz-extension://x",
           "chrome-extensions://x", "chrome-extension://x/", "chrome-extension://x y", "chrome-extension://a@b",
           "chrome-extension://x https://evil.net", "chrome-extension://x,https://evil.net", "null"});
  admits("file://*", {"file://", "file://host"});
  admits("https://*", {"https://example.com", "https://example.com:8443", "https://[::1]", "https://192.0.2.7"});
  forbids("https://*", {"https://", "http://example.com", "https://:443", "https://a b", "https://[1]"});
}

TEST_CASE("origins: an origin with an empty host, such as file://, is admitted only if a pattern names it") {
  admits("file://", {"file://"});
  forbids("file://", {"file:///", "file://x", "file:", "null", "", "file://:80"});
}

TEST_CASE("origins: an origin is admitted if any pattern of the list admits it") {
  const octets list[] = {"https://a.example", "https://*.b.example", "null"};
  const server_options options = {.origins = list};
  for (const octets origin : {octets("https://a.example"), octets("https://x.b.example"), octets("null")}) {
    CHECK(found(origin, options) == errc::none);
  }
  for (const octets origin : {octets("https://b.example"), octets("https://x.a.example"), octets("")}) {
    CHECK(found(origin, options) == errc::forbidden_origin);
  }
}

// No part of an admitted origin is admitted, except the whole origin.
TEST_CASE("origins: a part of an origin is not admitted") {
  const std::string whole = "https://www.example.com:8443";
  for (const octets pattern : {octets("https://www.example.com:8443"), octets("https://*.example.com:8443")}) {
    for (std::size_t begin = 0; begin <= whole.size(); ++begin) {
      for (std::size_t end = begin; end <= whole.size(); ++end) {
        const std::string part = whole.substr(begin, end - begin);
        CHECK(matched(pattern, part) == (part == whole ? errc::none : errc::forbidden_origin));
      }
    }
  }
}

// Replaces the octet at every offset by every other octet: the result is another origin, unless the two octets are the
// same letter in different case.
TEST_CASE("origins: an origin with any other byte is not admitted") {
  const std::string whole = "https://a-b.example:8443";
  for (std::size_t offset = 0; offset < whole.size(); ++offset) {
    for (unsigned octet = 0; octet < 256; ++octet) {
      std::string other = whole;
      other[offset] = static_cast<char>(octet);
      if (octet < 0x20 && octet != '\t') continue;  // not allowed in a field value
      if (octet == 0x7f) continue;
      const char upper = whole[offset] >= 'a' && whole[offset] <= 'z' ? static_cast<char>(whole[offset] - 0x20) : '\0';
      const bool same = other[offset] == whole[offset] || other[offset] == upper;
      CHECK_MESSAGE((matched(whole, other) == errc::none) == same, other);
    }
  }
}

// --- The option same_host_origin.

errc at_host(octets origin, octets host, octets target = "/") {
  return found(origin, {.same_host_origin = true}, host, target);
}

// An origin, and the Host of the request with this origin.
struct origin_at {
  octets origin, host;
};

TEST_CASE("same_host_origin admits the request's host and port") {
  const origin_at same[] = {
      {"https://example.com", "example.com"},
      {"http://example.com", "example.com"},
      {"https://example.com", "EXAMPLE.com"},
      {"https://Example.com", "example.com"},
      {"https://example.com:443", "example.com"},
      {"https://example.com", "example.com:443"},
      {"http://example.com", "example.com:80"},
      {"https://example.com", "example.com:"},
      {"http://example.com:443", "example.com:443"},
      {"http://localhost:8080", "localhost:8080"},
      {"https://localhost:8080", "localhost:08080"},
      {"http://[::1]:8080", "[::1]:8080"},
      {"http://[::1]", "[::1]"},
      {"https://[2001:DB8::1]", "[2001:db8::1]:443"},
      {"http://127.0.0.1:8080", "127.0.0.1:8080"},
  };
  for (const origin_at& one : same) {
    CHECK_MESSAGE(at_host(one.origin, one.host) == errc::none, one.origin.text(), " at ", one.host.text());
  }
}

TEST_CASE("same_host_origin rejects other hosts, ports and schemes") {
  const origin_at other[] = {
      {"https://www.example.com", "example.com"},
      {"https://example.com", "www.example.com"},
      {"https://example.com.evil.net", "example.com"},
      {"https://evilexample.com", "example.com"},
      {"https://example.com@evil.net", "example.com"},
      {"https://example.com:443@evil.net", "example.com:443"},
      {"https://example.com:8443", "example.com"},
      {"https://example.com", "example.com:8443"},
      {"https://example.com:80", "example.com"},
      {"http://example.com:443", "example.com"},
      {"https://example.com", "example.com:80"},
      {"http://example.com", "example.com:443"},
      {"https://example.com:", "example.com"},
      {"https://example.com:0443", "example.com:443"},
      {"https://example.com/", "example.com"},
      {"https://example.com.", "example.com"},
      {"http://localhost:3000", "localhost:8080"},
      {"http://127.0.0.1:8080", "localhost:8080"},
      {"http://[::1]:80", "[::1]:8080"},
      {"http://[::2]", "[::1]"},
      {"chrome-extension://example.com", "example.com"},
      {"ws://example.com", "example.com"},
      {"wss://example.com", "example.com"},
      {"example.com", "example.com"},
      {"//example.com", "example.com"},
      {"https://", "example.com"},
      {"null", "null"},
      {"null", "example.com"},
      {"", "example.com"},
  };
  for (const origin_at& one : other) {
    CHECK_MESSAGE(at_host(one.origin, one.host) == errc::forbidden_origin, one.origin.text(), " at ", one.host.text());
  }
}

// RFC 9112 §3.2.2: the target's authority replaces Host.
TEST_CASE("same_host_origin admits the authority of an absolute-form target") {
  CHECK(at_host("https://example.com", "other.example", "https://example.com/chat") == errc::none);
  CHECK(at_host("https://example.com", "example.com", "https://other.example/chat") == errc::forbidden_origin);
  CHECK(at_host("http://example.com:8080", "example.com", "http://example.com:8080") == errc::none);
  CHECK(at_host("http://example.com", "example.com", "http://example.com:8080?x") == errc::forbidden_origin);
}

TEST_CASE("same_host_origin and a list of origins admit an origin that either of them admits") {
  const octets list[] = {"https://other.example", "null"};
  const server_options options = {.origins = list, .same_host_origin = true};
  CHECK(found("https://example.com", options, "example.com") == errc::none);
  CHECK(found("https://other.example", options, "example.com") == errc::none);
  CHECK(found("null", options, "example.com") == errc::none);
  CHECK(found("https://third.example", options, "example.com") == errc::forbidden_origin);
  const server_options only_list = {.origins = list};
  CHECK(found("https://example.com", only_list, "example.com") == errc::forbidden_origin);
}

// --- Configurations with valid and invalid patterns.

TEST_CASE("origins: a pattern that can't match is an error with the pattern's index") {
  for (const octets bad : {octets(""),
                           octets(" "),
                           octets("*"),
                           octets("NULL"),
                           octets("null "),
                           octets("example.com"),
                           octets("*.example.com"),
                           octets("//example.com"),
                           octets("://example.com"),
                           octets("https:example.com"),
                           octets("https:/example.com"),
                           octets("https://"),
                           octets("https:///"),
                           octets("https://:443"),
                           octets("file://:80"),
                           octets("https://example.com/"),
                           octets("https://example.com/chat"),
                           octets("https://example.com/*"),
                           octets("https://example.com?"),
                           octets("https://example.com#"),
                           octets("https://user@example.com"),
                           octets("https://example.com "),
                           octets(" https://example.com"),
                           octets("https://exam ple.com"),
                           octets("https://example.com\t"),
                           octets("https://example.com\n"),
                           octets("https://example.com\0x"),
                           octets("https://example.com,https://example.net"),
                           octets("https://example.com https://example.net"),
                           octets("https://example.com,example.net"),
                           octets("*://example.com"),
                           octets("http*://example.com"),
                           octets("1http://example.com"),
                           octets("ht_tp://example.com"),
                           octets("https://*example.com"),
                           octets("https://*.*.example.com"),
                           octets("https://www.*.com"),
                           octets("https://www.*"),
                           octets("https://*."),
                           octets("https://**"),
                           octets("https://*..com"),
                           octets("https://*.[::1]"),
                           octets("https://*.192.0.2.7"),
                           octets("https://*:443"),
                           octets("https://*:*"),
                           octets("https://example.com:"),
                           octets("https://example.com:8*"),
                           octets("https://example.com:**"),
                           octets("https://example.com:x"),
                           octets("https://example.com:0443"),
                           octets("https://example.com:65536"),
                           octets("https://example.com:4294967739"),
                           octets("https://example.com:443:443"),
                           octets("https://.example.com"),
                           octets("https://example..com"),
                           octets("https://example.com.."),
                           octets("https://."),
                           octets("https://ex\xc3\xa4mple.com"),
                           octets("https://ex%61mple.com"),
                           octets("https://[::1"),
                           octets("https://::1"),
                           octets("https://[]"),
                           octets("https://[:]"),
                           octets("https://[1]"),
                           octets("https://[::1]x"),
                           octets("https://[::1]:"),
                           octets("https://[1:2:3:4:5:6:7]"),
                           octets("https://[1:2:3:4:5:6:7:8:9]"),
                           octets("https://[1::2:3:4:5:6:7:8]"),
                           octets("https://[1::2::3]"),
                           octets("https://[:1:2:3:4:5:6:7]"),
                           octets("https://[1:2:3:4:5:6:7:]"),
                           octets("https://[:::]"),
                           octets("https://[::12345]"),
                           octets("https://[::g]"),
                           octets("https://[::01]"),
                           octets("https://[::127.0.0.1]"),
                           octets("https://[v1.a]")}) {
    const octets list[] = {"https://example.com", bad};
    const server_config config({.origins = list});
    const bool named = config.error() == diagnostic{errc::bad_config, 1, "origins"};
    CHECK_MESSAGE(named, bad.text());
  }
}

TEST_CASE("origins: patterns that can match are valid") {
  for (const octets good : {octets("null"),
                            octets("https://example.com"),
                            octets("https://example.com:443"),
                            octets("https://example.com:0"),
                            octets("http://a"),
                            octets("https://*.a"),
                            octets("https://*.a:*"),
                            octets("https://*.a:65535"),
                            octets("https://*"),
                            octets("a+b-c.d://*"),
                            octets("file://"),
                            octets("https://[::]"),
                            octets("https://[1:2:3:4:5:6:7:8]"),
                            octets("https://[1::]"),
                            octets("https://[::1]:*"),
                            octets("https://[fe80::abcd:0:1]"),
                            octets("https://127.0.0.1:3000"),
                            octets("https://*.1a"),
                            octets("https://xn--bcher-kva.example"),
                            octets("https://example.com.")}) {
    CHECK_MESSAGE(server_config({.origins = {&good, 1}}).error().ok(), good.text());
  }
}

}  // namespace
}  // namespace wshake::test
