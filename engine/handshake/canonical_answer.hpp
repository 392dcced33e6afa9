// SPDX-License-Identifier: BSL-1.0
// The 101 that most servers send where nothing is negotiated: its octets, but for the digest of the key, are known
// before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <wshake/accept_key.hpp>
#include <wshake/detail/known_fields.hpp>
#include <wshake/detail/progress.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake::canonical_answer {

inline constexpr octets front =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: ";
inline constexpr octets back = "\r\n\r\n";
inline constexpr std::size_t accept_size = accept_value{}.data.size();
inline constexpr std::size_t size = front.size() + accept_size + back.size();

// What reading it leads to.
inline constexpr detail::head_progress progress = [] {
  detail::head_progress whole;
  whole.size = static_cast<std::uint16_t>(size);
  whole.fields_begin = octets("HTTP/1.1 101 Switching Protocols\r\n").size();
  whole.version = 11;
  whole.status = 101;
  return whole;
}();
inline constexpr detail::known_fields places = [] {
  detail::known_fields noted;
  std::size_t at = progress.fields_begin;
  const auto add = [&](detail::known name, octets spelled, std::size_t value_size) {
    at += spelled.size();
    noted.note(name, static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(value_size));
    at += value_size + 2;
  };
  add(detail::known::upgrade, "Upgrade: ", octets("websocket").size());
  add(detail::known::connection, "Connection: ", octets("Upgrade").size());
  add(detail::known::accept, "Sec-WebSocket-Accept: ", accept_size);
  return noted;
}();

// Do the octets begin with it, and is it within the limits? Each condition is marked, because a compiler takes what
// stands behind a dozen of them for code that hardly ever runs, and makes it small instead of fast.
inline bool begins(octets data, const accept_value& accept, const limits& limit) noexcept {
  constexpr std::size_t longest_line = octets("Sec-WebSocket-Accept: ").size() + accept_size;
  if (data.size() < size || limit.head < size || limit.field_lines < 3 || limit.field_line < longest_line) [[unlikely]]
    return false;
  static_assert(accept_size == 16 + 8 + 4);
  // In the pieces in which an accept value is written: in others what was just written is not read as fast.
  const char* const value = data.data() + front.size();
  if (data.first(front.size()) != front || std::memcmp(value + accept_size, back.data(), back.size()) != 0) [[unlikely]]
    return false;
  return std::memcmp(value, accept.data.data(), 16) == 0 && std::memcmp(value + 16, accept.data.data() + 16, 8) == 0 &&
         std::memcmp(value + 24, accept.data.data() + 24, 4) == 0;
}

}  // namespace wshake::canonical_answer
