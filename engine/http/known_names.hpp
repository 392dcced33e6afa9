// SPDX-License-Identifier: BSL-1.0
// The registered field names whose places a reader records.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/detail/known_fields.hpp>
#include <wshake/octets.hpp>

#include "octet_class.hpp"

namespace wshake::http {

using detail::known;

// In the order of the enumeration.
inline constexpr std::array<octets, detail::known_count> known_names = {
    "Host",
    "Connection",
    "Upgrade",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "Sec-WebSocket-Protocol",
    "Sec-WebSocket-Extensions",
    "Origin",
    "Content-Length",
    "Transfer-Encoding",
    "Expect",
    "Sec-WebSocket-Accept",
};

constexpr octets name_of(known name) noexcept { return known_names[static_cast<unsigned>(name)]; }

// Length and last letter tell the names apart: mixed with a factor that makes all slots different, they leave one candidate,
// and one comparison decides.
inline constexpr unsigned name_slots = 32;
constexpr unsigned name_slot(octets name, unsigned factor) noexcept {
  return (static_cast<unsigned>(name.size()) * factor + (name[name.size() - 1] | 0x20U)) % name_slots;
}

inline constexpr unsigned name_factor = [] {
  for (unsigned factor = 1; factor < 1000; ++factor) {
    std::uint32_t taken = 0;
    bool unique = true;
    for (const octets name : known_names) {
      const std::uint32_t bit = std::uint32_t{1} << name_slot(name, factor);
      unique = unique && (taken & bit) == 0;
      taken |= bit;
    }
    if (unique) return factor;
  }
  return 0U;
}();
static_assert(name_factor != 0);

inline constexpr std::array<known, name_slots> names_by_slot = [] {
  std::array<known, name_slots> table = {};
  for (known& entry : table) entry = known::none;
  for (unsigned name = 0; name < detail::known_count; ++name) {
    table[name_slot(known_names[name], name_factor)] = static_cast<known>(name);
  }
  return table;
}();

// Which known name it is, letter case ignored; known::none for any other.
inline known find_known(octets name) noexcept {
  if (name.empty()) return known::none;
  const known candidate = names_by_slot[name_slot(name, name_factor)];
  return candidate != known::none && equal_ignoring_case(name, name_of(candidate)) ? candidate : known::none;
}

}  // namespace wshake::http
