// SPDX-License-Identifier: BSL-1.0
// Classes of octets: one table with a bit for each class, and functions that find the first octet outside a class.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/detail/sendable.hpp>
#include <wshake/octets.hpp>

#include "base/fault.hpp"

namespace wshake::scan {

enum octet_class : std::uint8_t {
  token_octet = 1,       // tchar (RFC 9110 section 5.6.2)
  target_octet = 2,      // visible ASCII except "#" (RFC 9112 section 3.2: a request target has no fragment)
  control_octet = 4,     // CTL (RFC 5234 section B.1) except HTAB
  host_octet = 8,        // unreserved / sub-delims (RFC 3986 section 2)
  digit_octet = 16,      // DIGIT
  hex_octet = 32,        // HEXDIG, both cases
  token68_octet = 64,    // the octets of a token68 (RFC 9110 section 11.2) except "="
  resource_octet = 128,  // pchar except pct-encoded; "/" and "?" (path and query, RFC 3986 sections 3.3 and 3.4)
};

inline constexpr std::array<std::uint8_t, 256> octet_classes = [] {
  std::array<std::uint8_t, 256> table = {};
  const auto add = [&](octets members, unsigned classes) {
    for (const char c : members) {
      auto& entry = table[static_cast<unsigned char>(c)];
      entry = static_cast<std::uint8_t>(entry | classes);
    }
  };
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", host_octet | token68_octet | resource_octet);
  add("0123456789", host_octet | digit_octet | hex_octet | token68_octet | resource_octet);
  add("-._~+/", token68_octet);
  add("ABCDEFabcdef", hex_octet);
  add("-._~!$&'()*+,;=", host_octet | resource_octet);
  add(":@/?", resource_octet);
  for (unsigned c = 0; c < 256; ++c) {
    if (detail::is_token_octet(static_cast<char>(c))) table[c] = static_cast<std::uint8_t>(table[c] | token_octet);
    if (detail::is_control_octet(static_cast<char>(c))) table[c] = static_cast<std::uint8_t>(table[c] | control_octet);
  }
  for (unsigned c = 0x21; c < 0x7f; ++c) {
    if (c != '#') table[c] = static_cast<std::uint8_t>(table[c] | target_octet);
  }
  return table;
}();

constexpr bool is(unsigned char octet, unsigned classes) noexcept { return (octet_classes[octet] & classes) != 0; }
constexpr bool is(char octet, unsigned classes) noexcept { return is(static_cast<unsigned char>(octet), classes); }
constexpr bool is_white_space(char octet) noexcept { return octet == ' ' || octet == '\t'; }

// True if each octet is of at least one of the classes; also true for an empty view.
bool all(octets text, unsigned classes) noexcept;

// True if at least one octet is of one of the classes.
bool any(octets text, unsigned classes) noexcept;

inline bool is_token(octets text) noexcept { return !text.empty() && all(text, token_octet); }

// Compares ASCII letters without case, all other octets exactly.
bool equal_ignoring_case(octets left, octets right) noexcept;

// True if `text` is one of the words, letter case ignored.
template <std::size_t count>
bool is_one_of(octets text, const octets (&words)[count]) noexcept {
  for (const octets word : words) {
    if (equal_ignoring_case(text, word)) return true;
  }
  return false;
}

// `text` without the white space at both ends (OWS, RFC 9110 section 5.6.3).
octets trim(octets text) noexcept;

// The text before the first `delimiter`, or all of `rest` if there is none. `rest` becomes the text behind the
// delimiter.
inline octets take_until(octets& rest, char delimiter) noexcept {
  std::size_t size = 0;
  while (size < rest.size() && rest.data()[size] != delimiter) ++size;
  const octets text = rest.first(size);
  rest = rest.from(size + 1);
  return text;
}

// The first octet from `next` on that is of none of the classes, or `end`. `classes` must accept letters, digits, "-",
// "." and "_": octets of these kinds are skipped sixteen at a time without a look into the table.
const char* skip_class(const char* next, const char* end, unsigned classes) noexcept;

// The offset of the first octet from `offset` on that a request target cannot contain; text.size() if there is none.
std::size_t target_end(octets text, std::size_t offset) noexcept;

// *( pchar / "/" / "?" )   (RFC 3986 sections 3.3 and 3.4). Returns the offset of the first invalid octet; text.size()
// if a hexadecimal digit is missing at the end; no_fault if all octets are valid.
std::size_t resource_fault(octets text) noexcept;

// The offset of the first CTL except HTAB, which no field value contains; text.size() if there is none.
std::size_t value_end(octets text) noexcept;

// True if `name` is a token without upper-case letters (RFC 9113 section 8.2.1).
bool is_lower_case_token(octets name) noexcept;

// The offset of the first LF from `from` on; text.size() if there is none.
std::size_t find_line_feed(octets text, std::size_t from) noexcept;

}  // namespace wshake::scan
