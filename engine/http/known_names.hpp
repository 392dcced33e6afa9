// SPDX-License-Identifier: BSL-1.0
// The registered field names whose places a reader records.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <wshake/detail/known_fields.hpp>
#include <wshake/octets.hpp>

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
constexpr unsigned name_slot(std::size_t size, char last, unsigned factor) noexcept {
  return (static_cast<unsigned>(size) * factor + (static_cast<unsigned char>(last) | 0x20U)) % name_slots;
}
constexpr unsigned name_slot(octets name, unsigned factor) noexcept {
  return name_slot(name.size(), name.data()[name.size() - 1], factor);
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

// Are the two the same, of which `known` has only letters and hyphens? Compared by words with the bit set that tells the
// cases of a letter apart; of all octets that this makes equal to one in `known`, only CR, to a hyphen, is not the same, and a
// field name has none. Both have the same size, at least 4; the last word overlaps the one before.
inline bool same_letters(const char* name, const char* known, std::size_t size) noexcept {
  const auto differs = [&]<class Word>(Word case_bits, std::size_t at) {
    Word left;
    Word right;
    std::memcpy(&left, name + at, sizeof left);
    std::memcpy(&right, known + at, sizeof right);
    return (left | case_bits) ^ (right | case_bits);
  };
  constexpr std::uint32_t four = 0x20202020;
  constexpr std::uint64_t eight = 0x2020202020202020;
  if (size < 8) return (differs(four, 0) | differs(four, size - 4)) == 0;
  std::uint64_t difference = differs(eight, size - 8);
  for (std::size_t at = 0; at + 8 < size; at += 8) difference |= differs(eight, at);
  return difference == 0;
}

// Which known name it is, letter case ignored; known::none for any other.
inline known find_known(octets name) noexcept {
  if (name.empty()) return known::none;
  const known candidate = names_by_slot[name_slot(name, name_factor)];
  if (candidate == known::none) return known::none;
  const octets wanted = name_of(candidate);
  const bool same = name.size() == wanted.size() && same_letters(name.data(), wanted.data(), wanted.size());
  return same ? candidate : known::none;
}

}  // namespace wshake::http
