// SPDX-License-Identifier: BSL-1.0
// write_result: the result of a function that writes into a caller's buffer.
#pragma once

#include <cstddef>

#include <wshake/error.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// The result of a function that writes. A write_result is true if everything was written. The buffer must not overlap
// the function's arguments. If a server, client or tunnel writes, the buffer must not overlap its storage.
//
// Errors: `error.field` is the name of the wrong argument, member, field, subprotocol or extension. `error.offset` is
// the offset of an octet in the wrong text, the index of the wrong element in a list, or 0.
// Lifetime: `written` is a view of the buffer. `error.field` may be a view of an argument; such a view lives as long as
// the argument.
struct [[nodiscard]] write_result {
  octets written = {};     // the octets to send, from the front of the buffer; empty after any error
  std::size_t needed = 0;  // after need_room or storage_too_small: the size that suffices; 0 if no storage suffices
  diagnostic error = {};   // why nothing was written. The role is unchanged, the buffer's content unspecified

  // True if everything was written.
  constexpr explicit operator bool() const noexcept { return error.ok(); }
};

}  // namespace wshake
