// SPDX-License-Identifier: BSL-1.0
// Compares the cookies of a request, in a head and in a caller's list, with a naive reading. The first line of the
// input is the name of a cookie to find, every other line is the value of a Cookie line.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <wshake/cookie.hpp>

#include "lines_of_field.hpp"
#include "naive_cookie.hpp"

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
  const lines_of_field cookies = {"cookie", "COOKIE", {"Cookie2", "a=b"}, {"X", "a=b"}};
  cookies.check_each(input, [&](const wshake::fields& header, const std::vector<std::string_view>& values,
                                const char*) { check(header, values, wanted); });
  return 0;
}
