// SPDX-License-Identifier: BSL-1.0
// Checks that array_view, argument_list and fields show the same elements for every kind of list from which they are
// made.
#include <array>
#include <ranges>
#include <span>
#include <type_traits>
#include <vector>

#include <wshake/array_view.hpp>
#include <wshake/field.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

static_assert(std::is_standard_layout_v<array_view<field>> && std::is_trivially_copyable_v<array_view<field>>);
static_assert(sizeof(array_view<field>) == 2 * sizeof(void*));
static_assert(std::ranges::contiguous_range<array_view<field>> && std::ranges::view<array_view<field>>);
static_assert(std::ranges::borrowed_range<array_view<field>>);

// array_view is made only from a list with a name (an lvalue) whose elements have the view's element type.
static_assert(std::is_convertible_v<std::vector<field>&, array_view<field>>);
static_assert(std::is_convertible_v<const std::vector<field>&, array_view<field>>);
static_assert(!std::is_convertible_v<std::vector<field>, array_view<field>>);
static_assert(!std::is_convertible_v<const std::vector<field>, array_view<field>>);
static_assert(!std::is_convertible_v<std::array<field, 2>, array_view<field>>);
static_assert(!std::is_convertible_v<std::initializer_list<field>, array_view<field>>);
static_assert(!std::is_convertible_v<std::vector<int>&, array_view<field>>);
static_assert(std::is_convertible_v<std::span<field>, array_view<field>>);

// fields accepts the same sources as array_view.
static_assert(std::is_convertible_v<std::vector<field>&, fields> && !std::is_convertible_v<std::vector<field>, fields>);
static_assert(!std::is_convertible_v<std::initializer_list<field>, fields>);
static_assert(std::is_convertible_v<std::span<const field>, fields>);
static_assert(std::is_convertible_v<array_view<field>, fields>);

// argument_list accepts temporaries, since an argument_list lasts only for the call. It does not convert to a type that
// would outlive the temporaries.
static_assert(std::is_convertible_v<std::vector<field>, argument_list<field>>);
static_assert(std::is_convertible_v<std::initializer_list<field>, argument_list<field>>);
static_assert(!std::is_convertible_v<argument_list<field>, array_view<field>>);
static_assert(!std::is_assignable_v<argument_list<field>&, std::initializer_list<field>>);

constexpr octets constants[] = {"chat.v2", "chat"};
static_assert(array_view<octets>(constants).size() == 2 && array_view<octets>(constants)[1] == "chat");
static_assert(array_view<octets>().empty() && array_view<octets>().data() == nullptr);

void check(array_view<field> list, const field* data, std::size_t size) {
  CHECK(list.data() == data);
  CHECK(list.size() == size);
  CHECK(list.empty() == (size == 0));
  CHECK(list.begin() == data);
  CHECK(list.end() == data + size);
}

TEST_CASE("array_view is made from all contiguous lists that have a name") {
  std::vector<field> vector = {{"A", "1"}, {"B", "2"}, {"C", "3"}};
  const std::array<field, 2> array = {{{"A", "1"}, {"B", "2"}}};
  field plain[2] = {{"A", "1"}, {"B", "2"}};
  check(vector, vector.data(), 3);
  check({vector.data(), 2}, vector.data(), 2);
  check(array, array.data(), 2);
  check(plain, plain, 2);
  check(std::span(vector).first(1), vector.data(), 1);
  check(std::span<const field>(plain), plain, 2);
  check({}, nullptr, 0);
}

std::size_t count(argument_list<field> list) {
  std::size_t found = 0;
  for (const field& one : list) found += one.name == "A" ? 1 : 0;
  return found;
}

TEST_CASE("argument_list is made from temporaries and braces, too") {
  const std::string name = "A";
  const std::vector<field> vector = {{"A", "1"}, {"B", "2"}};
  CHECK(count(vector) == 1);
  CHECK(count(std::vector<field>{{"A", "1"}, {"A", "2"}}) == 2);
  CHECK(count({{"A", "1"}}) == 1);
  CHECK(count({{"A", "1"}, {name, "2"}, {"B", "3"}}) == 2);
  CHECK(count(array_view<field>(vector)) == 1);
  CHECK(count({vector.data(), 1}) == 1);
  CHECK(count({}) == 0);
}

TEST_CASE("fields are made from all contiguous lists that have a name") {
  const std::vector<field> vector = {{"A", "1"}, {"B", "2"}};
  const field plain[] = {{"A", "1"}, {"B", "2"}};
  CHECK(fields(vector).find("b") == "2");
  CHECK(fields(plain).find("b") == "2");
  CHECK(fields(array_view<field>(vector)).find("b") == "2");
  CHECK(fields(std::span(vector).first(1)).find("b") == std::nullopt);
  CHECK(fields(vector.data(), 1).find("b") == std::nullopt);
}

}  // namespace
}  // namespace wshake::test
