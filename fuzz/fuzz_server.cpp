// SPDX-License-Identifier: BSL-1.0
// A server executes a plan (plan.hpp) twice: once with the peer's octets in the pieces of the plan, once with these
// pieces cut further. Both runs must report and write the same.
#include <cstddef>
#include <cstdint>

#include "session.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const fuzz::plan plan = fuzz::read_plan(input);
  fuzz::session whole(plan, fuzz::manner::whole, input);
  fuzz::session cut(plan, fuzz::manner::cut, input);
  const auto& left = whole.play();
  const auto& right = cut.play();
  fuzz::require(left.size() == right.size(), "as many steps");
  for (std::size_t at = 0; at < left.size(); ++at) {
    fuzz::require_same(left[at].after, right[at].after, "whole and cut input lead to the same state");
    fuzz::require(left[at].result == right[at].result, "and to the same results");
    fuzz::require_same(left[at].out, right[at].out, "and to the same octets out");
    fuzz::require(left[at].consumed == right[at].consumed, "and as much is consumed");
  }
  return 0;
}
