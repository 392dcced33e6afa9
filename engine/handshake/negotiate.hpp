// SPDX-License-Identifier: BSL-1.0
// What the server chooses among the client's offers.
#pragma once

#include <cstddef>

#include <wshake/array_view.hpp>
#include <wshake/handshake.hpp>
#include <wshake/limits.hpp>
#include <wshake/list.hpp>
#include <wshake/octets.hpp>

#include "deflate.hpp"

namespace wshake {

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
