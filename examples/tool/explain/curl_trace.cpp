// SPDX-License-Identifier: BSL-1.0
// Reads the files of curl --trace, which have hexadecimal digits, and of curl --trace-ascii, which have lines of text.
#include <cstddef>
#include <string>
#include <string_view>

#include "capture.hpp"
#include "conversation.hpp"
#include "hexdump_line.hpp"

namespace tool {

namespace {

// A line of --trace-ascii: "0010: Host: example.com". In the message the line ends in CRLF, unless curl has cut a long
// line of the message in two.
struct ascii_line {
  bool valid = false;
  std::size_t offset = 0;
  std::string_view text;
};

ascii_line read_ascii_line(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == line.npos || colon < 4 || colon > 8) return {line == "0000:", 0, {}};
  std::size_t offset = 0;
  for (const char each : line.substr(0, colon)) {
    const int digit = hex_digit(each);
    if (digit < 0) return {};
    offset = offset * 16 + static_cast<std::size_t>(digit);
  }
  return {true, offset, line.substr(colon + 2)};
}

// Removes one block of header lines from the text, and returns the octets of the header lines.
std::string take_ascii(std::string_view& text) {
  std::string out;
  for (;;) {
    std::string_view rest = text;
    const ascii_line line = read_ascii_line(take_line(rest));
    if (!line.valid || text.empty()) return out;
    text = rest;
    const ascii_line next = read_ascii_line(take_line(rest));
    const bool cut = next.valid && next.offset == line.offset + line.text.size() && !line.text.empty();
    out.append(line.text).append(cut ? "" : "\r\n");
  }
}

std::string take_hexadecimal(std::string_view& text) {
  std::string out;
  for (;;) {
    std::string_view rest = text;
    const hexdump_line line = read_hexdump_line(take_line(rest));
    if (!line.valid || text.empty()) return out;
    text = rest;
    out += line.octets;
  }
}

}  // namespace

bool is_curl_trace(std::string_view text) {
  return text.find("=> Send header, ") != text.npos || text.find("<= Recv header, ") != text.npos;
}

capture read_curl_trace(std::string_view text) {
  capture out = {.form = "curl_trace", .name = "a trace of curl", .exchanges = {}, .notes = {}, .problem = {}};
  conversation talk;
  bool is_ascii = false;
  while (!text.empty()) {
    const std::string_view title = take_line(text);
    const bool of_client = title.find("=> Send header, ") != title.npos || title.find("=> Send data, ") != title.npos;
    const bool of_server = title.find("<= Recv header, ") != title.npos || title.find("<= Recv data, ") != title.npos;
    if (!of_client && !of_server) continue;
    std::string_view rest = text;
    const hexdump_line first = read_hexdump_line(take_line(rest));
    if (!first.valid) is_ascii = true;
    if (!first.valid && title.find("data") != title.npos) continue;  // --trace-ascii shows unprintable octets as dots
    const std::string octets = first.valid ? take_hexadecimal(text) : take_ascii(text);
    of_client ? talk.add_client(octets) : talk.add_server(octets);
  }
  out.exchanges = is_ascii ? talk.without_bodies() : talk.with_bodies();
  return out;
}

}  // namespace tool
