// SPDX-License-Identifier: BSL-1.0
// The same as fuzz_client for a tunnel.
#include <cstddef>
#include <cstdint>

#include "exchange_session.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  fuzz::play_twice<wshake::tunnel>(fuzz::read_exchange_plan(input), input);
  return 0;
}
