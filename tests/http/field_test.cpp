// SPDX-License-Identifier: BSL-1.0
// Compares the queries of `fields`, for a head's octets and for a list of fields, with a slow reference implementation.
#include <iterator>
#include <string>
#include <vector>

#include <wshake/field.hpp>
#include <wshake/request.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

static_assert(std::is_standard_layout_v<field> && std::is_trivially_copyable_v<field>);
static_assert(std::is_trivially_copyable_v<fields>);
static_assert(std::forward_iterator<fields::iterator>);
static_assert(std::forward_iterator<field_values::iterator>);

struct line {
  std::string name, value;
};

std::string head_of(const std::vector<line>& lines) {
  std::string text = "GET / HTTP/1.1\r\n";
  for (const line& one : lines) text += one.name + ": " + one.value + "\r\n";
  return text + "\r\n";
}

bool same_name(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  if (left.size() != right.size()) return false;
  for (std::size_t at = 0; at < left.size(); ++at) {
    if (lower(left[at]) != lower(right[at])) return false;
  }
  return true;
}

std::vector<std::string> values_of(const std::vector<line>& lines, std::string_view name) {
  std::vector<std::string> values;
  for (const line& one : lines) {
    if (same_name(one.name, name)) values.push_back(one.value);
  }
  return values;
}

const std::vector<std::string> names = {
    "Host", "Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol",
    "Sec-WebSocket-Extensions", "Sec-WebSocket-Accept", "Origin", "Content-Length", "Transfer-Encoding", "Expect",
    // Names that are similar to the names above: another length, another last letter, another first letter, or only one
    // common letter.
    "Most", "Hos", "Hostt", "Connectiom", "Upgrada", "Upgrade2", "Sec-WebSocket-Kex", "Sec_WebSocket_Key", "Origim",
    "Cookie", "Expecu", "Accept", "X", "Content-Lengths", "Transfer-Encodinh", "Sec-WebSocket-Protocok", "a"};

// Compares every query of `header` with a search in `lines`, the fields that `header` must contain.
void compare(const fields& header, const std::vector<line>& lines, bool list) {
  CHECK(header.empty() == lines.empty());
  std::size_t at = 0;
  for (auto it = header.begin(); it != header.end(); ++it, ++at) {
    REQUIRE(at < lines.size());
    CHECK(it->name == lines[at].name);
    CHECK((*it).value == lines[at].value);
    if (list) {
      CHECK(it.offset() == at);
      CHECK(it.offset(3) == at);
    } else {
      CHECK(it.offset(1) == it.offset() + 1);
    }
  }
  CHECK(at == lines.size());
  std::vector<std::string> asked = names;
  asked.push_back("hOST");
  asked.push_back("SEC-WEBSOCKET-extensions");
  asked.push_back("");
  for (const std::string& name : asked) {
    CAPTURE(name);
    const std::vector<std::string> expected = values_of(lines, name);
    CHECK(header.count(name) == expected.size());
    const std::optional<octets> first = header.find(name);
    CHECK(first.has_value() == !expected.empty());
    if (first && !expected.empty()) CHECK(*first == expected.front());
    const field_values values = header.values(name);
    CHECK(values.empty() == expected.empty());
    std::size_t count = 0;
    for (const octets value : values) {
      REQUIRE(count < expected.size());
      CHECK(value == expected[count]);
      ++count;
    }
    CHECK(count == expected.size());
  }
}

void compare_both(const std::vector<line>& lines) {
  const guarded head(octets(head_of(lines)));
  const request_reading reading = read_request(head.first(head.size()));
  REQUIRE(reading.error == errc::none);
  REQUIRE(reading.consumed == head.size());
  compare(reading.head.header, lines, false);
  for (auto it = reading.head.header.begin(); it != reading.head.header.end(); ++it) {
    CHECK_MESSAGE(head.data() + it.offset() == it->value.data(), "offset() is the offset of the value in the head");
  }
  std::vector<field> list;
  for (const line& one : lines) list.push_back({one.name, one.value});
  compare(list, lines, true);
}

TEST_CASE("fields: an empty list has no field") {
  compare_both({});
  compare({}, {}, true);
}

TEST_CASE("fields finds each name alone, twice, and between others") {
  for (const std::string& name : names) {
    compare_both({{name, "1"}});
    compare_both({{name, "1"}, {name, "2"}});
    compare_both({{"X-First", "0"}, {name, "1"}, {"X-Middle", ""}, {name, "2"}, {"X-Last", "3"}});
  }
}

TEST_CASE("fields agrees with the reference on random lines") {
  random_numbers random(1);
  for (int round = 0; round < 300; ++round) {
    std::vector<line> lines(random.below(40));
    for (line& one : lines) {
      one.name = names[random.below(names.size())];
      for (char& octet : one.name) {
        const bool letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
        if (letter && random.below(2) == 0) octet = static_cast<char>(octet ^ 0x20);
      }
      one.value = std::string(random.below(5), static_cast<char>('a' + random.below(26)));
    }
    compare_both(lines);
  }
}

TEST_CASE("fields trims white space around values") {
  const std::string head = "GET / HTTP/1.1\r\nA: \t 1 \t \r\nB:2\r\nC:\r\nD: \t\r\nE: a b\tc\r\nF:\x80\r\n\r\n";
  const fields header = read_request(head).head.header;
  CHECK(header.find("A") == "1");
  CHECK(header.find("B") == "2");
  CHECK(header.find("C") == "");
  CHECK(header.find("D") == "");
  CHECK(header.find("E") == "a b\tc");
  CHECK(header.find("F") == "\x80");
}

TEST_CASE("fields ignores the case of letters only") {
  // '@' and '`', '[' and '{', '^' and '~' differ only in the bit of letter case.
  const std::vector<field> list = {{"x^y", "1"}};
  const fields header(list);
  CHECK(header.find("X^Y") == "1");
  CHECK(!header.find("x~y").has_value());
}

TEST_CASE("fields tells names apart that differ in one bit other than a letter's case") {
  for (const std::string name : {"Host", "Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
                                 "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Origin", "Content-Length",
                                 "Transfer-Encoding", "Expect", "Sec-WebSocket-Accept"}) {
    for (std::size_t at = 0; at < name.size(); ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string other = name;
        other[at] = static_cast<char>(other[at] ^ (1 << bit));
        CAPTURE(other);
        const bool same = bit == 5 && name[at] != '-';
        const std::vector<field> list = {{other, "1"}};
        CHECK(fields(list).find(name).has_value() == same);
        CHECK(fields(list).find(other) == "1");
        const std::string head = head_of({{other, "1"}});
        const request_reading reading = read_request(head);
        if (reading.error == errc::none) CHECK(reading.head.header.find(name).has_value() == same);
      }
    }
  }
}

TEST_CASE("fields searches a list of 65,535 to its end") {
  std::vector<field> list(65535, field{"X", "1"});
  list.back() = {"Host", "last"};
  CHECK(fields(list).find("Host") == "last");
  CHECK(fields(list).count("X") == 65534);
}

}  // namespace
}  // namespace wshake::test
