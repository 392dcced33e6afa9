// SPDX-License-Identifier: BSL-1.0
// The negotiation of subprotocols and extensions: a client's offers and a server's answers.
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

// First: offers and answers of permessage-deflate (RFC 7692 section 7.1) in Sec-WebSocket-Extensions.

inline constexpr octets permessage_deflate = "permessage-deflate";

// A server's answer to an offer of permessage-deflate.
struct deflate_answer {
  deflate_parameters agreed = {};
  // True if the answer contains server_max_window_bits even if the window is 15. A server accepts an offer with this
  // parameter by including the parameter in its answer (RFC 7692 section 7.1.2.1).
  bool tells_server_window = false;
};

// The answer to the first well-formed offer that the server's codec, described by `config`, can follow (RFC 7692
// section 5).
deflate_answer answer_offers(const extension_list& offers, const deflate_config& config) noexcept;

// Returns an answer with the parameters `agreed`, to the first offer that they fit. If they fit no offer, agreed.agreed
// of the result is false.
deflate_answer find_answered(const extension_list& offers, const deflate_parameters& agreed) noexcept;

// Writes an answer as an element of Sec-WebSocket-Extensions.
void write_deflate(base::writer& out, const deflate_answer& answer) noexcept;

// is_valid() checks that the windows of a client's offer are in range. write_offer() writes an offer with valid
// windows.
bool is_valid(const deflate_offer& offer) noexcept;
void write_offer(base::writer& out, const deflate_offer& offer) noexcept;

// The reason why the client rejects `answer`. Call find_fault() only if read_answer() finds no agreement. The fault's
// offset is the offset of the invalid parameter's name, counted from the extension's name; 0 if no single parameter is
// invalid.
base::fault find_fault(const extension& answer, const extension_list& offers) noexcept;

// The offset of client_max_window_bits in an answer, counted from the extension's name; 0 if the answer lacks it.
std::size_t client_window_in(const extension& answer) noexcept;

// The parameters that a server's answer agrees on; `agreed` is false if the answer fits none of the offers.
deflate_parameters read_answer(const parameter_list& answer, const extension_list& offers) noexcept;

// Then: offers and answers of subprotocols, and of extensions with any name.

// The error if the text of a caller's extensions has no list member. At namespace scope, because compilers put the
// initializer of a local constant into writable data, which the test `library` rejects.
inline constexpr diagnostic no_extension = {errc::empty_extensions, 0, "extensions"};

// The server's answers to a request's offers.
struct choice {
  octets subprotocol = {};  // a view of the offer, or empty
  deflate_answer deflate = {};
  bool continues = false;  // a 100 precedes the 101
};

// The greatest number of offered subprotocols that a server accepts: limits::subprotocols, but at most
// max_subprotocols, the capacity of offered_subprotocols (check.cpp).
inline constexpr std::size_t max_subprotocols = 64;
constexpr std::size_t subprotocol_limit(const limits& limit) noexcept {
  return limit.subprotocols < max_subprotocols ? limit.subprotocols : max_subprotocols;
}

// True if an extension with the name `name` is among the offers.
bool is_offered(const extension_list& offers, octets name) noexcept;

// The first of the server's subprotocols that the client offers, as a view of the offer; empty if there is none.
octets choose_subprotocol(const token_list& offered, array_view<octets> spoken) noexcept;

}  // namespace wshake
