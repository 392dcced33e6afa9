// SPDX-License-Identifier: BSL-1.0
#include "negotiate.hpp"

namespace wshake {

bool is_offered(const extension_list& offers, octets name) noexcept {
  for (const extension& one : offers) {
    if (one.name == name) return true;
  }
  return false;
}

// Every offer is looked at once: lists are walked, not indexed.
octets choose_subprotocol(const token_list& offered, array_view<octets> spoken) noexcept {
  octets chosen;
  if (spoken.empty()) return chosen;
  std::size_t wanted = spoken.size();
  for (const octets offer : offered) {
    for (std::size_t index = 0; index < wanted; ++index) {
      if (spoken[index] != offer) continue;
      wanted = index;
      chosen = offer;
    }
  }
  return chosen;
}

}  // namespace wshake
