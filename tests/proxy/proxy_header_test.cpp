// SPDX-License-Identifier: BSL-1.0
// Tests read_proxy_header() with headers of proxy-protocol.txt of HAProxy, §2.1 (version 1) and §2.2 (version 2), cut
// at every octet.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/proxy_header.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

using ip = std::array<std::uint8_t, 16>;

constexpr std::string_view behind = "GET / HTTP/1.1\r\n";

// Reads all prefixes of `text`, each right before a guard page. Checks that each prefix shorter than `decided` octets
// needs more, and that all longer prefixes give the result of `text` itself. Returns this result, whose views point
// into `text`.
proxy_header_reading read_cut(const std::string& text, std::size_t decided, std::size_t limit = proxy_header_limit) {
  const proxy_header_reading whole = read_proxy_header(text, limit);
  CAPTURE(escaped(text));
  CHECK(!whole.need_more());
  for (std::size_t size = 0; size <= text.size(); ++size) {
    CAPTURE(size);
    const guarded copy(octets(text).first(size));
    const proxy_header_reading cut = read_proxy_header(copy.first(size), limit);
    if (size < decided) {
      CHECK(cut.need_more());
      CHECK(cut.most > size);
      CHECK((!whole.error.ok() || cut.most >= whole.consumed));
    } else {
      CHECK(cut.error == whole.error);
      CHECK(cut.consumed == whole.consumed);
      CHECK(cut.most == whole.most);
      CHECK(cut.header.raw == whole.header.raw);
      CHECK(cut.header.source.ip == whole.header.source.ip);
      CHECK(cut.header.destination.port == whole.header.destination.port);
    }
  }
  return whole;
}

// Reads a valid header, alone and with octets of the next protocol behind it. Returns the header.
proxy_header read_valid(const std::string& text, std::size_t limit = proxy_header_limit) {
  const proxy_header_reading alone = read_cut(text, text.size(), limit);
  CHECK(alone.error.ok());
  CHECK(alone.consumed == text.size());
  CHECK(alone.most == text.size());
  CHECK(alone.header.raw == text);
  const std::string more = text + std::string(behind);
  CHECK(read_cut(more, text.size(), limit).consumed == text.size());
  return alone.header;
}

// Checks that read_proxy_header() reports the error as soon as the octet at `offset` arrives.
void check_bad(const std::string& text, errc code, std::size_t offset) {
  const proxy_header_reading found = read_cut(text, offset + 1);
  CHECK(found.error.code == code);
  CHECK(found.error.offset == offset);
  CHECK(found.consumed == 0);
}

ip v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) { return {a, b, c, d}; }

TEST_CASE("PROXY protocol, version 1: the specification's example is read") {
  const proxy_header found = read_valid("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n");
  CHECK(found.version == 1);
  CHECK(found.command == proxy_command::proxy);
  CHECK(found.family == proxy_family::ipv4);
  CHECK(found.transport == proxy_transport::stream);
  CHECK(found.has_addresses());
  CHECK(found.source.ip == v4(192, 168, 0, 1));
  CHECK(found.source.port == 56324);
  CHECK(found.destination.ip == v4(192, 168, 0, 11));
  CHECK(found.destination.port == 443);
  CHECK(found.tlvs.empty());
  CHECK(found.source.path.empty());
}

TEST_CASE("PROXY protocol, version 1: the longest lines of the specification are read") {
  const std::string longest_4 = "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n";
  CHECK(longest_4.size() == 56);
  CHECK(read_valid(longest_4).source.ip == v4(255, 255, 255, 255));
  const std::string all = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
  const std::string longest_6 = "PROXY TCP6 " + all + " " + all + " 65535 65535\r\n";
  CHECK(longest_6.size() == 104);
  const proxy_header found = read_valid(longest_6);
  ip every;
  every.fill(0xff);
  CHECK(found.family == proxy_family::ipv6);
  CHECK(found.destination.ip == every);
  CHECK(found.destination.port == 65535);
  const std::string worst = "PROXY UNKNOWN " + all + " " + all + " 65535 65535\r\n";
  CHECK(worst.size() == 107);
  CHECK(!read_valid(worst).has_addresses());
}

TEST_CASE("PROXY protocol, version 1: UNKNOWN has no addresses, and the rest of its line is skipped") {
  for (const std::string text : {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN \r\n", "PROXY UNKNOWN x\tyz \x01\xff\r\n"}) {
    const proxy_header found = read_valid(text);
    CHECK(found.version == 1);
    CHECK(found.command == proxy_command::proxy);
    CHECK(found.family == proxy_family::unspecified);
    CHECK(found.transport == proxy_transport::unspecified);
    CHECK(!found.has_addresses());
  }
  check_bad("PROXY UNKNOWNS\r\n", errc::bad_proxy_line, 13);
  check_bad("PROXY UNKNOWN a\nb\r\n", errc::bad_proxy_line, 15);
  check_bad("PROXY UNKNOWN a\rb\r\n", errc::bad_proxy_line, 16);
  check_bad("PROXY UNKNOWN\n", errc::bad_proxy_line, 13);
  check_bad("PROXY UNKNOWN\r\r\n", errc::bad_proxy_line, 14);
}

struct bad_text {
  const char* text;
  std::size_t offset;
};

TEST_CASE("PROXY protocol, version 1: every word and every separator is held to its grammar") {
  const bad_text texts[] = {
      {"PROXY\tTCP4 ", 5},
      {"PROXY  TCP4 ", 6},
      {"PROXYTCP4 ", 5},
      {"PROXY TCP5 ", 9},
      {"PROXY TCP46 ", 10},
      {"PROXY tcp4 ", 6},
      {"PROXY UDP4 ", 7},
      {"PROXY UNKNOWM", 12},
      {"PROXY TCP4\r\n", 10},
      {"PROXY TCP4  1.2.3.4 5.6.7.8 1 2\r\n", 11},
      {"PROXY TCP4 1.2.3.4  5.6.7.8 1 2\r\n", 19},
      {"PROXY TCP4 1.2.3.4 5.6.7.8  1 2\r\n", 27},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 1  2\r\n", 29},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 1 2 \r\n", 30},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n", 30},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\rx", 31},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3\r\n", 30},
      {"PROXY TCP4 1.2.3.4\r\n", 18},
      {"PROXY TCP4 1.2.3.4 5.6.7.8\r\n", 26},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n", 28},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 1 \r\n", 29},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 00 2\r\n", 28},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 01 2\r\n", 28},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 65536 2\r\n", 31},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 100000 2\r\n", 32},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 -1 2\r\n", 27},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 +1 2\r\n", 27},
      {"PROXY TCP4 1.2.3.4 5.6.7.8 1 2a\r\n", 30},
      {"PROXY TCP4 1.2.3 5.6.7.8 1 2\r\n", 16},
      {"PROXY TCP4 1.2.3. 5.6.7.8 1 2\r\n", 17},
      {"PROXY TCP4 1.2.3.4. 5.6.7.8 1 2\r\n", 18},
      {"PROXY TCP4 .1.2.3 5.6.7.8 1 2\r\n", 11},
      {"PROXY TCP4 1..2.3 5.6.7.8 1 2\r\n", 13},
      {"PROXY TCP4 256.2.3.4 5.6.7.8 1 2\r\n", 13},
      {"PROXY TCP4 1.02.3.4 5.6.7.8 1 2\r\n", 14},
      {"PROXY TCP4 1.00.3.4 5.6.7.8 1 2\r\n", 14},
      {"PROXY TCP4 0x1.2.3.4 5.6.7.8 1 2\r\n", 12},
      {"PROXY TCP4 ::1 ::1 1 2\r\n", 11},
      {"PROXY TCP6 1.2.3.4 5.6.7.8 1 2\r\n", 12},
      {"PROXY TCP6 ::1%lo ::1 1 2\r\n", 14},
      {"PROXY TCP6 [::1] ::1 1 2\r\n", 11},
  };
  for (const bad_text& each : texts) check_bad(each.text, errc::bad_proxy_line, each.offset);
  CHECK(read_valid("PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n").source.port == 0);
}

TEST_CASE("PROXY protocol, version 1: IPv6 addresses are read in every form") {
  // RFC 4291 §2.2 and §2.5.5.2, RFC 5952 §2.
  struct address {
    const char* text;
    ip value;
  };
  const address addresses[] = {
      {"ABCD:EF01:2345:6789:ABCD:EF01:2345:6789",
       {0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89}},
      {"2001:DB8:0:0:8:800:200C:417A", {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 8, 8, 0, 0x20, 0x0c, 0x41, 0x7a}},
      {"2001:db8::8:800:200c:417a", {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 8, 8, 0, 0x20, 0x0c, 0x41, 0x7a}},
      {"FF01::101", {0xff, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1}},
      {"::1", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
      {"::", {}},
      {"1::", {0, 1}},
      {"::13.1.68.3", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 1, 68, 3}},
      {"::FFFF:129.144.52.38", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 129, 144, 52, 38}},
      {"0:0:0:0:0:0:13.1.68.3", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 1, 68, 3}},
      {"1:2:3:4:5::1.2.3.4", {0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 0, 1, 2, 3, 4}},
      {"1:2:3:4:5:6:7::", {0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0}},
      {"::2:3:4:5:6:7:8", {0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8}},
      {"1::3:4:5:6:7:8", {0, 1, 0, 0, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8}},
      {"0001:0:0:0:0:0:0:00ff", {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff}},
  };
  for (const address& each : addresses) {
    const proxy_header found = read_valid(std::string("PROXY TCP6 ") + each.text + " 1:2::fe 1 65535\r\n");
    CHECK(found.family == proxy_family::ipv6);
    CHECK(found.source.ip == each.value);
    CHECK(found.destination.ip == ip{0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfe});
  }
}

TEST_CASE("PROXY protocol, version 1: an invalid IPv6 address is found at its first impossible byte") {
  const bad_text addresses[] = {
      {" ", 0},
      {": ", 1},
      {":1:2:3:4:5:6:7 ", 1},
      {"::: ", 2},
      {"1::2::3 ", 5},
      {"1: ", 2},
      {"12345:: ", 4},
      {"g:: ", 0},
      {"1:2:3:4:5:6:7 ", 13},
      {"1:2:3:4:5:6:7: ", 14},
      {"1:2:3:4:5:6:7:8: ", 15},
      {"1:2:3:4:5:6:7:8:9 ", 15},
      {"1:2:3:4:5:6:7:8::", 15},
      {"1:2:3:4:5:6:7::8 ", 15},
      {"::1:2:3:4:5:6:7:8 ", 15},
      {"1::2:3:4:5:6:7:8 ", 14},
      {"1:2:3:4:5:6:7:1.2.3.4 ", 15},
      {"1:2:3:4:5:1.2.3.4 ", 11},
      {"1:2:3:4:5:6::1.2.3.4 ", 14},
      {"::1.2.3.4:5 ", 9},
      {"::256.2.3.4 ", 5},
      {"::01.2.3.4 ", 4},
      {"::a.2.3.4 ", 3},
      {"::1a.2.3.4 ", 4},
      {"::1.2.3 ", 7},
      {"::.1.2.3 ", 2},
      {"::1..2.3 ", 4},
      {"::1.2.3.256 ", 10},
      {"::ffff/64 ", 6},
  };
  const std::string front = "PROXY TCP6 ";
  for (const bad_text& each : addresses) {
    check_bad(front + each.text + "::1 1 2\r\n", errc::bad_proxy_line, front.size() + each.offset);
    check_bad(front + "::1 " + each.text + "1 2\r\n", errc::bad_proxy_line, front.size() + 4 + each.offset);
  }
}

TEST_CASE("PROXY protocol, version 1: a line without CRLF in its first 107 bytes is too large") {
  // The CR is the 106th byte at the latest.
  const std::string front = "PROXY UNKNOWN ";
  check_bad(front + std::string(300, 'x'), errc::proxy_header_too_large, 105);
  check_bad(front + std::string(92, 'x') + "\r\n", errc::proxy_header_too_large, 105);
  check_bad(front + std::string(91, 'x') + "\rx", errc::bad_proxy_line, 106);
  check_bad(front + std::string(91, 'x') + "\n", errc::bad_proxy_line, 105);
  CHECK(read_valid(front + std::string(91, 'x') + "\r\n").raw.size() == 107);
  CHECK(read_proxy_header(front).most == 107);
  // IPv6 addresses with an IPv4 part are longer than the longest address that the specification counts.
  const std::string mapped = "0000:0000:0000:0000:0000:ffff:255.255.255.255";
  check_bad("PROXY TCP6 " + mapped + " " + mapped + " 65535 65535\r\n", errc::proxy_header_too_large, 105);
  check_bad("PROXY TCP6 " + mapped + " " + mapped + " 65\r\n", errc::bad_proxy_line, 105);
}

TEST_CASE("PROXY protocol: bytes without the signature of version 1 or 2 are no header") {
  check_bad("GET / HTTP/1.1\r\n", errc::missing_proxy_header, 0);
  check_bad("PRI * HTTP/2.0\r\n", errc::missing_proxy_header, 2);
  check_bad("PROX / HTTP/1.1\r\n", errc::missing_proxy_header, 4);
  check_bad("proxy TCP4", errc::missing_proxy_header, 0);
  check_bad("\x16\x03\x01", errc::missing_proxy_header, 0);
  check_bad("\r\nGET", errc::missing_proxy_header, 2);
  const std::string signature("\r\n\r\n\0\r\nQUIT\n", 12);
  for (std::size_t offset = 0; offset < signature.size(); ++offset) {
    std::string text = signature + "\x21\x11";
    text[offset] = 'x';
    check_bad(text, errc::missing_proxy_header, offset);
  }
}

// A header of version 2. `content` follows the field that has the size of `content`.
std::string block(std::uint8_t command, std::uint8_t family, const std::string& content) {
  std::string text("\r\n\r\n\0\r\nQUIT\n", 12);
  text += static_cast<char>(command);
  text += static_cast<char>(family);
  text += static_cast<char>(content.size() >> 8);
  text += static_cast<char>(content.size());
  return text + content;
}
std::string tlv(std::uint8_t type, const std::string& value) {
  return std::string() + static_cast<char>(type) + static_cast<char>(value.size() >> 8) +
         static_cast<char>(value.size()) + value;
}

const std::string ipv4_addresses("\x7f\x00\x00\x01\x0a\x00\x00\x02\x04\xd2\x01\xbb", 12);

TEST_CASE("PROXY protocol, version 2: addresses and ports of IPv4 and IPv6 are in network byte order") {
  for (const unsigned transport : {1U, 2U}) {
    const proxy_header found = read_valid(block(0x21, static_cast<std::uint8_t>(0x10 | transport), ipv4_addresses));
    CHECK(found.version == 2);
    CHECK(found.command == proxy_command::proxy);
    CHECK(found.family == proxy_family::ipv4);
    CHECK(found.transport == static_cast<proxy_transport>(transport));
    CHECK(found.source.ip == v4(127, 0, 0, 1));
    CHECK(found.source.port == 1234);
    CHECK(found.destination.ip == v4(10, 0, 0, 2));
    CHECK(found.destination.port == 443);
    CHECK(found.tlvs.empty());
  }
  std::string addresses;
  for (char octet = 1; octet <= 36; ++octet) addresses += octet;
  const proxy_header found = read_valid(block(0x21, 0x21, addresses));
  CHECK(found.family == proxy_family::ipv6);
  CHECK(found.transport == proxy_transport::stream);
  CHECK(found.source.ip == ip{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
  CHECK(found.destination.ip == ip{17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32});
  CHECK(found.source.port == 33 * 256 + 34);
  CHECK(found.destination.port == 35 * 256 + 36);
}

TEST_CASE("PROXY protocol, version 2: addresses of Unix sockets are 108 bytes each") {
  const std::string source = "/run/a" + std::string(102, '\0'), destination = std::string(108, 'b');
  const std::string text = block(0x21, 0x31, source + destination);
  CHECK(text.size() == 16 + 216);
  const proxy_header found = read_valid(text);
  CHECK(found.family == proxy_family::unix_socket);
  CHECK(found.source.path == source);
  CHECK(found.destination.path == destination);
  CHECK(found.source.port == 0);
  CHECK(found.source.ip == ip{});
  CHECK(read_valid(block(0x21, 0x32, source + destination)).transport == proxy_transport::datagram);
}

TEST_CASE("PROXY protocol, version 2: the block of LOCAL and of unspecified addresses is skipped") {
  for (const unsigned family : {0x00U, 0x11U, 0x21U, 0x31U, 0x44U, 0xffU}) {
    for (const std::string& content : {std::string(), std::string("x"), ipv4_addresses + "\x01"}) {
      const proxy_header found = read_valid(block(0x20, static_cast<std::uint8_t>(family), content));
      CHECK(found.command == proxy_command::local);
      CHECK(!found.has_addresses());
      CHECK(found.transport == proxy_transport::unspecified);
      CHECK(found.source.ip == ip{});
      CHECK(found.tlvs.empty());
    }
  }
  for (const unsigned family : {0x00U, 0x01U, 0x02U, 0x10U, 0x20U, 0x30U}) {
    const proxy_header found = read_valid(block(0x21, static_cast<std::uint8_t>(family), ipv4_addresses + "abc"));
    CHECK(found.command == proxy_command::proxy);
    CHECK(!found.has_addresses());
    CHECK(found.transport == proxy_transport::unspecified);
    CHECK(found.tlvs.empty());
  }
}

TEST_CASE("PROXY protocol, version 2: every command and family outside the specification is an error") {
  for (unsigned value = 0; value < 256; ++value) {
    CAPTURE(value);
    const auto octet = static_cast<std::uint8_t>(value);
    if (value != 0x20 && value != 0x21) check_bad(block(octet, 0x11, ipv4_addresses), errc::bad_proxy_command, 12);
    if (value >> 4 > 3 || (value & 15) > 2) check_bad(block(0x21, octet, ipv4_addresses), errc::bad_proxy_family, 13);
  }
}

TEST_CASE("PROXY protocol, version 2: a length below that of the addresses is an error") {
  struct kind {
    std::uint8_t family;
    std::size_t size;
  };
  for (const kind each : {kind{0x11, 12}, kind{0x12, 12}, kind{0x21, 36}, kind{0x22, 36}, kind{0x31, 216}}) {
    for (std::size_t size = 0; size < each.size; ++size) {
      const proxy_header_reading found = read_cut(block(0x21, each.family, std::string(size, 'x')), 16);
      CHECK(found.error == diagnostic{errc::bad_proxy_length, 14});
    }
    CHECK(read_valid(block(0x21, each.family, std::string(each.size, 'x'))).has_addresses());
  }
}

TEST_CASE("PROXY protocol, version 2: TLVs are read in order") {
  const std::string inner = tlv(0x21, "TLSv1.3") + tlv(0x22, "example.com");
  const std::string tlvs = tlv(0x01, "http/1.1") + tlv(0x04, "") + tlv(0x05, std::string(300, 'u')) +
                           tlv(0x20, std::string("\x01\x00\x00\x00\x00", 5) + inner) + tlv(0xea, "vpce");
  const std::string text = block(0x21, 0x11, ipv4_addresses + tlvs);
  const proxy_header found = read_valid(text);
  CHECK(found.tlvs.text() == tlvs);
  CHECK(found.tlvs.is_complete());
  std::vector<unsigned> types;
  std::string values;
  for (const proxy_tlv each : found.tlvs) {
    types.push_back(static_cast<unsigned>(each.type));
    values += std::to_string(each.value.size()) + " ";
  }
  CHECK(types == std::vector<unsigned>{0x01, 0x04, 0x05, 0x20, 0xea});
  CHECK(values == "8 0 300 " + std::to_string(5 + inner.size()) + " 4 ");
  CHECK(found.tlvs.find(proxy_tlv_type::alpn) == octets("http/1.1"));
  CHECK(found.tlvs.find(proxy_tlv_type::noop) == octets(""));
  CHECK(!found.tlvs.find(proxy_tlv_type::authority));
  CHECK(!found.tlvs.find(static_cast<proxy_tlv_type>(0xeb)));
  const proxy_tlv_list tls(found.tlvs.find(proxy_tlv_type::tls)->from(5));
  CHECK(tls.is_complete());
  CHECK(tls.find(proxy_tlv_type::tls_version) == octets("TLSv1.3"));
  CHECK(tls.find(proxy_tlv_type::tls_common_name) == octets("example.com"));
  const proxy_tlv_list::iterator begin = found.tlvs.begin();
  proxy_tlv_list::iterator second = begin;
  CHECK(second++ == begin);
  CHECK(second != begin);
  CHECK(second.offset() == 11);
}

TEST_CASE("PROXY protocol, version 2: a list of TLVs ends before the first incomplete one") {
  const std::string whole = tlv(0xe0, "abc") + tlv(0xe1, "");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const guarded copy(octets(whole).first(size));
    const proxy_tlv_list list(copy.first(size));
    proxy_tlv_list::iterator each = list.begin();
    while (each != list.end()) ++each;
    CHECK(each.offset() == (size < 6 ? 0 : size < 9 ? 6 : 9));
    CHECK(list.is_complete() == (size == 0 || size == 6 || size == 9));
    CHECK(list.empty() == (size < 6));
  }
  CHECK(proxy_tlv_list().empty());
  CHECK(proxy_tlv_list().is_complete());
}

TEST_CASE("PROXY protocol, version 2: a TLV that does not fit is an error as soon as its length shows it") {
  struct kind {
    std::string tlvs;
    std::size_t offset;   // of the invalid TLV, from the first TLV
    std::size_t decided;  // the number of octets of the TLVs after which the error is certain
  };
  const kind kinds[] = {
      {"\x01", 0, 0},                          // the TLV has no room for its length
      {std::string("\x01\x00", 2), 0, 0},      //
      {std::string("\x01\x00\x01", 3), 0, 3},  // a value of one byte is missing
      {std::string("\x01\x01\x00", 3), 0, 2},  // the first byte of the length already makes the value too large
      {tlv(0x01, "h2") + "\x04", 5, 3},        // one byte remains behind the first TLV
      {tlv(0x01, "h2") + std::string("\x04\0", 2), 5, 3},
      {tlv(0x01, "") + std::string("\x04\xff\xff", 3), 3, 5},
      {tlv(0x01, "") + std::string("\x04\x00\x04xyz", 6), 3, 6},
  };
  for (const kind& each : kinds) {
    const std::string text = block(0x21, 0x11, ipv4_addresses + each.tlvs);
    const std::size_t begin = 16 + ipv4_addresses.size();
    const std::size_t decided = each.decided == 0 ? 16 : begin + each.decided;
    CHECK(read_cut(text, decided).error == diagnostic{errc::bad_proxy_tlv, begin + each.offset});
  }
}

TEST_CASE("PROXY protocol, version 2: the limit counts all bytes of the header") {
  const std::string text = block(0x21, 0x11, ipv4_addresses + tlv(0x04, std::string(1000, '\0')));
  CHECK(read_valid(text, text.size()).family == proxy_family::ipv4);
  // The first byte of the length, 3, leaves open whether the header exceeds the limit. The second byte of the length
  // shows that the header exceeds the limit.
  CHECK(read_cut(text, 16, text.size() - 1).error == diagnostic{errc::proxy_header_too_large, 14});
  // The first byte of the length shows that the header exceeds this limit.
  CHECK(read_cut(text, 15, 500).error == diagnostic{errc::proxy_header_too_large, 14});
  CHECK(read_cut(block(0x20, 0, ""), 15, 15).error == diagnostic{errc::proxy_header_too_large, 14});
  CHECK(read_valid(block(0x20, 0, ""), 16).version == 2);
  CHECK(read_valid("PROXY UNKNOWN\r\n", 0).version == 1);
  const std::string largest = block(0x21, 0x11, ipv4_addresses + tlv(0x04, std::string(0xffff - 15, '\0')));
  CHECK(read_proxy_header(largest).error == diagnostic{errc::proxy_header_too_large, 14});
  CHECK(read_proxy_header(largest, 16 + 0xffff).consumed == largest.size());
  CHECK(read_proxy_header(largest, static_cast<std::size_t>(-1)).consumed == 16 + 0xffff);
}

TEST_CASE("PROXY protocol: proxy_header_reading::most is the largest size that the header can have") {
  CHECK(read_proxy_header({}).most == proxy_header_limit);
  CHECK(read_proxy_header({}, 50).most == 107);
  CHECK(read_proxy_header({}, static_cast<std::size_t>(-1)).most == 16 + 0xffff);
  CHECK(read_proxy_header("P").most == 107);
  CHECK(read_proxy_header("\r\n").most == proxy_header_limit);
  CHECK(read_proxy_header("\r\n", 10).most == 16);
  const std::string text = block(0x21, 0x11, ipv4_addresses);
  CHECK(read_proxy_header(octets(text).first(15)).most == 16 + 0xff);
  CHECK(read_proxy_header(octets(text).first(16)).most == text.size());
  CHECK(read_proxy_header(octets(text).first(20)).most == text.size());
  CHECK(read_proxy_header("GET").most == 0);
}

TEST_CASE("PROXY protocol: an incomplete or wrong header shows no address") {
  const std::string texts[] = {
      "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n",
      "PROXY TCP6 2001:db8::1 ::1 56324 443\r\n",
      block(0x21, 0x11, ipv4_addresses + tlv(0x01, "h2")),
      block(0x21, 0x21, std::string(36, 'a')),
      block(0x21, 0x31, std::string(216, 'b')),
  };
  const auto shows_nothing = [](const proxy_header& found) {
    CHECK(!found.has_addresses());
    CHECK(found.source.ip == ip{});
    CHECK(found.destination.ip == ip{});
    CHECK(found.source.port == 0);
    CHECK(found.source.path.empty());
    CHECK(found.tlvs.empty());
    CHECK(found.raw.empty());
  };
  for (const std::string& text : texts) {
    CAPTURE(escaped(text));
    REQUIRE(read_proxy_header(text).header.has_addresses());
    for (std::size_t size = 0; size < text.size(); ++size) {
      CAPTURE(size);
      const proxy_header_reading cut = read_proxy_header(octets(text).first(size));
      CHECK(cut.need_more());
      shows_nothing(cut.header);
    }
  }
  for (const std::string& text : {std::string("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\n"),
                                  std::string("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\rx"),
                                  block(0x21, 0x11, ipv4_addresses + "\x01"), block(0x22, 0x11, ipv4_addresses)}) {
    CAPTURE(escaped(text));
    const proxy_header_reading found = read_proxy_header(text);
    CHECK(!found.error.ok());
    shows_nothing(found.header);
  }
}

TEST_CASE("PROXY protocol: headers with changed bytes give the same result however they are cut") {
  const std::string texts[] = {
      "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n",
      "PROXY TCP6 2001:db8::8:800:200c:417a ::ffff:1.2.3.4 56324 443\r\n",
      "PROXY UNKNOWN ffff\r\n",
      block(0x21, 0x11, ipv4_addresses + tlv(0x01, "h2") + tlv(0x05, "0123456789")),
      block(0x21, 0x21, std::string(36, 'a') + tlv(0x02, "example.com")),
      block(0x20, 0x00, tlv(0x03, "abcd")),
  };
  random_numbers random(7);
  for (unsigned round = 0; round < 1000; ++round) {
    std::string text = texts[random.below(std::size(texts))] + std::string(behind);
    for (std::size_t changes = random.below(3); changes-- > 0;) {
      const std::string_view octets_of_headers = "0123456789:.abcdef \r\nPROXYTCPUNKNOWN";
      const std::size_t offset = random.below(text.size());
      text[offset] = random.below(2) == 0 ? octets_of_headers[random.below(octets_of_headers.size())]
                                          : static_cast<char>(random.next());
    }
    const proxy_header_reading whole = read_proxy_header(text);
    if (whole.need_more()) continue;
    std::size_t decided = 0;
    while (read_proxy_header(octets(text).first(decided)).need_more()) ++decided;
    read_cut(text, decided);
    if (!whole.error.ok()) continue;
    CHECK(decided == whole.consumed);
  }
}

}  // namespace
}  // namespace wshake::test
