// SPDX-License-Identifier: BSL-1.0
// Tests find_cookie() and cookie_list, which read the cookies of a request (RFC 6265 §§4.2, 5.4).
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <wshake/cookie.hpp>
#include <wshake/header_list.hpp>
#include <wshake/request.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

// Cookie lines with the given values, once in a head and once in a caller's list of fields. Lines of other fields stand
// before and after the Cookie lines.
struct cookie_lines {
  explicit cookie_lines(const std::vector<std::string>& values) : list({{"Cookie2", "a=no"}}) {
    std::string text = "GET / HTTP/1.1\r\nCookie2: a=no\r\n";
    for (const std::string& value : values) {
      text += "Cookie: " + value + "\r\nX: a=no\r\n";
      list.push_back({"cookie", value});
      list.push_back({"X", "a=no"});
    }
    memory.emplace(octets(text + "\r\n"));
    const request_reading read = read_request(memory->first(memory->size()));
    REQUIRE(read.consumed == memory->size());
    head = read.head.header;
  }

  std::vector<field> list;
  std::optional<guarded> memory;
  fields head;
};

pairs all_of(const fields& header) {
  pairs found;
  const cookie_list list(header.values("Cookie"));
  for (auto it = list.begin(); it != list.end(); ++it) {
    found.emplace_back(std::string(it->name.text()), std::string(it->value.text()));
    auto copy = it;
    CHECK(copy++ == it);
    CHECK(copy != it);
  }
  CHECK(list.empty() == found.empty());
  return found;
}

void check_cookies(const std::vector<std::string>& values, const pairs& expected) {
  CAPTURE(values.size());
  if (!values.empty()) CAPTURE(values[0]);
  const cookie_lines given(values);
  CHECK(all_of(given.head) == expected);
  CHECK(all_of(fields(given.list)) == expected);
  for (const auto& [name, value] : expected) {
    // find_cookie() must return the first cookie with the name `name`.
    for (const auto& [first_name, first_value] : expected) {
      if (first_name != name) continue;
      CHECK(find_cookie(given.head, name) == std::optional<octets>(first_value));
      CHECK(find_cookie(given.list, name) == std::optional<octets>(first_value));
      break;
    }
  }
  CHECK(!find_cookie(given.head, "absent"));
  CHECK(!find_cookie(given.list, "absent"));
}

TEST_CASE("cookies: the examples of RFC 6265 are read") {
  check_cookies({"SID=31d4d96e407aad42"}, {{"SID", "31d4d96e407aad42"}});                                 // §3.1
  check_cookies({"SID=31d4d96e407aad42; lang=en-US"}, {{"SID", "31d4d96e407aad42"}, {"lang", "en-US"}});  // §3.1
}

TEST_CASE("cookies: an absent cookie differs from an empty one") {
  const field list[] = {{"Cookie", "a=; b=1"}};
  const fields header(list);
  REQUIRE(find_cookie(header, "a"));
  CHECK(find_cookie(header, "a")->empty());
  CHECK(find_cookie(header, "b") == std::optional<octets>("1"));
  CHECK(!find_cookie(header, "c"));
  CHECK(!find_cookie(header, ""));
  CHECK(!find_cookie({}, "a"));
  CHECK(!find_cookie({}, ""));
  CHECK(cookie_list().empty());
  CHECK(cookie_list(fields().values("Cookie")).empty());
}

// RFC 6265 §5.4: a user agent sends a name in the letter case in which the server set it. Names that differ in letter
// case are different names.
TEST_CASE("cookies: letter case of a name counts, and the whole name is compared") {
  const field list[] = {{"COOKIE", "SID=1; sid=2; si=3; sidx=4; xsid=5"}};
  const fields header(list);
  CHECK(find_cookie(header, "SID") == std::optional<octets>("1"));
  CHECK(find_cookie(header, "sid") == std::optional<octets>("2"));
  CHECK(find_cookie(header, "si") == std::optional<octets>("3"));
  CHECK(!find_cookie(header, "Sid"));
  CHECK(!find_cookie(header, "s"));
}

TEST_CASE("cookies: of several cookies with one name the first is found, and the list has all of them") {
  check_cookies({"a=1; b=x; a=2", "a=3"}, {{"a", "1"}, {"b", "x"}, {"a", "2"}, {"a", "3"}});
}

// RFC 9113 §8.2.3: an HTTP/2 header list may divide its cookies among several Cookie fields.
TEST_CASE("cookies: the cookies of several Cookie fields are one list") {
  check_cookies({"a=b", "c=d", "e=f"}, {{"a", "b"}, {"c", "d"}, {"e", "f"}});
  check_cookies({"", "a=b", ";", "c=d; ", ""}, {{"a", "b"}, {"c", "d"}});
  const field list[] = {{":method", "GET"}, {":scheme", "https"}, {":authority", "a"}, {":path", "/"},
                        {"cookie", "a=b"},  {"x", "y"},           {"cookie", "c=d"}};
  const request_list_reading read = read_request_list(list, 20);
  REQUIRE(read);
  CHECK(find_cookie(read.head.header, "c") == std::optional<octets>("d"));
  CHECK(all_of(read.head.header) == pairs{{"a", "b"}, {"c", "d"}});
}

// RFC 6265 §4.1.1: cookie-value = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE ). User agents send the quotation
// marks.
TEST_CASE("cookies: quotation marks are part of a value, and \";\" between quotation marks ends the cookie") {
  check_cookies({"a=\"b\"; c=\"\""}, {{"a", "\"b\""}, {"c", "\"\""}});
  check_cookies({"a=\"b; c=d\"; e=f"}, {{"a", "\"b"}, {"c", "d\""}, {"e", "f"}});
  check_cookies({"a=\"b\\\"; c=d"}, {{"a", "\"b\\\""}, {"c", "d"}});
}

// RFC 6265 §5.2: a user agent takes all octets up to ";" as the value, so "=", "," and space may occur in a value.
TEST_CASE("cookies: values outside the grammar are read as user agents store them") {
  check_cookies({"a=b=c==; d=1,2; e=x y; f=\xc3\xa4\xff; g=a\tb"},
                {{"a", "b=c=="}, {"d", "1,2"}, {"e", "x y"}, {"f", "\xc3\xa4\xff"}, {"g", "a\tb"}});
  check_cookies({"$Version=1; a=b; $Path=/"}, {{"$Version", "1"}, {"a", "b"}, {"$Path", "/"}});
  check_cookies({"a b=c; d,e=f"}, {{"a b", "c"}, {"d,e", "f"}});
}

TEST_CASE("cookies: white space around a cookie is removed, white space around \"=\" is part of name and value") {
  check_cookies({"a=1;b=2;\tc=3 \t;  d=4"}, {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}});
  check_cookies({"a =1; b= 2"}, {{"a ", "1"}, {"b", " 2"}});
  // Only space and tab are white space. A no-break space is part of the name: otherwise a cookie whose name is a
  // no-break space and then __Host-a would be the cookie __Host-a.
  check_cookies({"\xc2\xa0"
                 "a=1; a=2"},
                {{"\xc2\xa0"
                  "a",
                  "1"},
                 {"a", "2"}});
}

TEST_CASE("cookies: empty cookies are skipped") {
  check_cookies({";; ; a=1;; ;b=2; ;"}, {{"a", "1"}, {"b", "2"}});
  for (const std::string text : {"", ";", "; ;", ";;"}) check_cookies({text}, {});
  check_cookies({}, {});
}

// A user agent that stores a cookie without a name sends the cookie's value without "=".
TEST_CASE("cookies: a text without \"=\" is a value without a name") {
  check_cookies({"a; b=1; =c; ="}, {{"", "a"}, {"b", "1"}, {"", "c"}, {"", ""}});
  const field list[] = {{"Cookie", "session"}};
  CHECK(!find_cookie(fields(list), "session"));
}

TEST_CASE("cookies: no byte after a line is read") {
  for (const std::string text : {"a", "a=", "=", "a=b", "a=b;", ";", " ", "a=b; c"}) {
    const guarded value((octets(text)));
    const field list[] = {{"Cookie", value.first(value.size())}};
    (void)all_of(fields(list));
    CHECK(!find_cookie(fields(list), "x"));
  }
  const field list[] = {{"Cookie", {}}};
  CHECK(all_of(fields(list)).empty());
}

TEST_CASE("cookies: names and values are views into the field") {
  const std::string text = "a=1; token=secret";
  const field list[] = {{"Cookie", text}};
  const std::optional<octets> found = find_cookie(fields(list), "token");
  REQUIRE(found);
  CHECK(found->data() == text.data() + 11);
  CHECK(found->size() == 6);
}

}  // namespace
}  // namespace wshake::test
