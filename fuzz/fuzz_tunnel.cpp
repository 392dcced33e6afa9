// SPDX-License-Identifier: BSL-1.0
// A tunnel executes a plan (exchange_plan.hpp) twice, as the client does in fuzz_client.
#include <cstddef>
#include <cstdint>

#include "exchange_session.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  fuzz::play_twice<wshake::tunnel>(fuzz::read_exchange_plan(input), input);
  return 0;
}
