// SPDX-License-Identifier: BSL-1.0
// A client executes a plan twice: once with the peer's octets in pieces as planned, once with these pieces cut further.
// Both runs must report and write the same, and agree with the naive reference.
#include <cstddef>
#include <cstdint>

#include "exchange_session.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  fuzz::play_twice<wshake::client>(fuzz::read_exchange_plan(input), input);
  return 0;
}
