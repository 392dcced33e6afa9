// SPDX-License-Identifier: BSL-1.0
// What the server chooses among the client's offers, and how its answer spells the choice.
#pragma once

#include <cstddef>
#include <span>

#include <wshake/deflate.hpp>
#include <wshake/handshake.hpp>
#include <wshake/limits.hpp>
#include <wshake/list.hpp>

#include "http/writer.hpp"

namespace wshake {

inline constexpr octets permessage_deflate = "permessage-deflate";

// The answer to the first offer that is well-formed and that the codec can follow (RFC 7692 §5).
deflate_parameters answer_offers(const extension_list& offers, const deflate_config& config) noexcept;

// Does `agreed` answer one of the offers? If so, writes it as it stands in Sec-WebSocket-Extensions.
bool write_deflate(http::writer& out, const extension_list& offers, const deflate_parameters& agreed) noexcept;

// The subprotocols that are looked at; the limit, and what a reader has room for.
inline constexpr std::size_t max_subprotocols = 64;
constexpr std::size_t subprotocol_limit(const limits& limit) noexcept {
  return limit.subprotocols < max_subprotocols ? limit.subprotocols : max_subprotocols;
}

// The first of the server's subprotocols that the client offers; a view of the offer. Empty: none.
octets choose_subprotocol(const token_list& offered, std::span<const octets> spoken) noexcept;

}  // namespace wshake
