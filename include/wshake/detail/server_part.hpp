// SPDX-License-Identifier: BSL-1.0
// What a server keeps in some of its states only. Not for users.
#pragma once

#include <cstdint>

#include <wshake/accept_key.hpp>
#include <wshake/deflate.hpp>
#include <wshake/detail/progress.hpp>

namespace wshake::detail {

// What was agreed; the subprotocol by its place in the storage.
struct agreed_places {
  std::uint16_t subprotocol_at = 0;
  std::uint16_t subprotocol_size = 0;
  deflate_parameters deflate;
};

// One of them has a meaning, by the state.
union server_part {
  body_progress body;    // in all but these two, and at first
  sha1_state digest;     // in upgrade: of the key
  agreed_places agreed;  // in open

  constexpr server_part() noexcept : body() {}
};

}  // namespace wshake::detail
