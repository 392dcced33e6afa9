// SPDX-License-Identifier: BSL-1.0
// Finds members of a query by name, and compares each result with the result of naive_query.hpp. The first line of the
// input is a name to find, the rest is a request target. Also writes the name and the target with write_encoded() as
// the name and the value of a query member, and finds this member again.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/query.hpp>
#include <wshake/uri.hpp>

#include "naive_query.hpp"

namespace {

using namespace fuzz;
using wshake::errc;

// Checks the result of find_query_member() for a buffer of `room` octets.
void check(const block& target, std::string_view name, const std::vector<naive_member>& all, std::size_t room) {
  const block name_copy(name);
  const block out(room);
  const wshake::query_member found = wshake::find_query_member(target.view(), name_copy.view(), {out.data(), out.size()});
  const auto is_named = [&](const naive_member& one) { return one.name && *one.name == name; };
  const auto expected = std::find_if(all.begin(), all.end(), is_named);
  const bool absent = expected == all.end();
  require(static_cast<bool>(found) == found.value.has_value(), "a result is true with a value", name);
  require(!found.value || found.error.ok(), "an error has no value", name);
  if (absent) {
    require(!found && found.error.ok() && found.needed == 0, "no member has the name", name);
  } else if (!expected->value) {
    require(found.error == errc::bad_target && found.needed == 0, "a malformed value is an error", target.view());
    require(found.error.offset == expected->bad_offset, "at the offset of its %", target.view());
  } else if (expected->value->size() > room) {
    require(found.error == errc::need_room, "a small buffer is an error", name);
    require(found.needed == expected->value->size(), "which tells the size that suffices", name);
  } else {
    require(found && found.needed == 0, "a member is found by its name", name);
    require_same(*found.value, *expected->value, "the value of the first member with the name");
    require(found.value->data() == out.data(), "the value is in the buffer", name);
  }
}

void check_name(const block& target, std::string_view name, const std::vector<naive_member>& all) {
  for (const std::size_t room : {std::size_t{0}, std::size_t{1}, target.size()}) check(target, name, all, room);
  for (const naive_member& one : all) {
    if (!one.value || one.value->empty()) continue;
    check(target, name, all, one.value->size() - 1);
    check(target, name, all, one.value->size());
  }
}

text encoded(std::string_view plain) {
  const block out(3 * plain.size());
  const wshake::write_result result = wshake::write_encoded({out.data(), out.size()}, plain, "%/?&=+");
  require(static_cast<bool>(result), "three octets for each are enough");
  return text(result.written.text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.size() > 1024) return 0;
  const std::string_view wanted = take_until(input, "\n");
  const block target(input);
  const std::vector<naive_member> all = naive_members(input);
  check_name(target, wanted, all);
  check_name(target, "", all);
  std::size_t names = 0;
  for (const naive_member& one : all) {
    if (one.name && names++ < 8) check_name(target, *one.name, all);
  }

  text again("/?");
  again += encoded(wanted);
  again += '=';
  again += encoded(input);
  const block written(again);
  const block out(input.size());
  const wshake::query_member found = wshake::find_query_member(written.view(), wanted, {out.data(), out.size()});
  require(static_cast<bool>(found), "what was encoded is found", again);
  require_same(*found.value, input, "and is the same");
  return 0;
}
