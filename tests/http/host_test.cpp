// SPDX-License-Identifier: BSL-1.0
// Tests check() with values of Host, `uri-host [ ":" port ]` (RFC 9110 §7.2, RFC 3986 §3.2.2).
#include <string>
#include <vector>

#include <wshake/handshake.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts = {""};
  for (const char octet : text) {
    if (octet == at) {
      parts.emplace_back();
    } else {
      parts.back() += octet;
    }
  }
  return parts;
}

// dec-octet "." dec-octet "." dec-octet "." dec-octet, without leading zeros
bool is_ipv4(const std::string& text) {
  const std::vector<std::string> parts = split(text, '.');
  if (parts.size() != 4) return false;
  for (const std::string& part : parts) {
    if (part.empty() || part.size() > 3 || part.find_first_not_of("0123456789") != std::string::npos) return false;
    if (part.size() > 1 && part[0] == '0') return false;
    if (std::stoi(part) > 255) return false;
  }
  return true;
}

// The number of 16-bit groups in a part of an IPv6 address, or -1 if the part is invalid or contains "::". An IPv4
// address at the end counts as two groups.
int groups_in(const std::string& text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  const std::vector<std::string> parts = split(text, ':');
  int count = 0;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const std::string& part = parts[at];
    if (at + 1 == parts.size() && may_end_in_ipv4 && is_ipv4(part)) {
      count += 2;
      continue;
    }
    if (part.empty() || part.size() > 4) return -1;
    for (const char octet : part) {
      if (!is_hex(octet)) return -1;
    }
    ++count;
  }
  return count;
}

bool is_ipv6(const std::string& text) {
  const std::size_t gap = text.find("::");
  if (gap == std::string::npos) return groups_in(text, true) == 8;
  const int before = groups_in(text.substr(0, gap), false), behind = groups_in(text.substr(gap + 2), true);
  return before >= 0 && behind >= 0 && before + behind <= 7;
}

// Returns the expected error of a value of Host. Follows the grammar of RFC 3986 slowly, part by part. An empty host is
// an error (RFC 9110 §4.2.1).
errc expected(const std::string& text) {
  std::string rest;
  if (!text.empty() && text[0] == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string::npos) return errc::bad_host;
    const std::string inside = text.substr(1, end - 1);
    rest = text.substr(end + 1);
    if (!inside.empty() && (inside[0] == 'v' || inside[0] == 'V')) {  // IPvFuture
      const std::size_t dot = inside.find('.');
      if (dot == std::string::npos || dot < 2 || dot + 1 == inside.size()) return errc::bad_host;
      for (std::size_t at = 1; at < dot; ++at) {
        if (!is_hex(inside[at])) return errc::bad_host;
      }
      const std::string allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:";
      if (inside.find_first_not_of(allowed, dot + 1) != std::string::npos) return errc::bad_host;
    } else if (!is_ipv6(inside)) {
      return errc::bad_host;
    }
  } else {
    const std::size_t colon = text.find(':');
    const std::string name = text.substr(0, colon);
    if (name.empty()) return errc::bad_host;
    if (colon != std::string::npos) rest = text.substr(colon);
    for (std::size_t at = 0; at < name.size(); ++at) {
      const std::string allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=";
      if (name[at] == '%') {
        if (at + 2 >= name.size() || !is_hex(name[at + 1]) || !is_hex(name[at + 2])) return errc::bad_host;
        at += 2;
      } else if (allowed.find(name[at]) == std::string::npos) {
        return errc::bad_host;
      }
    }
  }
  if (rest.empty()) return errc::none;
  if (rest[0] != ':') return errc::bad_host;
  if (rest.find_first_not_of("0123456789", 1) != std::string::npos) return errc::bad_host_port;
  std::size_t begin = rest.find_first_not_of('0', 1);
  begin = begin == std::string::npos ? rest.size() : begin;
  const bool fits = rest.size() - begin <= 5 && (begin == rest.size() || std::stoul(rest.substr(begin)) <= 65535);
  return fits ? errc::none : errc::bad_host_port;
}

errc judged(const std::string& host) {
  static const guarded place(256);
  const std::vector<field> list = {{"Host", place.put(host)},
                                   {"Upgrade", "websocket"},
                                   {"Connection", "upgrade"},
                                   {"Sec-WebSocket-Key", sample_key},
                                   {"Sec-WebSocket-Version", "13"}};
  return check({"GET", "/", 11, list}).code;
}

TEST_CASE("host: names, addresses and ports follow RFC 3986") {
  for (const std::string good : {"a",
                                 "example.com",
                                 "EXAMPLE.com:80",
                                 "a:",
                                 "a:0",
                                 "a:65535",
                                 "a:000065535",
                                 "1.2.3.4",
                                 "999.1.1.1",
                                 "a_b",
                                 "%20",
                                 "%41%5a:1",
                                 "-._~!$&'()*+,;=",
                                 "[::]",
                                 "[::1]",
                                 "[1::]",
                                 "[1:2:3:4:5:6:7:8]",
                                 "[1:2:3:4:5:6:7::]",
                                 "[::2:3:4:5:6:7:8]",
                                 "[1:2:3::5:6:7:8]",
                                 "[ABCD:ef01::]:443",
                                 "[::1.2.3.4]",
                                 "[::ffff:255.255.255.255]",
                                 "[1:2:3:4:5:6:1.2.3.4]",
                                 "[1::6:0.0.0.0]",
                                 "[v1.a]",
                                 "[vF0.a:b;c]",
                                 "[V9.~]",
                                 "[::1]:",
                                 "[::1]:8080"}) {
    CAPTURE(good);
    REQUIRE(expected(good) == errc::none);
    CHECK(judged(good) == errc::none);
  }
  for (const std::string bad : {"a:65536", "a:99999", "a:655350", "[::1]:4294967376", "a:b", "a:1:2", "a:1a", "a:80/"}) {
    CAPTURE(bad);
    REQUIRE(expected(bad) == errc::bad_host_port);
    CHECK(judged(bad) == errc::bad_host_port);
  }
  for (const std::string bad : {"a b",
                                "a/b",
                                "a?b",
                                "a@b",
                                "a#b",
                                "::1",
                                "[",
                                "[]",
                                "]",
                                "[::1",
                                "::1]",
                                "[::1]]",
                                "[::1]x",
                                "[::1]1",
                                "[::1] :1",
                                "[1]",
                                "[1:2:3:4:5:6:7]",
                                "[1:2:3:4:5:6:7:8:9]",
                                "[1:2:3:4:5:6:7:8::]",
                                "[::1:2:3:4:5:6:7:8]",
                                "[1::2::3]",
                                "[:::]",
                                "[:1::]",
                                "[1:]",
                                "[:1]",
                                "[12345::]",
                                "[g::]",
                                "[1.2.3.4]",
                                "[::1.2.3]",
                                "[::1.2.3.4.5]",
                                "[::1.2.3.256]",
                                "[::01.2.3.4]",
                                "[::1.2.3.4:5]",
                                "[1:2:3:4:5:6:7:1.2.3.4]",
                                "[::1..3.4]",
                                "[::.1.2.3]",
                                "[::1.2.3.]",
                                "[::1%25eth0]",
                                "[v.a]",
                                "[v1.]",
                                "[v1]",
                                "[vg.a]",
                                "[v1.a/b]",
                                "%",
                                "%4",
                                "%4g",
                                "%g4",
                                "a%",
                                "\x80",
                                "a\xff",
                                "a\"b",
                                "a\\b",
                                "a<b",
                                "a^b",
                                "a`b",
                                "a{b",
                                "a|b"}) {
    CAPTURE(bad);
    REQUIRE(expected(bad) == errc::bad_host);
    CHECK(judged(bad) == errc::bad_host);
  }
}

TEST_CASE("host: a name holds only bytes of the grammar") {
  for (unsigned code = 0; code < 256; ++code) {
    CAPTURE(code);
    const std::string host = std::string("a") + static_cast<char>(code) + "1";
    const errc found = judged(host);
    if (code < 0x20 || code == 0x7f) {
      CHECK(found != errc::none);  // the octet is not allowed in any field value
    } else {
      CHECK(found == expected(host));
    }
  }
}

// The engine reads host names many octets at a time, and must not read beyond the end of a name.
TEST_CASE("host: a name holds only bytes of the grammar, at every offset and size") {
  for (std::size_t size = 1; size <= 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (unsigned code = 0x21; code < 256; ++code) {
        std::string host(size, 'a');
        host[at] = static_cast<char>(code);
        if (code == 0x7f) continue;
        CAPTURE(host);
        CHECK(judged(host) == expected(host));
      }
    }
  }
}

TEST_CASE("host agrees with the reference on random text") {
  const std::vector<std::string> parts = {":", "::", ":", ".",  "[",   "]",  "1",    "0",   "255", "256", "abcd", "f",
                                          "g", "%4", "v", "1.", "2.3", ":1", "1:2:", "::1", "%41", "-",   "12345"};
  random_numbers random(7);
  std::size_t good = 0;
  std::size_t ports = 0;
  for (int round = 0; round < 60000; ++round) {
    std::string host;
    for (std::size_t count = 1 + random.below(8); count > 0; --count) host += parts[random.below(parts.size())];
    if (random.below(2) == 0) host = "[" + host + "]";
    CAPTURE(host);
    good += expected(host) == errc::none ? 1U : 0U;
    ports += expected(host) == errc::bad_host_port ? 1U : 0U;
    CHECK(judged(host) == expected(host));
  }
  CHECK_MESSAGE(ports > 1000, "the reference refuses ports often enough to mean something");
  CHECK_MESSAGE(good > 1000, "the reference says yes often enough to mean something");
}

}  // namespace
}  // namespace wshake::test
