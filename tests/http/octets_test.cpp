// SPDX-License-Identifier: BSL-1.0
// Tests the types from which octets and mutable_octets can be made, and comparisons of octets.
#include <array>
#include <compare>
#include <cstddef>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include <wshake/octets.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

static_assert(std::is_standard_layout_v<octets> && std::is_trivially_copyable_v<octets>);
static_assert(std::is_standard_layout_v<mutable_octets> && std::is_trivially_copyable_v<mutable_octets>);
static_assert(sizeof(octets) == 2 * sizeof(void*) && sizeof(mutable_octets) == 2 * sizeof(void*));

// octets cannot be made from a pointer, which has no size, or from elements larger than an octet. mutable_octets cannot
// be made from constant memory.
static_assert(!std::is_constructible_v<octets, const char*> && !std::is_constructible_v<octets, char*>);
static_assert(!std::is_constructible_v<octets, std::vector<int>>);
static_assert(!std::is_constructible_v<octets, std::vector<char32_t>>);
static_assert(!std::is_constructible_v<mutable_octets, std::string_view>);
static_assert(!std::is_constructible_v<mutable_octets, const std::string&>);
static_assert(!std::is_constructible_v<mutable_octets, octets>);
// A mutable array is a buffer, whose content may be shorter than the array. A constant array is all content.
static_assert(!std::is_constructible_v<octets, char (&)[4]> && std::is_constructible_v<octets, const char (&)[4]>);
static_assert(!std::is_constructible_v<octets, std::byte (&)[4]>);
static_assert(std::is_constructible_v<octets, const std::byte (&)[4]>);
static_assert(!std::is_constructible_v<octets, std::array<unsigned char, 4>&>);
static_assert(std::is_constructible_v<octets, const std::array<unsigned char, 4>&>);
static_assert(std::is_constructible_v<octets, std::array<unsigned char, 4>>);
// A temporary's memory would be gone at the end of the expression.
static_assert(!std::is_constructible_v<mutable_octets, std::vector<char>>);
static_assert(!std::is_constructible_v<mutable_octets, std::array<char, 4>>);
static_assert(std::is_constructible_v<mutable_octets, std::vector<char>&>);
static_assert(std::is_constructible_v<mutable_octets, std::span<char>>);

// All functions of octets work in constant expressions.
static_assert(octets("abc").size() == 3);
static_assert(octets("").size() == 0 && octets("").data() != nullptr);
static_assert(octets().size() == 0 && octets().data() == nullptr && octets().empty());
static_assert(octets("abc") == "abc" && octets("abc") != "abd" && octets("abc") != "ab" && octets("abc") != "ABC");
static_assert(octets() == "");
static_assert(octets("abc").first(2) == "ab" && octets("abc").first(9) == "abc" && octets("abc").first(0).empty());
static_assert(octets("abc").from(1) == "bc" && octets("abc").from(3).empty() && octets("abc").from(9).empty());
static_assert(octets("\xff")[0] == 255);
static_assert(std::string_view(octets("abc")) == "abc" && octets("abc").text() == "abc");
static_assert(octets::c_string("abc") == "abc" && octets::c_string("a\0b") == "a");
static_assert(octets::c_string("").data() != nullptr && octets::c_string(nullptr).data() == nullptr);
static_assert(octets("abc") < "abd" && octets("ab") < "abc" && octets("b") > "abc" && octets("\xff") > "a");
static_assert("abd" > octets("abc") && octets() <= "" && octets() < "a");
static_assert((octets("abc") <=> octets("abc")) == std::strong_ordering::equal);

// octets and mutable_octets are ranges of char.
static_assert(std::ranges::contiguous_range<octets> && std::ranges::contiguous_range<mutable_octets>);
static_assert(std::ranges::view<octets> && std::ranges::view<mutable_octets>);
static_assert(std::ranges::borrowed_range<octets> && std::ranges::borrowed_range<mutable_octets>);
static_assert(std::is_same_v<std::ranges::range_value_t<octets>, char>);
static_assert(std::is_convertible_v<mutable_octets, octets> && !std::is_convertible_v<octets, mutable_octets>);

TEST_CASE("octets are made from everything that holds octets") {
  const std::string text = "abc";
  const std::string_view view = text;
  const std::array<unsigned char, 3> unsigned_chars = {'a', 'b', 'c'};
  const std::vector<std::byte> bytes = {std::byte{'a'}, std::byte{'b'}, std::byte{'c'}};
  const char array_without_nul[3] = {'a', 'b', 'c'};
  const std::byte array_of_bytes[2] = {std::byte{'a'}, std::byte{0}};
  CHECK(octets(text) == "abc");
  CHECK(octets(view) == "abc");
  CHECK(octets(unsigned_chars) == "abc");
  CHECK(octets(bytes) == "abc");
  CHECK(octets(std::span<const std::byte>(bytes)) == "abc");
  CHECK(octets(text.data(), 2) == "ab");
  CHECK(octets(bytes.data(), bytes.size()) == "abc");
  CHECK(octets(array_without_nul).size() == 3);
  CHECK(octets(array_of_bytes).size() == 2);
  CHECK(octets(text).data() == text.data());
}

TEST_CASE("a literal loses its final NUL only") {
  CHECK(octets("a\0b").size() == 3);
  CHECK(octets("a\0").size() == 2);
}

TEST_CASE("from() beyond the end still points to the end") {
  const octets text = "abc";
  CHECK(text.from(3).data() == text.end());
  CHECK(text.from(100).data() == text.end());
}

TEST_CASE("octets compare with everything that converts to them") {
  const octets text = "abc";
  CHECK(text == std::string("abc"));
  CHECK(text == std::string_view("abc"));
  CHECK(std::string("abc") == text);
  CHECK(text != std::string("abd"));
  CHECK(octets(std::string_view("a\0b", 3)) != octets(std::string_view("a\0c", 3)));
}

TEST_CASE("octets are ordered as unsigned octets, and a prefix comes before the longer text") {
  const octets text = "abc";
  CHECK(text < std::string("abd"));
  CHECK(std::string_view("abb") < text);
  CHECK(octets("a\x7f") < octets("a\x80"));
  CHECK(octets(std::string_view("a\0b", 3)) < octets(std::string_view("a\0c", 3)));
}

TEST_CASE("equal octets are the same key of a hash table") {
  const std::string text = "chat";
  std::unordered_map<octets, int> table = {{"chat", 1}, {"superchat", 2}, {"", 3}};
  CHECK(table.at(text) == 1);
  CHECK(table.at(octets("superchat!").first(9)) == 2);
  CHECK(table.at({}) == 3);
  CHECK(table.find("Chat") == table.end());
}

TEST_CASE("equality reads no octet after either operand") {
  for (std::size_t size = 0; size < 20; ++size) {
    const guarded left(octets(std::string(size, 'a')));
    const guarded right(octets(std::string(size, 'a')));
    CHECK(left.first(size) == right.first(size));
    if (size > 0) {
      right.data()[size - 1] = 'b';
      CHECK(left.first(size) != right.first(size));
    }
  }
}

TEST_CASE("mutable_octets are made from everything writable that holds octets") {
  std::string text = "abc";
  std::vector<std::byte> bytes(3);
  std::array<unsigned char, 4> unsigned_chars = {};
  char plain[5];
  CHECK(mutable_octets(text).data() == text.data());
  CHECK(mutable_octets(bytes).size() == 3);
  CHECK(mutable_octets(unsigned_chars).size() == 4);
  CHECK(mutable_octets(plain).size() == 5);
  CHECK(mutable_octets(bytes.data(), 2).size() == 2);
  CHECK(mutable_octets().empty());
  CHECK(octets(mutable_octets(text)) == "abc");
  *mutable_octets(text).begin() = 'x';
  CHECK(text == "xbc");
}

}  // namespace
}  // namespace wshake::test
