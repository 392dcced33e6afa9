// SPDX-License-Identifier: BSL-1.0
// Functions that check whether a caller's text can stand in a message. Constant expressions can use these functions.
// Not for users.
#pragma once

#include <cstddef>
#include <string_view>

#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

namespace wshake::detail {

// tchar (RFC 9110 section 5.6.2)
constexpr bool is_token_octet(char octet) noexcept {
  if ((octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9')) return true;
  for (const char mark : std::string_view("!#$%&'*+-.^_`|~")) {
    if (octet == mark) return true;
  }
  return false;
}

// CTL (RFC 5234 section B.1) except HTAB
constexpr bool is_control_octet(char octet) noexcept {
  const auto code = static_cast<unsigned char>(octet);
  return (code < 0x20 && code != '\t') || code == 0x7f;
}

constexpr bool is_token(octets text) noexcept {
  for (const char octet : text) {
    if (!is_token_octet(octet)) return false;
  }
  return !text.empty();
}

constexpr bool has_control(octets text) noexcept {
  for (const char octet : text) {
    if (is_control_octet(octet)) return true;
  }
  return false;
}

// Compares ASCII letters without case, all other octets exactly.
constexpr bool equal_ignoring_case(octets left, octets right) noexcept {
  constexpr auto lower = [](char octet) {
    return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet | 0x20) : octet;
  };
  if (left.size() != right.size()) return false;
  for (std::size_t offset = 0; offset < left.size(); ++offset) {
    if (lower(left.data()[offset]) != lower(right.data()[offset])) return false;
  }
  return true;
}

// The kind of the message that will contain a caller's fields.
enum class message_kind : bool { response, request };

// Names of fields that only the library may write, and of three hop-by-hop fields, which Connection would have to list:
// TE, Keep-Alive and Proxy-Connection (RFC 9110 section 7.6.1).
inline constexpr octets reserved_in_any[] = {"Connection", "Upgrade", "Content-Length", "Transfer-Encoding",
                                             "Trailer",    "TE",      "Keep-Alive",     "Proxy-Connection"};
inline constexpr octets reserved_in_request[] = {"Host", "Origin", "Expect"};
inline constexpr octets reserved_prefix = "Sec-WebSocket-";

constexpr bool is_reserved(octets name, message_kind kind) noexcept {
  for (const octets reserved : reserved_in_any) {
    if (equal_ignoring_case(name, reserved)) return true;
  }
  for (const octets reserved : reserved_in_request) {
    if (kind == message_kind::request && equal_ignoring_case(name, reserved)) return true;
  }
  return equal_ignoring_case(name.first(reserved_prefix.size()), reserved_prefix);
}

constexpr bool can_be_sent(const field& line) noexcept { return is_token(line.name) && !has_control(line.value); }

// The index of the first field that a message of this kind cannot contain, or the number of fields.
template <class Fields>
constexpr std::size_t find_unsendable(const Fields& header, message_kind kind) noexcept {
  std::size_t index = 0;
  for (const field& line : header) {
    if (!can_be_sent(line) || is_reserved(line.name, kind)) break;
    ++index;
  }
  return index;
}

// These functions are not constexpr: if a constexpr configuration is invalid, the compiler's message names the function
// that was called.
inline void a_field_cannot_be_sent() noexcept {}
inline void the_product_cannot_be_sent() noexcept {}

inline constexpr diagnostic bad_product = {errc::bad_config, 0, "product"};

}  // namespace wshake::detail
