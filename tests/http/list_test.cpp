// SPDX-License-Identifier: BSL-1.0
// Tests the list members that token_list, parameter_list and extension_list read from a field, and the offset of the
// first octet outside the grammar.
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/list.hpp>
#include <wshake/request.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

static_assert(std::forward_iterator<token_list::iterator>);
static_assert(std::forward_iterator<parameter_list::iterator>);
static_assert(std::forward_iterator<extension_list::iterator>);

// Lines of a field named L, once as a head in octets and once as a list of fields.
struct lines {
  explicit lines(const std::vector<std::string>& texts) : values(texts) {
    for (const std::string& value : values) list.push_back({"L", value});
    head_text = "GET / HTTP/1.1\r\n";
    for (const std::string& value : values) head_text += "L:" + value + "\r\nX: y\r\n";
    head_text += "\r\n";
    head = read_request(head_text).head.header;
  }
  lines(const lines&) = delete;

  std::vector<std::string> values;
  std::vector<field> list;
  std::string head_text;
  fields head;
};

std::vector<std::string> tokens_of(const token_list& list) {
  std::vector<std::string> all;
  for (const octets token : list) all.emplace_back(std::string_view(token));
  return all;
}

void check_tokens(const std::vector<std::string>& texts, const std::vector<std::string>& expected) {
  const lines given(texts);
  const token_list from_head(given.head.values("l"));
  const token_list from_list(fields(given.list).values("l"));
  CHECK(tokens_of(from_head) == expected);
  CHECK(tokens_of(from_list) == expected);
  CHECK(from_head.empty() == expected.empty());
  CHECK(from_list.empty() == expected.empty());
  for (auto it = from_head.begin(); it != from_head.end(); ++it) {
    CHECK(given.head_text.data() + it.offset() == (*it).data());
  }
}

TEST_CASE("token_list has the members of all lines and skips empty members") {
  check_tokens({}, {});
  check_tokens({""}, {});
  check_tokens({" , ,\t,, "}, {});
  check_tokens({"a"}, {"a"});
  check_tokens({"a,b"}, {"a", "b"});
  check_tokens({" a , b\t,\tc "}, {"a", "b", "c"});
  check_tokens({",a,,b,"}, {"a", "b"});
  check_tokens({"a", "b", "", "c"}, {"a", "b", "c"});
  check_tokens({"", ",", "a,", ",b"}, {"a", "b"});
  check_tokens({"a", "a", "a"}, {"a", "a", "a"});
}

TEST_CASE("token_list does not validate members") { check_tokens({"a b, c/d"}, {"a b", "c/d"}); }

TEST_CASE("token_list reports the index of a member's field") {
  const std::vector<field> list = {{"X", "0"}, {"L", "a, b"}, {"X", "0"}, {"L", "c"}};
  std::vector<std::size_t> places;
  const token_list tokens(fields(list).values("L"));
  for (auto it = tokens.begin(); it != tokens.end(); ++it) places.push_back(it.offset());
  CHECK(places == std::vector<std::size_t>{1, 1, 3});
}

TEST_CASE("token_list: contains_ignoring_case finds whole members only") {
  const std::vector<field> list = {{"L", "keep-alive, UpGrade"}, {"L", "Close"}};
  const token_list tokens(fields(list).values("L"));
  CHECK(tokens.contains_ignoring_case("upgrade"));
  CHECK(tokens.contains_ignoring_case("UPGRADE"));
  CHECK(tokens.contains_ignoring_case("close"));
  CHECK(tokens.contains_ignoring_case("Keep-Alive"));
  CHECK(!tokens.contains_ignoring_case("u"));
  CHECK(!tokens.contains_ignoring_case("upgrad"));
  CHECK(!tokens.contains_ignoring_case("upgrades"));
  CHECK(!tokens.contains_ignoring_case("keep"));
  CHECK(!tokens.contains_ignoring_case("alive"));
  CHECK(!tokens.contains_ignoring_case(""));
  CHECK(!token_list().contains_ignoring_case("upgrade"));
}

// The extensions as the engine has parsed them, each in the form "name;p=v;q".
std::string text_of(const extension_list& list) {
  std::string text;
  for (const extension& one : list) {
    if (!text.empty()) text += ", ";
    text += std::string_view(one.name);
    for (const parameter& each : one.parameters) {
      text += ";";
      text += std::string_view(each.name);
      if (each.value) {
        text += "=";
        text += std::string_view(*each.value);
      }
    }
  }
  return text;
}

std::optional<std::size_t> bad_offset(const extension_list& list) {
  auto it = list.begin();
  while (it != list.end()) ++it;
  return it.bad_offset();
}

// The engine reads tokens many octets at a time, and must not read beyond the end of a token.
TEST_CASE("extension_list: a name holds only bytes of the grammar, at every offset and size") {
  for (std::size_t size = 1; size <= 40; ++size) {
    const guarded place(size);
    for (std::size_t at = 0; at < size; ++at) {
      for (unsigned code = 0; code < 256; ++code) {
        std::string name(size, 'x');
        name[at] = static_cast<char>(code);
        const field line = {"L", place.put(name)};
        const bool is_token = is_tchar(name[at]);
        const bool is_separator = std::string_view(" \t,;").find(name[at]) != std::string_view::npos;
        if (!is_token && (is_separator || at == 0)) continue;
        CAPTURE(name);
        const extension_list list(fields(std::span(&line, 1)).values("L"));
        CHECK(bad_offset(list).has_value() == !is_token);
        if (is_token) CHECK((*list.begin()).name.size() == size);
      }
    }
  }
}

TEST_CASE("extension_list reads everything that RFC 6455 §9.1 allows") {
  struct row {
    std::vector<std::string> lines;
    std::string expected;
  };
  const std::vector<row> rows = {
      {{}, ""},
      {{""}, ""},
      {{"a"}, "a"},
      {{"a, b"}, "a, b"},
      {{"a", "b"}, "a, b"},
      {{",a,,b,", "", " , "}, "a, b"},
      {{"a;x"}, "a;x"},
      {{"a;x=1;y;z=2"}, "a;x=1;y;z=2"},
      {{" a ; x = 1 ;\ty "}, "a;x=1;y"},
      {{"a;x=\"1\""}, "a;x=1"},
      {{"a;x=\"1\\2\""}, "a;x=1\\2"},
      {{"a;x=1,b;y=2", "c;z=3"}, "a;x=1, b;y=2, c;z=3"},
      {{"a;x;x"}, "a;x;x"},
      {{"!#$%&'*+-.^_`|~09azAZ"}, "!#$%&'*+-.^_`|~09azAZ"},
  };
  for (const row& each : rows) {
    CAPTURE(each.expected);
    const lines given(each.lines);
    const extension_list from_head(given.head.values("L"));
    const extension_list from_list(fields(given.list).values("L"));
    CHECK(text_of(from_head) == each.expected);
    CHECK(text_of(from_list) == each.expected);
    CHECK(from_head.empty() == each.expected.empty());
    CHECK(!bad_offset(from_head).has_value());
    CHECK(!bad_offset(from_list).has_value());
  }
}

TEST_CASE("extension_list ends at the first invalid byte and reports its offset") {
  struct row {
    std::string text;
    std::string before;
    std::size_t low, high;  // the error's lowest and highest offset, from the value's first octet
  };
  const std::vector<row> rows = {
      {"a b", "", 2, 2},
      {"a;", "", 2, 2},
      {"a; ;b", "", 3, 3},
      {"a;b=", "", 4, 4},
      {"a;=1", "", 2, 2},
      {"a;b=\"", "", 4, 5},
      {"a;b=\"x", "", 4, 6},
      {"a;b=\"\"", "", 4, 6},
      {"a;b=\"x y\"", "", 4, 6},
      {"a;b=\"x,y\"", "", 4, 6},
      {"a;b=x\"", "", 5, 5},
      {"a;b=\"x\"y", "", 7, 7},
      {"a;b==1", "", 4, 4},
      {"\"a\"", "", 0, 0},
      {"a/b", "", 1, 1},
      {"x, a b", "x", 5, 5},
      {"x;y=1, a;", "x;y=1", 9, 9},
      {"a\xe9", "", 1, 1},
      {";", "", 0, 0},
      {"a=b", "", 1, 1},
      {"a;b=\"x\\", "", 4, 7},
  };
  for (const row& each : rows) {
    CAPTURE(each.text);
    const lines given({each.text});
    const extension_list from_head(given.head.values("L"));
    CHECK(text_of(from_head) == each.before);
    const std::optional<std::size_t> place = bad_offset(from_head);
    REQUIRE(place.has_value());
    const std::size_t begin = given.head_text.find("L:") + 2;
    CHECK(*place >= begin + each.low);
    CHECK(*place <= begin + each.high);
    const std::vector<field> list = {{"X", ""}, {"L", "good"}, {"L", each.text}};
    CHECK(bad_offset(extension_list(fields(list).values("L"))) == std::optional<std::size_t>(2));
  }
}

TEST_CASE("parameter_list keeps the text as it was sent") {
  const std::vector<field> list = {{"L", "a ; x=1;y=\"2\" , b"}};
  const extension_list all(fields(list).values("L"));
  auto it = all.begin();
  REQUIRE(it != all.end());
  const octets text = it->parameters.text();
  CHECK(parameter_list(text).begin() != parameter_list(text).end());
  std::vector<std::string> names;
  for (const parameter& each : parameter_list(text)) names.emplace_back(std::string_view(each.name));
  CHECK(names == std::vector<std::string>{"x", "y"});
  ++it;
  REQUIRE(it != all.end());
  CHECK(it->parameters.empty());
}

TEST_CASE("lists read no byte after their line") {
  for (const std::string text : {"a;b=\"x", "a;", "a,", "a;b=", "a;b", "a", "a;b=\"x\\"}) {
    const guarded value((octets(text)));
    const std::vector<field> list = {{"L", value.first(value.size())}};
    CHECK(text_of(extension_list(fields(list).values("L"))).size() <= text.size());
    CHECK(tokens_of(token_list(fields(list).values("L"))).size() == 1);
  }
}

}  // namespace
}  // namespace wshake::test
