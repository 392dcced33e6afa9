// SPDX-License-Identifier: BSL-1.0
// base64 (RFC 4648 section 4): encoding, decoding, and the check of a key.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/octets.hpp>

namespace wshake::key {

constexpr std::size_t encoded_size(std::size_t size) noexcept { return (size + 2) / 3 * 4; }

// Writes the base64 of `data` to `out`, which has room for encoded_size(data.size()) octets.
void encode(octets data, char* out) noexcept;

// Decodes `text` into `out`. Padding is required; the unused bits of the last digit are ignored. `valid` is false if
// `text` is not base64, or if `out` is smaller than text.size() / 4 * 3.
struct decoded {
  bool valid = false;
  std::size_t size = 0;
};
decoded decode(octets text, mutable_octets out) noexcept;

// Checks a Sec-WebSocket-Key: the base64 of 16 octets (RFC 6455 section 4.1(7)), which is 22 digits and "==". The four
// unused bits of the last digit may have any value (RFC 4648 section 3.5), because some clients set these bits. Returns
// the offset of the first invalid octet; key.size() if octets are missing; no value if the key is valid.
std::optional<std::size_t> nonce_fault(octets key) noexcept;

}  // namespace wshake::key
