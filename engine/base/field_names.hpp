// SPDX-License-Identifier: BSL-1.0
// Has the names of the fields that have a field id, and functions that look up a name.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/detail/field_table.hpp>
#include <wshake/octets.hpp>

#include "rooms.hpp"

namespace wshake::base {

using detail::field_id;

// The names of the fields, in the order of field_id.
inline constexpr std::array<octets, detail::field_id_count> field_names = {
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

// The names of field_id::none and of the pseudo-header fields (RFC 9113 section 8.3), in the order of field_id.
inline constexpr std::array<octets, 4> other_names = {octets{}, ":protocol", ":scheme", ":authority"};

constexpr octets name_of(field_id name) noexcept {
  const auto id = static_cast<unsigned>(name);
  return id < detail::field_id_count ? field_names[id] : other_names[id - detail::field_id_count];
}

// The index of a name's slot in names_by_slot, made from the name's size and last letter. No two names in field_names
// share a slot, so a lookup yields one candidate and a single comparison decides. The lowest three bits of the letter
// suffice; they are the same in upper and lower case.
constexpr std::size_t name_slot(std::size_t size, char last) noexcept {
  return size * 8 + (static_cast<unsigned char>(last) & 7U);
}
constexpr std::size_t name_slot(field_id name) noexcept {
  const octets spelled = name_of(name);
  return name_slot(spelled.size(), spelled.data()[spelled.size() - 1]);
}

inline constexpr std::size_t name_size_limit = 33;  // names of this size and above are not looked up
using name_slots = std::array<field_id, name_size_limit * 8>;
consteval name_slots fill_slots() {
  name_slots slots = {};
  for (field_id& slot : slots) slot = field_id::none;
  for (unsigned row = 0; row < detail::field_id_count; ++row) {
    const auto name = static_cast<field_id>(row);
    slots[name_slot(name)] = name;
  }
  return slots;
}
inline constexpr name_slots names_by_slot = fill_slots();

consteval bool has_own_slots() {
  for (unsigned row = 0; row < detail::field_id_count; ++row) {
    const auto name = static_cast<field_id>(row);
    if (names_by_slot[name_slot(name)] != name) return false;
  }
  return true;
}
static_assert(has_own_slots());

// The only known name that has this size and ends in this octet; field_id::none if no known name does. The size must be
// below name_size_limit.
constexpr field_id candidate_name(std::size_t size, char last) noexcept { return names_by_slot[name_slot(size, last)]; }

}  // namespace wshake::base
