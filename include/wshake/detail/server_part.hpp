// SPDX-License-Identifier: BSL-1.0
// server_part: data that a server has in some of its states only. Not for users.
#pragma once

#include <cstdint>

#include <wshake/accept_key.hpp>
#include <wshake/deflate.hpp>
#include <wshake/detail/progress.hpp>

namespace wshake::detail {

// The agreement in the state open. The chosen subprotocol is an offset and a size in the server's storage.
struct agreed_places {
  std::uint16_t subprotocol_at = 0;
  std::uint16_t subprotocol_size = 0;
  deflate_parameters deflate;
};

// The state of the server tells which member of the union is valid.
union server_part {
  body_progress body;    // in every state except upgrade and open
  sha1_state digest;     // in upgrade: the SHA-1 digest for Sec-WebSocket-Accept
  agreed_places agreed;  // in open

  constexpr server_part() noexcept : body() {}
};

}  // namespace wshake::detail
