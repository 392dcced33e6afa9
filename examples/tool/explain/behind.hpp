// SPDX-License-Identifier: BSL-1.0
// sentence_on_behind(): describes the octets behind a head: their first frame (RFC 6455 section 5.2), or a line end
// that is one too many.
#pragma once

#include <cstddef>
#include <string>

#include "../wshake_text.hpp"
#include "explanation.hpp"

namespace tool {

inline const char* kind_of_frame(unsigned opcode) {
  switch (opcode) {
    case 0:
      return "continuation";
    case 1:
      return "text";
    case 2:
      return "binary";
    case 8:
      return "close";
    case 9:
      return "ping";
    case 10:
      return "pong";
    default:
      return "";
  }
}

// Describes the frame at the front of the octets. Returns an empty text if the octets are no frame.
inline std::string first_frame(octets data) {
  if (data.size() < 2 || (data[0] & 0x30) != 0) return {};
  const std::string kind = kind_of_frame(data[0] & 15);
  if (kind.empty()) return {};
  const unsigned length = data[1] & 0x7f;
  return "begins with a " + kind + " frame of " + (length < 126 ? count_of(length, "byte") : "more than 125 bytes") +
         ((data[1] & 0x80) != 0 ? ", masked as a client's" : ", not masked, as a server's");
}

inline bool is_line_end(octets data) { return data.text().starts_with("\r\n") || data.text().starts_with('\n'); }

inline std::string sentence_on_line_end(octets data) {
  return std::string{data.text().starts_with('\n') ? "LF" : "CRLF"} +
         " after the head is no frame: the sender ended one line too many, and the peer fails at this byte.";
}

// Returns a sentence on the octets behind a head, or an empty text if they begin with neither a line end nor a frame.
inline std::string sentence_on_behind(octets data, bool of_server) {
  if (is_line_end(data)) return sentence_on_line_end(data);
  const std::string frame = first_frame(data);
  if (frame.empty()) return {};
  return "This part " + frame + (of_server ? "." : ". A client must not send frames before it has read the 101.");
}

}  // namespace tool
