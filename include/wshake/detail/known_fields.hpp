// SPDX-License-Identifier: BSL-1.0
// Where the fields that the handshake reads stand in a head or in a list. Not for users.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wshake::detail {

// The names whose places are recorded; their spellings are in engine/http/known_names.hpp, in this order.
enum class known : std::uint8_t {
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
};

inline constexpr unsigned known_count = static_cast<unsigned>(known::none);

struct known_fields {
  // Of the name's first line. In a head: the offset and size of its value. In a list: the index; the size is unused.
  // One word, so that it is written and read in one go.
  class place {
   public:
    constexpr place() noexcept = default;
    constexpr place(std::size_t at, std::size_t size) noexcept
        : at_and_size_(static_cast<std::uint32_t>(at | size << 16)) {}
    constexpr std::uint16_t at() const noexcept { return static_cast<std::uint16_t>(at_and_size_); }
    constexpr std::uint16_t size() const noexcept { return static_cast<std::uint16_t>(at_and_size_ >> 16); }

   private:
    std::uint32_t at_and_size_ = 0;
  };

  place places[known_count] = {};
  std::uint16_t seen = 0;      // bit n: the name n has a line
  std::uint16_t repeated = 0;  // bit n: it has several

  constexpr bool has(known name) const noexcept { return (seen >> static_cast<unsigned>(name) & 1U) != 0; }
  constexpr bool has_several(known name) const noexcept { return (repeated >> static_cast<unsigned>(name) & 1U) != 0; }
  constexpr place at(known name) const noexcept { return places[static_cast<unsigned>(name)]; }

  constexpr void note(known name, std::uint16_t at, std::uint16_t size) noexcept {
    const auto bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(name));
    if ((seen & bit) != 0) {
      repeated = static_cast<std::uint16_t>(repeated | bit);
    } else {
      seen = static_cast<std::uint16_t>(seen | bit);
      places[static_cast<unsigned>(name)] = {at, size};
    }
  }
};

}  // namespace wshake::detail
