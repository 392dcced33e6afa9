// SPDX-License-Identifier: BSL-1.0
// Compares lists of tokens and of extensions (RFC 9110 §5.6.1, RFC 6455 §9.1) in a head and in a caller's list of
// fields with a naive reading. Every line of the input is the value of one field line. All field lines have the same
// name.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/list.hpp>

#include "http/list_reader.hpp"
#include "lines_of_field.hpp"
#include "naive_credentials.hpp"
#include "naive_extensions.hpp"

namespace {

using namespace fuzz;

// Checks that the list's iterators are forward iterators: ++it and it++ lead to equal iterators.
template <class List>
void check_iterators(const List& list) {
  auto slow = list.begin();
  for (auto fast = list.begin(); fast != list.end(); ++fast) {
    require(slow == fast, "two ways to one place are the same place");
    const auto before = slow++;
    require(before == fast && !(slow == before), "and the next one is another");
  }
  require(slow == list.end(), "both end");
  require(list.empty() == (list.begin() == list.end()), "empty()");
}

// Checks the position that the library reports for a member: an offset in a head, or the index of a line in a caller's
// list.
struct place_of {
  const char* head;  // null for a caller's list
  const std::vector<std::string_view>& values;
  std::size_t first_line;  // index of the first value's line in a list

  void check(std::size_t place, std::string_view member) const {
    if (head != nullptr) {
      require(head + place == member.data(), "a place in a head is an octet", member);
      return;
    }
    require(place >= first_line && place - first_line < values.size(), "a place in a list is a line");
    const std::string_view value = values[place - first_line];
    require(member.data() >= value.data() && member.data() <= value.data() + value.size(), "the member's line", member);
  }
};

text other_case(std::string_view value) {
  text out;
  for (const char c : value) out += is_letter(c) ? static_cast<char>(c ^ 0x20) : c;
  return out;
}

void check_tokens(const wshake::token_list& found, const std::vector<std::string_view>& values, const place_of& place) {
  check_iterators(found);
  const auto expected = members_of(values);
  std::size_t count = 0;
  for (auto it = found.begin(); it != found.end(); ++it) {
    require(count < expected.size(), "no more members than there are");
    require_same(*it, expected[count++], "a member");
    place.check(it.offset(), *it);
    require(found.contains_ignoring_case(other_case(*it)), "a member is contained in any case");
  }
  require(count == expected.size(), "all members");
  for (const std::string_view wanted : {"upgrade", "websocket", "close", "a", ""}) {
    bool is_member = false;
    for (const std::string_view one : expected) is_member = is_member || same_ignoring_case(one, wanted);
    require(found.contains_ignoring_case(wanted) == is_member, "and nothing else is", wanted);
  }
}

void check_parameters(const wshake::parameter_list& found, const naive_extension& expected) {
  check_iterators(found);
  std::size_t count = 0;
  for (const wshake::parameter& given : found) {
    require(count < expected.parameters.size(), "no more parameters than there are");
    const naive_parameter& same = expected.parameters[count++];
    require_same(given.name, same.name, "a parameter's name");
    require(given.value.has_value() == same.value.has_value(), "with a value or without", same.name);
    if (given.value) require_same(unescaped(*given.value), *same.value, "a parameter's value");
  }
  require(count == expected.parameters.size(), "all parameters");
}

void check_extensions(const wshake::extension_list& found, const std::vector<std::string_view>& values,
                      const place_of& place) {
  check_iterators(found);
  const auto members = members_of(values);
  auto it = found.begin();
  for (const std::string_view member : members) {
    naive_extension expected;
    if (!read_extension(member, expected)) {
      require(it == found.end(), "a list ends before what is outside the grammar", member);
      require(it.bad_offset().has_value(), "and says where", member);
      const std::size_t bad = *it.bad_offset();
      if (place.head != nullptr) {
        const char* const octet = place.head + bad;
        // Only the lower bound of the offset is checked: the naive members_of() ends a member even at a comma inside of
        // a quoted-string.
        require(octet >= member.data(), "not before the member", member);
      }
      return;
    }
    require(it != found.end(), "an extension in order is found", member);
    require_same(it->name, expected.name, "an extension's name");
    place.check(it.offset(), it->name);
    check_parameters(it->parameters, expected);
    require(!it.bad_offset(), "nothing is wrong so far", member);
    ++it;
  }
  require(it == found.end() && !it.bad_offset(), "all extensions, and nothing is wrong");
}

void check(const wshake::fields& header, const std::vector<std::string_view>& values, const place_of& place) {
  check_tokens(wshake::token_list(header.values("connection")), values, place);
  check_extensions(wshake::extension_list(header.values("Connection")), values, place);
  for (const char* const token : {"upgrade", "close", "websocket", "keep-alive"}) {
    lines naive;
    for (const std::string_view value : values) naive.push_back({"Connection", value});
    require(wshake::http::lists(header, wshake::detail::field_id::connection, std::string_view(token)) ==
                lists(naive, "Connection", token),
            "a member is looked for alike", token);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const lines_of_field lists = {"Connection", "Connection", {"X-Other", "upgrade; a=1"}, {"X-Last", "upgrade"}};
  lists.check_each(input, [](const wshake::fields& header, const std::vector<std::string_view>& values,
                             const char* head) { check(header, values, {head, values, head == nullptr ? 1U : 0U}); });
  return 0;
}
