// SPDX-License-Identifier: BSL-1.0
// line_notes: known_fields as a head is read, with a place for names that are not known.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/known_fields.hpp>

namespace wshake::http {

class line_notes {
 public:
  // Without a branch: which names a head has, and where, can't be foretold.
  void note(detail::known name, std::size_t at, std::size_t size) noexcept {
    const auto row = static_cast<unsigned>(name);
    const std::uint32_t bit = std::uint32_t{1} << row;
    const auto place = static_cast<std::uint32_t>(at | size << 16);
    places_[row] = (seen_ & bit) != 0 ? places_[row] : place;
    repeated_ |= seen_ & bit;
    seen_ |= bit;
  }

  void copy_to(detail::known_fields& fields) const noexcept {
    for (unsigned row = 0; row < detail::known_count; ++row) {
      fields.places[row] = {static_cast<std::uint16_t>(places_[row]), static_cast<std::uint16_t>(places_[row] >> 16)};
    }
    constexpr std::uint32_t known_bits = (std::uint32_t{1} << detail::known_count) - 1;
    fields.seen = static_cast<std::uint16_t>(seen_ & known_bits);
    fields.repeated = static_cast<std::uint16_t>(repeated_ & known_bits);
  }

 private:
  std::uint32_t places_[detail::known_count + 1] = {};
  std::uint32_t seen_ = 0;
  std::uint32_t repeated_ = 0;
};

}  // namespace wshake::http
