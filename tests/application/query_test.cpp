// SPDX-License-Identifier: BSL-1.0
// Tests find_query_member(), which decodes a member (name=value) of a target's query:
// application/x-www-form-urlencoded (WHATWG URL §5.1), RFC 3986 §2.1.
#include <optional>
#include <string>
#include <vector>

#include <wshake/query.hpp>
#include <wshake/uri.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

// Returns the decoded value of the member `name` in the query of `target`, or nothing if the query has no such member.
// Also tries every buffer that is too small for the value.
std::optional<std::string> member(octets target, octets name) {
  CAPTURE(target);
  CAPTURE(name);
  const guarded copy(target), name_copy(name);
  const auto find = [&](mutable_octets out) {
    return find_query_member(copy.first(copy.size()), name_copy.first(name_copy.size()), out);
  };
  const query_member first = find({});
  if (first.error.ok()) {
    CHECK(first.needed == 0);
    CHECK(static_cast<bool>(first) == first.value.has_value());
    if (!first) return {};
    CHECK(first.value->empty());
    return "";
  }
  CHECK(!first);
  CHECK(!first.value);
  REQUIRE(first.error == errc::need_room);
  CHECK(first.error.offset == 0);
  CHECK(first.error.field.empty());
  REQUIRE(first.needed > 0);
  REQUIRE(first.needed <= target.size());
  for (std::size_t size = 1; size < first.needed; ++size) {
    const guarded out(size);
    const query_member result = find(out.all());
    CHECK(result.error == errc::need_room);
    CHECK(result.needed == first.needed);
    CHECK(!result.value);
  }
  std::string value;
  for (const std::size_t more : {0U, 1U, 100U}) {
    const guarded out(first.needed + more);
    const query_member result = find(out.all());
    REQUIRE(result);
    CHECK(result.error.ok());
    CHECK(result.needed == 0);
    REQUIRE(result.value);
    CHECK(result.value->size() == first.needed);
    CHECK(result.value->data() == out.data());
    value = result.value->text();
  }
  return value;
}

using text = std::optional<std::string>;

TEST_CASE("query: a member is found in each form of a target") {
  CHECK(member("/chat?room=1", "room") == text("1"));
  CHECK(member("http://example.com/chat?room=1", "room") == text("1"));
  CHECK(member("http://example.com?room=1", "room") == text("1"));
  CHECK(member("?room=1", "room") == text("1"));
  CHECK(member("/?a=1&room=2&b=3", "room") == text("2"));
  CHECK(member("/?a=1&b=3&room=2", "room") == text("2"));
  for (const octets target : {octets(""), octets("/"), octets("/chat"), octets("*"), octets("example.com:443"),
                              octets("/room=1"), octets("/chat?"), octets("/&room=1"), octets()}) {
    CHECK(member(target, "room") == text());
    CHECK(member(target, "") == text());
  }
}

TEST_CASE("query: an absent member differs from an empty one") {
  CHECK(member("/?a=&b&c=1", "a") == text(""));
  CHECK(member("/?a=&b&c=1", "b") == text(""));
  CHECK(member("/?a=&b&c=1", "c") == text("1"));
  CHECK(member("/?a=&b&c=1", "d") == text());
  CHECK(member("/?a", "a") == text(""));
  CHECK(member("/?a=", "a") == text(""));
}

TEST_CASE("query: \"&\" separates members, and the first \"=\" ends the name") {
  CHECK(member("/?a=b=c==&d=1", "a") == text("b=c=="));
  CHECK(member("/?a=b;d=1", "a") == text("b;d=1"));  // ";" does not separate members
  CHECK(member("/?a=b;d=1", "d") == text());
  CHECK(member("/?a=b?c=1&d=/?", "a") == text("b?c=1"));  // the query begins at the first "?"
  CHECK(member("/?a=b?c=1&d=/?", "d") == text("/?"));
  CHECK(member("/?&&a=1&&b=2&", "b") == text("2"));
  CHECK(member("/?&&a=1&&b=2&", "") == text());  // empty members are skipped
  CHECK(member("/?=1&a=2", "") == text("1"));
  CHECK(member("/?a=2&=", "") == text(""));
}

TEST_CASE("query: the first of several members with one name is found") {
  CHECK(member("/?a=1&a=2", "a") == text("1"));
  CHECK(member("/?%61=1&a=2", "a") == text("1"));
  CHECK(member("/?a&a=2", "a") == text(""));
}

TEST_CASE("query: \"+\" is a space, and %XX an octet") {
  CHECK(member("/?a=b+c%20d%2Be", "a") == text("b c d+e"));
  CHECK(member("/?a=+", "a") == text(" "));
  CHECK(member("/?a=%26%3D%3f%23", "a") == text("&=?#"));
  CHECK(member("/?a=%2526", "a") == text("%26"));  // "%25" is decoded, and the result is not decoded again
  CHECK(member("/?a=%C3%A4", "a") == text("\xc3\xa4"));
  CHECK(member("/?a=\xc3\xa4", "a") == text("\xc3\xa4"));
  CHECK(member("/?a=%ff", "a") == text("\xff"));
  CHECK(member("/?a=%00%0D%0a", "a") == text(std::string("\0\r\n", 3)));
  CHECK(member("/a+b?c=%", "a b") == text());
}

TEST_CASE("query: names are compared after they are decoded, and letter case counts") {
  CHECK(member("/?%72oom=1", "room") == text("1"));
  CHECK(member("/?ro%6fm=1", "room") == text("1"));
  CHECK(member("/?roo%6D=1", "room") == text("1"));
  CHECK(member("/?a+b=1&a%2Bb=2", "a b") == text("1"));
  CHECK(member("/?a+b=1&a%2Bb=2", "a+b") == text("2"));
  CHECK(member("/?a%3Db=1", "a=b") == text("1"));
  CHECK(member("/?a%26b=1", "a&b") == text("1"));
  CHECK(member("/?%C3%A4=1", "\xc3\xa4") == text("1"));
  CHECK(member("/?a%00=1", octets("a\0", 2)) == text("1"));
  CHECK(member("/?a%00=1", "a") == text());
  CHECK(member("/?Room=1&rooms=2&roo=3&oom=4", "room") == text());
  CHECK(member("/?%72oom=1", "%72oom") == text());
}

TEST_CASE("query: every octet is decoded, in upper and lower case") {
  for (unsigned code = 0; code < 256; ++code) {
    for (const char* const digits : {"0123456789abcdef", "0123456789ABCDEF"}) {
      const std::string target = std::string("/?x=") + '%' + digits[code / 16] + digits[code % 16];
      const std::string octet(1, static_cast<char>(code));
      CHECK(member(target, "x") == text(octet));
      CHECK(member("/?%" + target.substr(5) + "=y", octet) == text("y"));
    }
  }
}

// RFC 3986 §2.1: pct-encoded = "%" HEXDIG HEXDIG
TEST_CASE("query: a malformed \"%\" in the value is an error at the offset of \"%\", for every buffer size") {
  struct row {
    std::string value;
    std::size_t offset;
  };
  const std::vector<row> rows = {{"%", 0},    {"%4", 0},   {"%4g", 0},   {"%g4", 0},   {"%%41", 0},   {"b%", 1},
                                 {"b%4", 1},  {"%41%", 3}, {"b+%zz", 2}, {"%41%4", 3}, {"100%", 3},   {"%u0041", 0},
                                 {"% 41", 0}, {"%+41", 0}, {"%-1", 0},   {"%4%41", 0}, {"%41%4:", 3}, {"a%4`", 1},
                                 {"a%/1", 1}, {"a%:1", 1}, {"a%@1", 1},  {"a%1@", 1},  {"%4G%41", 0}};
  for (const row& each : rows) {
    for (const std::string front : {"/?x=", "http://a/?y=%&x=", "?%=1&x="}) {
      for (const std::string rest : {"", "&", "&y=%41"}) {
        const std::string target = front + each.value + rest;
        CAPTURE(target);
        const guarded copy{octets(target)};
        for (const std::size_t size : {0U, 1U, 2U, 3U, 64U}) {
          const guarded out(size);
          const query_member result = find_query_member(copy.first(copy.size()), "x", out.all());
          CHECK(!result);
          CHECK(!result.value);
          CHECK(result.needed == 0);
          CHECK(result.error == errc::bad_target);
          CHECK(result.error.offset == front.size() + each.offset);
          CHECK(result.error.field == "target");
        }
      }
    }
  }
}

TEST_CASE("query: a malformed \"%\" in another member has no effect, and a malformed name is no name") {
  CHECK(member("/?a=%&b=1", "b") == text("1"));
  CHECK(member("/?%=2&b=1", "b") == text("1"));
  CHECK(member("/?b%=2&b=1", "b") == text("1"));
  CHECK(member("/?b%4=2&b=1", "b") == text("1"));
  CHECK(member("/%?b=1", "b") == text("1"));
  CHECK(member("/?100%=1", "100%") == text());
  CHECK(member("/?100%25=1", "100%") == text("1"));
}

TEST_CASE("query: names and values that write_encoded() has encoded are found and decoded") {
  std::string all;
  for (unsigned code = 0; code < 256; ++code) all += static_cast<char>(code);
  const auto encode = [](octets value) {
    return written([&](mutable_octets out) { return write_encoded(out, value, "%/?&=+"); });
  };
  CHECK(member("/?a=1&" + encode(all) + "=" + encode("50% & more") + "&b=2", all) == text("50% & more"));
  CHECK(member("/?a=1&name=" + encode(all), "name") == text(all));
}

}  // namespace
}  // namespace wshake::test
