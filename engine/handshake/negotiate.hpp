// SPDX-License-Identifier: BSL-1.0
// What is chosen among the client's offers.
#pragma once

#include <cstddef>

#include <wshake/array_view.hpp>
#include <wshake/deflate.hpp>
#include <wshake/error.hpp>
#include <wshake/handshake.hpp>
#include <wshake/limits.hpp>
#include <wshake/list.hpp>
#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "base/writer.hpp"

namespace wshake {

// permessage-deflate in Sec-WebSocket-Extensions (RFC 7692 §7.1): offers, and answers to them.

inline constexpr octets permessage_deflate = "permessage-deflate";

// A server's answer to an offer.
struct deflate_answer {
  deflate_parameters agreed = {};
  // A server accepts this parameter by answering it, also where it leaves the window at 15 (RFC 7692 §7.1.2.1).
  bool tells_server_window = false;
};

// The answer to the first offer that is well-formed and that the codec can follow (RFC 7692 §5).
deflate_answer answer_offers(const extension_list& offers, const deflate_config& config) noexcept;

// `agreed` as an answer to the first offer that it answers; not agreed where it answers none.
deflate_answer find_answered(const extension_list& offers, const deflate_parameters& agreed) noexcept;

// Writes an answer as it stands in Sec-WebSocket-Extensions.
void write_deflate(http::writer& out, const deflate_answer& answer) noexcept;

// Writes a client's offer, whose windows must be in their range.
bool is_valid(const deflate_offer& offer) noexcept;
void write_offer(http::writer& out, const deflate_offer& offer) noexcept;

// The rule that an answer breaks which agrees on nothing. The offset, from the extension's name on, is that of a
// parameter's name, or 0.
http::fault find_fault(const extension& answer, const extension_list& offers) noexcept;

// The offset of client_max_window_bits in an answer, from the extension's name on; 0 if the answer lacks it.
std::size_t client_window_in(const extension& answer) noexcept;

// What a server's answer agrees on; not agreed where it answers none of the offers.
deflate_parameters read_answer(const parameter_list& answer, const extension_list& offers) noexcept;

// All offers.

// A caller's extensions hold none. A constant: a compiler keeps the copy that it makes of one in a function in memory
// that can be written to.
inline constexpr diagnostic no_extension = {errc::empty_extensions, 0, "extensions"};

// What a server answers to a request.
struct choice {
  octets subprotocol = {};  // a view of the offer; empty: none
  deflate_answer deflate = {};
  bool continues = false;  // with a 100 before the 101
};

// The subprotocols that are looked at; the limit, and what a reader has room for.
inline constexpr std::size_t max_subprotocols = 64;
constexpr std::size_t subprotocol_limit(const limits& limit) noexcept {
  return limit.subprotocols < max_subprotocols ? limit.subprotocols : max_subprotocols;
}

// Is an extension of that name among the offers?
bool is_offered(const extension_list& offers, octets name) noexcept;

// The first of the server's subprotocols that the client offers; a view of the offer. Empty: none.
octets choose_subprotocol(const token_list& offered, array_view<octets> spoken) noexcept;

}  // namespace wshake
