// SPDX-License-Identifier: BSL-1.0
// Reads and writes the frames of a game in the caller's memory. A message is binary, has at most 125 octets, and is one
// frame. The library wslay, which other examples use, does all of RFC 6455 section 5, but allocates a context for each
// connection and cannot reuse the context for another connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <wshake/octets.hpp>

inline constexpr std::size_t most_payload = 125;                // the second octet of a frame holds sizes up to 125
inline constexpr std::size_t most_in_frame = 6 + most_payload;  // a frame of a client, which is masked
inline constexpr std::size_t most_out_frame = 2 + most_payload;

enum class opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct game_frame {
  std::size_t size = 0;    // octets of the frame; 0 if the frame is incomplete or broken
  std::uint16_t code = 0;  // for a broken frame: the status code of the Close to send (RFC 6455 section 7.4.1)
  opcode what = opcode::binary;
  wshake::octets payload = {};  // unmasked, in place
};

// Reads the frame at the front of a client's octets.
inline game_frame read_frame(wshake::mutable_octets in) {
  if (in.size() < 2) return {};
  const auto first = static_cast<std::uint8_t>(in.data()[0]), second = static_cast<std::uint8_t>(in.data()[1]);
  const auto what = static_cast<opcode>(first & 0x0f);
  const bool is_whole = (first & 0xf0) == 0x80;  // FIN, and no RSV bit: no extension was agreed
  const bool is_masked = (second & 0x80) != 0;   // a client masks all frames (RFC 6455 section 5.1)
  const std::size_t size = second & 0x7f;
  if (!is_masked || (first & 0x70) != 0) return {.code = 1002};
  if (what == opcode::text || what == opcode::continuation || !is_whole) return {.code = 1003};
  if (what != opcode::binary && what != opcode::close && what != opcode::ping && what != opcode::pong)
    return {.code = 1002};
  if (size > most_payload) return {.code = 1009};
  if (in.size() < 6 + size) return {};
  const char* const mask = in.data() + 2;
  char* const payload = in.data() + 6;
  for (std::size_t at = 0; at < size; ++at) payload[at] = static_cast<char>(payload[at] ^ mask[at % 4]);
  return {.size = 6 + size, .what = what, .payload = {payload, size}};
}

// Writes a frame of a server: 2 octets and the payload of at most 125 octets. Returns the size of the frame.
inline std::size_t write_frame(char* out, opcode what, wshake::octets payload) {
  out[0] = static_cast<char>(0x80 | static_cast<unsigned>(what));
  out[1] = static_cast<char>(payload.size());
  if (!payload.empty()) std::memcpy(out + 2, payload.data(), payload.size());
  return 2 + payload.size();
}
