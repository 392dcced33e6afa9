// SPDX-License-Identifier: BSL-1.0
// permessage-deflate (RFC 7692): what a codec can do, and what two peers agreed on. The codec itself is the caller's.
#pragma once

#include <cstdint>

namespace wshake {

// What a server's codec can do and what it wants. Windows are given as base-2 logarithms, 9 to 15, or 8 where
// `window_of_8` says that the codec can; values outside count as the nearest inside.
struct deflate_config {
  bool enabled = false;  // answer offers of permessage-deflate

  // Use a fresh window for every message in our own compressor, and say so. What a client asks of it is granted in any
  // case (RFC 7692 §7.1.1.1).
  bool server_no_context_takeover = false;

  // Ask the client to use a fresh window for every message (RFC 7692 §7.1.1.2).
  bool client_no_context_takeover = false;

  // The largest window that our compressor uses.
  std::uint8_t server_max_window_bits = 15;

  // The largest window that our decompressor can follow. Below 15, an offer that does not let us limit the client's
  // window (RFC 7692 §7.1.2.2) is declined.
  std::uint8_t client_max_window_bits = 15;

  // zlib can't compress with a window of 2^8: unless this is set, offers of it are declined.
  bool window_of_8 = false;
};

// What a client offers: one element of Sec-WebSocket-Extensions. Windows are base-2 logarithms, 8 to 15.
struct deflate_offer {
  // The server has to use a fresh window for every message (RFC 7692 §7.1.1.1).
  bool server_no_context_takeover = false;

  // We promise to do so ourselves (RFC 7692 §7.1.1.2).
  bool client_no_context_takeover = false;

  // The largest window that the server may use (RFC 7692 §7.1.2.1). 0: not spoken of.
  std::uint8_t server_max_window_bits = 0;

  // The largest window that we use, which allows the server to make it smaller (RFC 7692 §7.1.2.2). 15, which is what
  // browsers send, stands without a value. 0: not spoken of, for a codec whose window can't be changed.
  std::uint8_t client_max_window_bits = 15;
};

// What was agreed: all that a codec needs to know.
struct deflate_parameters {
  bool agreed = false;                       // false: messages are not compressed and the rest means nothing
  bool server_no_context_takeover = false;   // the server compresses every message with a fresh window
  bool client_no_context_takeover = false;   // the client does
  std::uint8_t server_max_window_bits = 15;  // the server's compressor has a window of 2 to that power, 8 to 15
  std::uint8_t client_max_window_bits = 15;  // the client's compressor

  // All of it is the same.
  friend constexpr bool operator==(const deflate_parameters&, const deflate_parameters&) noexcept = default;
};

}  // namespace wshake
