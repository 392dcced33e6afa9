// SPDX-License-Identifier: BSL-1.0
// Options: structs of the C API that begin with their size, so that they can grow.
//
// A new member stands behind the last one, and not in the padding at the end: older callers leave there what they like, and their
// size counts it. Options that lie in others do so behind a pointer, so that each can grow for itself.
#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>

#include "convert.hpp"

namespace wshake::c {

// The struct with the defaults of its C++ twin.
template <class Options>
Options defaults() noexcept;

// What the caller wants, and the defaults of what the caller does not know.
template <class Options>
Options complete(const Options* given) noexcept {
  static_assert(std::is_trivially_copyable_v<Options> && offsetof(Options, size) == 0);
  Options whole = defaults<Options>();
  if (given != nullptr) std::memcpy(&whole, given, given->size < sizeof whole ? given->size : sizeof whole);
  return whole;
}

limits from_c(const wshake_limits* given) noexcept;
accept_options from_c(const wshake_accept_options* given) noexcept;
reject_options from_c(const wshake_reject_options* given) noexcept;
server_config from_c(const wshake_server_options* given) noexcept;
client_config from_c(const wshake_client_options* given) noexcept;
client_request from_c(const wshake_client_request* given) noexcept;
tunnel_request from_c(const wshake_tunnel_request* given) noexcept;

}  // namespace wshake::c
