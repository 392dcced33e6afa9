// SPDX-License-Identifier: BSL-1.0
// The field table: for each field that the handshake reads, the offset of its value in a head, or its index in a list.
// Not for users.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wshake::detail {

// The ids of the fields that the table stores. engine/base/field_names.hpp has the field names in the order of the ids.
enum class field_id : std::uint8_t {
  host,
  connection,
  upgrade,
  key,
  version,
  subprotocol,
  extensions,
  origin,
  content_length,
  transfer_encoding,
  expect,
  accept,
  none,
  protocol,   // :protocol. Pseudo-header fields are in no table: their ids only name the field of an error.
  scheme,     // :scheme
  authority,  // :authority
};

inline constexpr unsigned field_id_count = static_cast<unsigned>(field_id::none);

struct field_table {
  // An element of `slots`: the place of the first field line whose name has the element's id. In a head: the offset and
  // size of the line's value. In a list: the index of the field; the size is unused. Offset and size are packed in one
  // word, so that a slot is loaded and stored in one piece.
  class slot {
   public:
    constexpr slot() noexcept = default;
    constexpr slot(std::size_t offset, std::size_t size) noexcept
        : offset_and_size_(static_cast<std::uint32_t>(offset | size << 16)) {}
    constexpr std::uint16_t offset() const noexcept { return static_cast<std::uint16_t>(offset_and_size_); }
    constexpr std::uint16_t size() const noexcept { return static_cast<std::uint16_t>(offset_and_size_ >> 16); }

   private:
    std::uint32_t offset_and_size_ = 0;
  };

  slot slots[field_id_count] = {};
  std::uint16_t seen = 0;      // bit n: a line has the name with id n
  std::uint16_t repeated = 0;  // bit n: several lines have the name with id n

  constexpr bool has(field_id name) const noexcept { return (seen >> static_cast<unsigned>(name) & 1U) != 0; }
  constexpr bool has_several(field_id name) const noexcept {
    return (repeated >> static_cast<unsigned>(name) & 1U) != 0;
  }
  constexpr slot at(field_id name) const noexcept { return slots[static_cast<unsigned>(name)]; }

  constexpr void note(field_id name, std::uint16_t offset, std::uint16_t size) noexcept {
    const auto bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(name));
    if ((seen & bit) != 0) {
      repeated = static_cast<std::uint16_t>(repeated | bit);
    } else {
      seen = static_cast<std::uint16_t>(seen | bit);
      slots[static_cast<unsigned>(name)] = {offset, size};
    }
  }
};

}  // namespace wshake::detail
