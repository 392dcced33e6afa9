// SPDX-License-Identifier: BSL-1.0
// A client executes a plan (exchange_plan.hpp) twice: once with the peer's octets in the pieces of the plan, once with
// these pieces cut further. Both runs must report and write the same, and agree with the naive reference
// (naive_exchange.hpp). Other clients adopt the peer's responses: see adopted_answer.hpp.
#include <cstddef>
#include <cstdint>

#include "adopted_answer.hpp"
#include "exchange_session.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const fuzz::exchange_plan plan = fuzz::read_exchange_plan(input);
  fuzz::play_twice<wshake::client>(plan, input);
  fuzz::adopting(plan, input).check();
  return 0;
}
