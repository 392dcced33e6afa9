// SPDX-License-Identifier: BSL-1.0
// Reads the output of tshark -z follow,tcp,ascii: the octets of a connection in parts, and before each part a line with
// its size. tshark calls the two ends of the connection nodes. The size of a part that the second node sent follows a
// tab.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "capture.hpp"
#include "conversation.hpp"
#include "text_lines.hpp"

namespace tool {

namespace {

// Returns the size of the octets that follow a line such as "189" or "\t166", or 0 if the line is no size.
std::size_t read_size(std::string_view line) {
  if (line.starts_with('\t')) line.remove_prefix(1);
  if (line.empty() || line.size() > 8) return 0;
  std::size_t out = 0;
  for (const char digit : line) {
    if (digit < '0' || digit > '9') return 0;
    out = out * 10 + static_cast<std::size_t>(digit - '0');
  }
  return out;
}

}  // namespace

bool is_follow(std::string_view text) {
  return text.substr(0, std::min<std::size_t>(text.size(), 400)).find("\nFollow: tcp,ascii") != text.npos;
}

capture read_follow(std::string_view text) {
  capture out = {.form = "follow", .name = "output of tshark", .exchanges = {}, .notes = {}, .problem = {}};
  conversation talk;
  bool client_is_second = false;
  bool is_first = true;
  while (!text.empty()) {
    const std::string_view title = take_line(text);
    const std::size_t size = read_size(title);
    if (size == 0) continue;
    const std::string_view part = text.substr(0, size);
    text.remove_prefix(part.size());
    // The output may name the server before the client.
    if (is_first) client_is_second = title.starts_with('\t') != part.starts_with("HTTP/");
    is_first = false;
    title.starts_with('\t') == client_is_second ? talk.add_client(part) : talk.add_server(part);
  }
  out.exchanges = talk.without_bodies();
  out.notes.emplace_back("The output has dots in place of unprintable bytes, so frames cannot be read.");
  if (out.exchanges.empty()) out.problem = "The connection has no octets.";
  return out;
}

}  // namespace tool
