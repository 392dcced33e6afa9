// SPDX-License-Identifier: BSL-1.0
// One program can contain several builds of the engine. Each build except the library itself is compiled under its own
// namespace, by -Dwshake=... engine_copy.cpp is compiled into every build.
#pragma once

#include <cstddef>
#include <string_view>

namespace bench {

struct engine_copy {
  const char* name;

  // Does a server's whole handshake: see peer::handshake in peers/peer.hpp.
  std::size_t (*handshake)(std::string_view request, char* out);

  // Writes the accept value, 28 octets, for a key of 24 octets.
  void (*accept_key)(std::string_view key, char* out);
};

// meson.build lists the copies: WSHAKE_BENCH_COPIES is a list of COPY(name).
#ifdef WSHAKE_BENCH_COPIES
#define COPY(name) extern const engine_copy name;
WSHAKE_BENCH_COPIES
#undef COPY

#define COPY(name) &name,
inline constexpr const engine_copy* engine_copies[] = {WSHAKE_BENCH_COPIES};
#undef COPY
#endif

}  // namespace bench
