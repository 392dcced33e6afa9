// SPDX-License-Identifier: BSL-1.0
// Turns a head, as a program shows it, into the octets of a head or into a header list.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text_lines.hpp"

namespace tool {

// Returns the text with CRLF in place of LF in its head. If the head has no empty line at its end, adds this line.
inline std::string with_line_ends(std::string_view text) {
  std::string out;
  bool in_body = false;
  bool any = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool bare = text[at] == '\n' && (at == 0 || text[at - 1] != '\r');
    if (bare && !in_body) out += '\r';
    out += text[at];
    any = any || (text[at] != '\r' && text[at] != '\n');
    if (any && out.ends_with("\r\n\r\n")) in_body = true;
  }
  if (in_body || !any) return out;
  if (!out.ends_with("\r\n")) out += "\r\n";
  return out + "\r\n";
}

// True if a head stands for a header list: programs show the header lists of HTTP/2 and HTTP/3 as heads such as "GET /
// HTTP/2".
inline bool shows_list(std::string_view head) {
  const std::string_view line = take_line(head);
  return is_status_line(line) ? line.starts_with("HTTP/2") || line.starts_with("HTTP/3")
                              : line.ends_with(" HTTP/2") || line.ends_with(" HTTP/3") || line.ends_with(" HTTP/2.0");
}

// Turns a head such as "GET / HTTP/2" into the header list: names in lower case, Host as :authority.
inline std::string as_list(std::string_view head) {
  const std::string_view first = take_line(head);
  std::string fields;
  std::string authority;
  while (!head.empty()) {
    const std::string_view line = take_line(head);
    const std::size_t colon = line.find(':', 1);
    if (line.empty() || colon == line.npos) break;
    std::string name{line.substr(0, colon)};
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const std::string value{without_spaces(line.substr(colon + 1))};
    if (name == "host" && authority.empty()) {
      authority = value;
    } else {
      fields += name + ": " + value + "\n";
    }
  }
  if (is_status_line(first)) {
    const std::size_t space = std::min(first.find(' '), first.size() - 1);
    return ":status: " + std::string{first.substr(space + 1, 3)} + "\n" + fields;
  }
  const std::size_t method = first.find(' ');
  const std::size_t version = first.rfind(' ');
  return ":method: " + std::string{first.substr(0, method)} + "\n:scheme: https\n:authority: " + authority +
         "\n:path: " + std::string{first.substr(method + 1, version - method - 1)} + "\n" + fields;
}

}  // namespace tool
