// SPDX-License-Identifier: BSL-1.0
// Turns octets, events and errors into the texts that the tool shows to people. A peer's text is never printed raw,
// because its escape sequences could control the terminal.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

namespace tool {

using wshake::octets;

// Colours of ANSI terminals, or empty strings.
struct colours {
  const char* client = "";  // the colour of octets from the client
  const char* server = "";  // the colour of octets from the server
  const char* event = "";
  const char* right = "";
  const char* wrong = "";
  const char* note = "";
  const char* off = "";
};

// Appends one octet in visible form: printable ASCII as it is, any other octet and "\" as an escape of C, such as \x0b.
inline void append_visible(std::string& out, unsigned char octet) {
  constexpr char digits[] = "0123456789abcdef";
  switch (octet) {
    case '\r':
      out += "\\r";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\t':
      out += "\\t";
      break;
    case '\\':
      out += "\\\\";
      break;
    default:
      if (octet >= 0x20 && octet < 0x7f) {
        out += static_cast<char>(octet);
      } else {
        out += "\\x";
        out += digits[octet >> 4];
        out += digits[octet & 15];
      }
  }
}

// Returns octets in visible form. The section sign, which the library's own texts contain, is printed as it is.
inline std::string visible(octets text) {
  constexpr std::string_view section = "\xc2\xa7";
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (std::string_view{text.from(at)}.starts_with(section)) {
      out += section;
      ++at;
    } else {
      append_visible(out, text[at]);
    }
  }
  return out;
}

// Returns a text in visible form. If the text has more than `most` octets, returns its beginning and "...".
inline std::string visible_beginning(octets text, std::size_t most = 100) {
  return visible(text.first(most)) + (text.size() > most ? "..." : "");
}

// Returns the first octets in a form such as "81 05 48", and the number of the octets that are left out.
inline std::string hexadecimal(octets data, std::size_t most = 32) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (std::size_t at = 0; at < std::min(data.size(), most); ++at) {
    if (at != 0) out += ' ';
    out += digits[data[at] >> 4];
    out += digits[data[at] & 15];
  }
  if (data.size() > most) out += " and " + std::to_string(data.size() - most) + " more";
  return out;
}

inline std::string count_of(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
}

// Returns the first line of a text with its LF, or the whole text if it has no LF.
inline octets first_line(octets text) {
  std::size_t size = 0;
  while (size < text.size() && text[size] != '\n') ++size;
  return text.first(size + 1);
}

// Returns octets in visible form. Each line of the octets becomes a line of the result.
inline std::string visible_lines(octets text, std::string_view before, const char* colour = "", const char* off = "") {
  std::string out;
  while (!text.empty()) {
    const octets line = first_line(text);
    out.append(before).append(colour).append(visible(line)).append(off).append("\n");
    text = text.from(line.size());
  }
  return out;
}

// Returns the text of an error in the peer's octets: "bad_key: Sec-WebSocket-Key is ... (RFC 6455 section 4.2.1(5)),
// offset 93, field Sec-WebSocket-Key". `offset` is the word that stands before the number, such as "index".
inline std::string text_of(const wshake::diagnostic& found, const char* offset = "offset") {
  const wshake::error_info& info = wshake::describe(found.code);
  std::string out = std::string{info.name} + ": " + info.message;
  if (*info.rule != '\0') out.append(" (").append(info.rule).append(")");
  out.append(", ").append(offset).append(" ").append(std::to_string(found.offset));
  if (!found.field.empty()) out += ", field " + visible_beginning(found.field);
  return out;
}

// Returns the reason why a verb wrote nothing: "field must not be set by the caller: Upgrade"
inline std::string mistake_in(const wshake::diagnostic& found) {
  const std::string message = wshake::describe(found.code).message;
  return found.field.empty() ? message : message + ": " + visible_beginning(found.field);
}

inline octets without_line_end(octets line) {
  if (!line.empty() && line[line.size() - 1] == '\n') line = line.first(line.size() - 1);
  if (!line.empty() && line[line.size() - 1] == '\r') line = line.first(line.size() - 1);
  return line;
}

// Returns the first line of a head, such as "GET /chat HTTP/1.1" or "HTTP/1.1 101 Switching Protocols".
inline std::string first_line_of(octets head) { return visible_beginning(without_line_end(first_line(head))); }

// Returns "permessage-deflate with windows of 2^15 (server) and 2^15 (client), ...", or "no permessage-deflate".
inline std::string text_of(const wshake::deflate_parameters& deflate) {
  if (!deflate.agreed) return "no permessage-deflate";
  std::string out = "permessage-deflate with windows of 2^" + std::to_string(deflate.server_max_window_bits) +
                    " (server) and 2^" + std::to_string(deflate.client_max_window_bits) + " (client)";
  if (deflate.server_no_context_takeover) out += ", server_no_context_takeover";
  if (deflate.client_no_context_takeover) out += ", client_no_context_takeover";
  return out;
}

inline std::string text_of(const wshake::agreement& agreed) {
  return (agreed.subprotocol.empty() ? "no subprotocol" : "subprotocol " + visible(agreed.subprotocol)) + ", " +
         text_of(agreed.deflate);
}

// Returns the status and reason of a response: "101 Switching Protocols". If the response follows a 100, returns both:
// "100 Continue, 101 Switching Protocols".
inline std::string status_of(octets response) {
  constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
  const std::string_view text = response;
  if (text.starts_with(interim)) return "100 Continue, " + status_of(response.from(interim.size()));
  const octets line = first_line(response).from(std::string_view{"HTTP/1.1 "}.size());
  return visible(line.first(line.size() >= 2 ? line.size() - 2 : 0));
}

// Field names are compared without regard to case (RFC 9110 section 5.1).
inline bool same_name(octets left, octets right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char one, char other) { return lower(one) == lower(other); });
}

// Explains why an invalid key is not the base64 of 16 octets.
inline std::string why_bad_key(octets key) {
  const auto in_alphabet = [](unsigned char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  };
  const std::size_t text_size = wshake::key_size - 2;
  for (std::size_t at = 0; at < std::min(key.size(), text_size); ++at) {
    if (key[at] == '=' && key.size() != wshake::key_size) break;
    if (!in_alphabet(key[at])) {
      std::string out = "character " + std::to_string(at + 1) + " is '";
      append_visible(out, key[at]);
      return out + "', which is not in the base64 alphabet";
    }
  }
  if (key.size() != wshake::key_size) return "it has " + count_of(key.size(), "character") + " instead of 24";
  return "base64 of 16 bytes ends in \"==\"";
}

// Reads a decimal number up to `most`. Returns nullopt for any other text.
inline std::optional<unsigned> read_number(std::string_view text, unsigned most) {
  if (text.empty() || text.size() > 9) return {};
  unsigned number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return {};
    number = number * 10 + static_cast<unsigned>(digit - '0');
  }
  if (number > most) return {};
  return number;
}

}  // namespace tool
