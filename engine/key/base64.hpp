// SPDX-License-Identifier: BSL-1.0
// base64 (RFC 4648 §4), both ways.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/octets.hpp>

namespace wshake::key {

constexpr std::size_t encoded_size(std::size_t size) noexcept { return (size + 2) / 3 * 4; }

// Writes the base64 of `data` to `out`, which has room for encoded_size(data.size()).
void encode(octets data, char* out) noexcept;

// Decodes `text` into `out`. Padding is needed; bits that stand for nothing are ignored. `valid` is false if it is no
// base64, or if `out` has less room than text.size() / 4 * 3.
struct decoded {
  bool valid = false;
  std::size_t size = 0;
};
decoded decode(octets text, mutable_octets out) noexcept;

// A Sec-WebSocket-Key is the base64 of 16 octets (RFC 6455 §4.1(7)): 22 digits and "==". The four bits of the last
// digit that stand for nothing may be anything (RFC 4648 §3.5), for real clients send them so. Returns the offset of
// the first octet that does not fit, key.size() where some are missing; unset where all fits.
std::optional<std::size_t> nonce_fault(octets key) noexcept;

}  // namespace wshake::key
