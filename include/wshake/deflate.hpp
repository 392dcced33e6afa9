// SPDX-License-Identifier: BSL-1.0
// permessage-deflate (RFC 7692): the abilities of a codec, and the parameters that two peers agreed on. The caller
// provides the codec.
#pragma once

#include <cstdint>

namespace wshake {

// A server's configuration of permessage-deflate. A window is given as the base-2 logarithm of its size: 9 to 15, or 8
// to 15 if `window_of_8` is set. A value outside this range counts as the nearest value in the range.
struct deflate_config {
  bool enabled = false;  // accept offers of permessage-deflate

  // The server's compressor uses a fresh window for every message, and the answer has the parameter
  // server_no_context_takeover. If a client demands fresh windows, the server agrees even if this member is false (RFC
  // 7692 section 7.1.1.1). Set up your codec by agreement::deflate, not by this member.
  bool server_no_context_takeover = false;

  // Make the client use a fresh window for every message (RFC 7692 section 7.1.1.2).
  bool client_no_context_takeover = false;

  // The largest window of the server's compressor.
  std::uint8_t server_max_window_bits = 15;

  // The largest window of the server's decompressor. If this member is below 15, the server declines offers without
  // client_max_window_bits, because it could not limit the client's window (RFC 7692 section 7.1.2.2).
  std::uint8_t client_max_window_bits = 15;

  // True: your codec can compress with a window of 2^8 octets, which zlib cannot. False: the server declines offers
  // that demand such a window.
  bool window_of_8 = false;
};

// A client's offer: one element of Sec-WebSocket-Extensions. A window is given as the base-2 logarithm of its size, 8
// to 15.
struct deflate_offer {
  // The server must use a fresh window for every message (RFC 7692 section 7.1.1.1).
  bool server_no_context_takeover = false;

  // The client promises to use a fresh window for every message (RFC 7692 section 7.1.1.2).
  bool client_no_context_takeover = false;

  // The largest window that the server may use (RFC 7692 section 7.1.2.1). 0 leaves the parameter out.
  std::uint8_t server_max_window_bits = 0;

  // The largest window that the client uses. The server may answer with a smaller window (RFC 7692 section 7.1.2.2).
  // With 15 the parameter has no value, as browsers send it. 0 leaves the parameter out, for a codec whose window
  // cannot be changed.
  std::uint8_t client_max_window_bits = 15;
};

// The parameters that both peers agreed on.
struct deflate_parameters {
  bool agreed = false;                       // false: messages are not compressed and the other members have no meaning
  bool server_no_context_takeover = false;   // the server compresses every message with a fresh window
  bool client_no_context_takeover = false;   // the client compresses every message with a fresh window
  std::uint8_t server_max_window_bits = 15;  // the server's compressor has a window of 2 to this power; 8 to 15
  std::uint8_t client_max_window_bits = 15;  // the client's compressor has a window of 2 to this power; 8 to 15

  // True if all members are equal.
  friend constexpr bool operator==(const deflate_parameters&, const deflate_parameters&) noexcept = default;
};

}  // namespace wshake
