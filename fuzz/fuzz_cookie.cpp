// SPDX-License-Identifier: BSL-1.0
// The cookies of a request, in a head and in a caller's list, compared with a naive reading. The first line of the
// input is a name to find, every other line is the value of a Cookie line.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <wshake/cookie.hpp>
#include <wshake/request.hpp>

#include "naive_cookie.hpp"
#include "naive_head.hpp"

namespace {

using namespace fuzz;

bool lies_in(wshake::octets part, const std::vector<std::string_view>& values) {
  for (const std::string_view value : values) {
    if (part.data() >= value.data() && part.end() <= value.data() + value.size()) return true;
  }
  return false;
}

void check_find(const wshake::fields& header, const std::vector<naive_cookie>& expected, std::string_view name) {
  const block copy(name);
  const std::optional<wshake::octets> found = wshake::find_cookie(header, copy.view());
  for (const naive_cookie& one : expected) {
    if (one.name != name) continue;
    require(found.has_value(), "a cookie is found by its name", name);
    require_same(*found, one.value, "the value of the first cookie with the name");
    return;
  }
  require(!found, "no cookie has the name", name);
}

void check(const wshake::fields& header, const std::vector<std::string_view>& values, std::string_view wanted) {
  const std::vector<naive_cookie> expected = naive_cookies(values);
  const wshake::cookie_list list(header.values("cookie"));
  require(list.empty() == expected.empty(), "empty()");
  std::size_t count = 0;
  auto slow = list.begin();
  for (auto it = list.begin(); it != list.end(); ++it) {
    require(count < expected.size(), "no more cookies than there are");
    require_same(it->name, expected[count].name, "a cookie's name");
    require_same(it->value, expected[count++].value, "a cookie's value");
    require(lies_in(it->name, values) && lies_in(it->value, values), "the views lie in the lines");
    require(slow == it, "two ways to one place are the same place");
    const auto before = slow++;
    require(before == it && !(slow == before), "and the next one is another");
  }
  require(count == expected.size() && slow == list.end(), "all cookies");
  check_find(header, expected, wanted);
  check_find(header, expected, "");
  for (const naive_cookie& one : expected) check_find(header, expected, one.name);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view wanted = take_until(input, "\n");
  std::vector<block> blocks;
  while (!input.empty() && blocks.size() < 16) {
    // Leaves out values that neither a head nor a header list can contain.
    const std::string_view value = trim(take_until(input, "\n"));
    if (all_of(value, is_value_octet)) blocks.emplace_back(value);
  }

  std::vector<wshake::field> list = {{"Cookie2", "a=b"}};
  std::vector<std::string_view> values;
  text octets("GET / HTTP/1.1\r\nCookie2: a=b\r\n");
  for (const block& one : blocks) {
    values.push_back(one.view());
    list.push_back({"cookie", one.view()});
    octets += "COOKIE: ";
    octets += one.view();
    octets += "\r\n";
  }
  octets += "X: a=b\r\n\r\n";
  list.push_back({"X", "a=b"});
  check(wshake::fields(list), values, wanted);

  const block head(octets);
  const wshake::request_reading read = wshake::read_request(head.view(), {.head = 65535, .field_line = 65535});
  if (read.error != wshake::errc::none) return 0;  // the head is larger than the limit
  require(read.consumed == head.size(), "a head is complete", octets);
  std::vector<std::string_view> in_head;
  for (const line& one : read_head(head.view()).header) {
    if (one.name == "COOKIE") in_head.push_back(one.value);
  }
  check(read.head.header, in_head, wanted);
  return 0;
}
