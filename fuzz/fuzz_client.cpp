// SPDX-License-Identifier: BSL-1.0
// A client goes through a plan of verbs twice, once with its octets in pieces as planned, once with the pieces cut
// further. Both must see, say and write the same, and what the reference says.
#include <cstddef>
#include <cstdint>

#include "exchange_session.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  fuzz::play_twice<wshake::client>(fuzz::read_exchange_plan(input), input);
  return 0;
}
