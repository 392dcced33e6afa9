// SPDX-License-Identifier: BSL-1.0
// The output of the program `client`: events on standard output, errors on standard error.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

// Returns a peer's text with \xNN for each octet of a control character, because control characters could drive a
// terminal. The control characters are the ASCII control characters, and U+0080 to U+009F in UTF-8.
inline std::string printable(wshake::octets text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const unsigned char octet = text[at];
    const bool begins_c1 = octet == 0xc2 && at + 1 < text.size() && text[at + 1] >= 0x80 && text[at + 1] < 0xa0;
    const bool ends_c1 = octet >= 0x80 && octet < 0xa0 && at > 0 && text[at - 1] == 0xc2;
    if (octet < 0x20 || octet == 0x7f || begins_c1 || ends_c1) {
      out += {'\\', 'x', digits[octet >> 4], digits[octet & 15]};
    } else {
      out += static_cast<char>(octet);
    }
  }
  return out;
}

// Appends a space and the printable form of `more`, if `more` is not empty.
inline std::string joined(std::string text, wshake::octets more) {
  if (!more.empty()) text.append(" ").append(printable(more));
  return text;
}

// Prints one event.
inline void say(const std::string& line) { std::printf("%s\n", line.c_str()); }

// Reports a Close. A Close without a code counts as 1005 (RFC 6455 section 7.1.5).
inline void say_closed(unsigned code) { say("closed " + std::to_string(code == 0 ? 1005 : code)); }

// Prints one error.
inline void complain(const std::string& line) { std::fprintf(stderr, "client: %s\n", line.c_str()); }

inline std::string text_of(wshake::errc error) {
  const wshake::error_info& info = wshake::describe(error);
  std::string out = info.message;
  if (*info.rule != '\0') out.append(" (").append(info.rule).append(")");
  return out;
}

// Returns the text of an error in the peer's octets: "Sec-WebSocket-Accept does not match the key (RFC 6455 section
// 4.1), offset 93, field Sec-WebSocket-Accept"
inline std::string text_of(const wshake::diagnostic& found) {
  std::string out = text_of(found.code) + ", offset " + std::to_string(found.offset);
  if (!found.field.empty()) out += ", field " + printable(found.field);
  return out;
}

// Returns the reason why a verb wrote nothing: "field must not be set by the caller: Upgrade"
inline std::string mistake_in(const wshake::diagnostic& found) {
  return text_of(found.code) + (found.field.empty() ? "" : ": " + printable(found.field));
}
