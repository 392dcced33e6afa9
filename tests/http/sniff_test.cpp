// SPDX-License-Identifier: BSL-1.0
// Tests sniff() with every prefix of a message of each protocol, and with input that only begins like such a message.
#include <string>

#include <wshake/sniff.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const std::string proxy_2 = std::string("\r\n\r\n\0\r\nQUIT\n", 12) + "\x21\x11";

protocol sniff_guarded(std::string_view text) {
  const guarded copy((octets(text)));
  return sniff(copy.first(copy.size()));
}

// Checks that the result is need_more for every prefix shorter than `decided` octets, and `what` for every other
// prefix.
void check_prefixes(const std::string& text, std::size_t decided, protocol what) {
  for (std::size_t size = 0; size <= text.size(); ++size) {
    CAPTURE(size);
    CHECK(sniff_guarded(std::string_view(text).substr(0, size)) == (size < decided ? protocol::need_more : what));
  }
}

TEST_CASE("sniff needs more if there is no byte") { CHECK(sniff({}) == protocol::need_more); }

TEST_CASE("sniff recognizes requests") {
  for (const std::string text : {"GET /chat HTTP/1.1\r\nHost: a\r\n\r\n", "get / HTTP/1.1\r\n",
                                 "OPTIONS * HTTP/1.1\r\n", "a / HTTP/1.1\r\n", "!#$%&'*+-.^_`|~ / HTTP/1.1\r\n"}) {
    CAPTURE(text);
    // Until a request's target begins, the input may be another protocol.
    const std::size_t target = text.find(' ') + 1;
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const protocol what = sniff_guarded(std::string_view(text).substr(0, size));
      CAPTURE(size);
      CHECK((what == protocol::http || (size <= target && what == protocol::need_more)));
    }
  }
}

TEST_CASE("sniff recognizes TLS") {
  // RFC 8446 §5.1: a TLS record of version 3.x that contains a handshake message.
  const std::string hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
  CHECK(sniff_guarded(hello) == protocol::tls);
  for (std::size_t size = 1; size <= hello.size(); ++size) {
    const protocol what = sniff_guarded(std::string_view(hello).substr(0, size));
    CHECK((what == protocol::tls || (size < 3 && what == protocol::need_more)));
  }
}

TEST_CASE("sniff recognizes the HTTP/2 preface") {
  CHECK(preface.size() == 24);
  CHECK(sniff_guarded(preface) == protocol::http2);
  CHECK(sniff_guarded(preface + "behind") == protocol::http2);
  for (std::size_t size = 0; size < preface.size(); ++size) {
    CAPTURE(size);
    const protocol what = sniff_guarded(std::string_view(preface).substr(0, size));
    // sniff() may decide before the preface ends, because "PRI * HTTP/2.0" begins no useful HTTP/1 request. A shorter
    // prefix may still begin an HTTP/1 request.
    CHECK((what == protocol::need_more || (size > 5 && what == protocol::http2)));
  }
}

TEST_CASE("sniff tells methods from the preface and the PROXY protocol") {
  for (const std::string text :
       {"POST / HTTP/1.1\r\n", "PUT / HTTP/1.1\r\n", "PROPFIND / HTTP/1.1\r\n", "PRIVATE / HTTP/1.1\r\n",
        "PROX / HTTP/1.1\r\n", "PROXYING / HTTP/1.1\r\n", "PROXY / HTTP/1.1\r\n", "PROXY TCP4x HTTP/1.1\r\n",
        "PROXY UNKNOWN?x HTTP/1.1\r\n", "PRI / HTTP/1.1\r\nHost: a\r\n\r\n", "PRI * HTTP/1.1\r\nHost: a\r\n\r\n"}) {
    CAPTURE(text);
    CHECK(sniff_guarded(text) == protocol::http);
    for (std::size_t size = 0; size < text.size(); ++size) {
      const protocol what = sniff_guarded(std::string_view(text).substr(0, size));
      CHECK((what == protocol::need_more || what == protocol::http));
    }
  }
}

TEST_CASE("sniff recognizes the PROXY protocol") {
  const std::string proxy_1 = "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n";
  CHECK(sniff_guarded(proxy_1) == protocol::proxy_protocol);
  CHECK(sniff_guarded("PROXY UNKNOWN\r\n") == protocol::proxy_protocol);
  CHECK(sniff_guarded("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n") == protocol::proxy_protocol);
  CHECK(sniff_guarded("PROXY TCP6 ::1 ::2 1 2\r\n") == protocol::proxy_protocol);
  check_prefixes(proxy_1, 11, protocol::proxy_protocol);
  CHECK(sniff_guarded(proxy_2) == protocol::proxy_protocol);
  for (std::size_t size = 0; size < 12; ++size) {
    CAPTURE(size);
    const protocol what = sniff_guarded(std::string_view(proxy_2).substr(0, size));
    CHECK((what == protocol::need_more || (size > 4 && what == protocol::proxy_protocol)));
  }
}

TEST_CASE("sniff skips empty lines before a request") {
  // A server skips empty lines before a request (RFC 9112 §2.2), so only the line behind them shows the protocol.
  CHECK(sniff_guarded("\r\nGET / HTTP/1.1\r\n") == protocol::http);
  CHECK(sniff_guarded("\r\n\r\nGET / HTTP/1.1\r\n") == protocol::http);
  CHECK(sniff_guarded("\r") == protocol::need_more);
  CHECK(sniff_guarded("\r\n") == protocol::need_more);
  CHECK(sniff_guarded("\r\n\r\n") == protocol::need_more);
}

TEST_CASE("sniff reports other bytes as unknown") {
  for (const std::string& text : {std::string("\0", 1), std::string("\x80\x80"), std::string("\x15\x03\x01\x00\x02", 5),
                                  std::string(" GET / HTTP/1.1"), std::string("\nGET"), std::string("\rG"),
                                  std::string("{\"a\":1}"), std::string("\x7f"), std::string("\xff\xd8\xff")}) {
    CAPTURE(escaped(text));
    CHECK(sniff_guarded(text) == protocol::unknown);
  }
}

TEST_CASE("sniff decides within 24 bytes") {
  random_numbers random(2);
  for (int round = 0; round < 2000; ++round) {
    // The input is a beginning of a seed, of any length, followed by random octets.
    const std::string seeds[] = {preface, proxy_2, "PROXY TCP4 192.0.2.1 1", "\x16\x03\x01", "\r\n\r\n\r\n\r\n\r\n\r\n",
                                 ""};
    const std::string& seed = seeds[random.below(6)];
    std::string text = seed.substr(0, random.below(seed.size() + 1));
    while (text.size() < 24) text += static_cast<char>(random.below(256));
    text.resize(24);
    CAPTURE(escaped(text));
    CHECK(sniff_guarded(text) != protocol::need_more);
  }
}

TEST_CASE("sniff reports a byte that no method has as unknown") {
  for (const std::string text : {"G\x80", "GET\r\n", "GE(", "GET: /", "HELLO\n"})
    CHECK(sniff_guarded(text) == protocol::unknown);
}

TEST_CASE("sniff never changes a decision when more bytes arrive") {
  random_numbers random(3);
  for (int round = 0; round < 2000; ++round) {
    const std::string seeds[] = {preface, proxy_2, "PROXY TCP4 192.0.2.1 1", "\x16\x03\x01", "\r\nGET / HTTP/1.1\r\n"};
    const std::string& seed = seeds[random.below(5)];
    std::string text = seed.substr(0, random.below(seed.size() + 1));
    while (text.size() < 30) text += static_cast<char>(random.below(256));
    protocol before = protocol::need_more;
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const protocol now = sniff_guarded(std::string_view(text).substr(0, size));
      if (before != protocol::need_more && now != before) CHECK_MESSAGE(now == before, escaped(text) << " at " << size);
      before = now;
    }
  }
}

TEST_CASE("sniff accepts a method longer than the bytes that it reads") {
  const std::string method(40, 'M');
  for (std::size_t size = 20; size < method.size(); ++size) {
    CAPTURE(size);
    const std::string request = method.substr(0, size) + " / HTTP/1.1\r\n";
    // sniff() must decide at the 24th octet at the latest. If the method has 23 octets, the 24th octet is the SP behind
    // the method, and the input is a request, whatever follows the SP.
    CHECK(sniff_guarded(request) == (size < 24 ? protocol::http : protocol::unknown));
  }
  CHECK(sniff_guarded(method.substr(0, 23) + " ") == protocol::http);
  CHECK(sniff_guarded(method.substr(0, 23) + " \x80") == protocol::http);
  CHECK(sniff_guarded(method.substr(0, 22) + " \x80") == protocol::unknown);
}

}  // namespace
}  // namespace wshake::test
