// SPDX-License-Identifier: BSL-1.0
// Options: structs of the C API that begin with their size, so that later versions can add members.
//
// A new member goes behind the whole struct of the version before, not into the padding at its end: older callers count
// the padding in `size` and leave it unset. Options inside other options are pointers, so that each struct can grow
// independently.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "convert.hpp"

namespace wshake::c {

// The size of a struct of options in version 0.1.0. No later version has a smaller struct.
template <class Options>
inline constexpr std::size_t first_size = sizeof(Options);

// The largest `size` that is_known() accepts. A larger number shows that the caller did not set `size`.
inline constexpr std::size_t largest_size = 4096;

// True if the library knows every option that the caller has set, or if `given` is null. False in these cases:
// - `size` is below first_size or above largest_size: the caller did not set it.
// - An octet behind the known members is not zero: it belongs to an option of a newer version.
template <class Options>
bool is_known(const Options* given) noexcept {
  static_assert(std::is_trivially_copyable_v<Options> && offsetof(Options, size) == 0);
  if (given == nullptr) return true;
  if (given->size < first_size<Options> || given->size > largest_size) return false;
  const char* const octets = reinterpret_cast<const char*>(given);
  for (std::size_t offset = sizeof(Options); offset < given->size; ++offset) {
    if (octets[offset] != 0) return false;
  }
  return true;
}

// A copy of the caller's options. Members that the caller's struct does not have are zero, which selects the default.
// is_known() must be true for the options.
template <class Options>
Options complete(const Options* given) noexcept {
  Options whole = {};
  if (given != nullptr) std::memcpy(&whole, given, given->size < sizeof whole ? given->size : sizeof whole);
  return whole;
}

// The name of the first invalid member of the options of a configuration or a verb; empty if the options are valid:
// - "size": the size of the options is not known, or octets behind the known members are not zero: see is_known().
// - A list of a configuration that has only a pointer or only a count.
// - A list of a verb that has a count, but no memory.
// - "content_length": the member is set, but has_content_length is not.
// - A member that points to other options, if is_known() is false for them.
template <class Options>
octets invalid_in(const Options* given) noexcept;

limits from_c(const wshake_limits* given) noexcept;
accept_options from_c(const wshake_accept_options* given) noexcept;
response_options from_c(const wshake_response_options* given) noexcept;
client_request from_c(const wshake_client_request* given) noexcept;
forward_options from_c(const wshake_forward_options* given) noexcept;
tunnel_request from_c(const wshake_tunnel_request* given) noexcept;
socks_request from_c(const wshake_socks_request* given) noexcept;

}  // namespace wshake::c
