// SPDX-License-Identifier: BSL-1.0
// Reads messages: octets exactly as they were sent, text whose line ends were lost (a copy from a window, or
// Wireshark's `Follow stream`), or header lists.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "capture.hpp"
#include "conversation.hpp"
#include "text_head.hpp"

namespace tool {

namespace {

bool begins_message(std::string_view rest) {
  const std::string_view line = take_line(rest);
  return is_request_line(line) || is_status_line(line);
}

// Returns the offset at which the first message ends: the first request line or status line after its head, or the end
// of the text.
std::size_t end_of_message(std::string_view text) {
  std::string_view rest = text;
  bool in_fields = false;
  bool in_head = true;
  while (!rest.empty()) {
    if (!in_head && begins_message(rest)) return text.size() - rest.size();
    const std::string_view line = take_line(rest);
    if (in_head && in_fields && line.empty()) in_head = false;
    in_fields = in_fields || !line.empty();
  }
  return text.size();
}

// True if every line of the head ends in LF alone: the capture lost the CRs.
bool lost_line_ends(std::string_view message) {
  const std::string_view head = message.substr(0, std::min(message.find("\n\n"), message.size()));
  return head.find('\n') != head.npos && head.find('\r') == head.npos && begins_message(message);
}

// Makes a message from its text. Line ends right behind the head's empty line are removed: they separate messages.
std::string from_text(std::string_view message, std::vector<std::string>& notes) {
  std::string out = with_line_ends(message);
  const std::size_t end = out.find("\r\n\r\n");
  if (end == out.npos) return out;
  const std::size_t behind = std::min(out.find_first_not_of("\r\n", end), out.size());
  out.erase(end + 4, behind > end + 4 ? behind - end - 4 : 0);
  // Browsers show a request line that has the URI in place of the path.
  const std::size_t uri = out.find("://");
  const std::size_t scheme = out.find(' ') + 1;
  if (uri < out.find('\n') && (out.compare(scheme, 5, "ws://") == 0 || out.compare(scheme, 6, "wss://") == 0)) {
    const std::size_t path = std::min(out.find_first_of("/? ", uri + 3), out.size());
    if (out[path] != '/') out.insert(path, 1, '/');
    out.erase(scheme, path - scheme);
    notes.emplace_back("The request line shows the URI. Browsers send the path alone, so only the path is read.");
  }
  return out;
}

// Reads a file of header lists. Each list begins with the colon of a pseudo-header field.
capture read_lists(std::string_view text, const question& what) {
  capture out = {.form = "header_list", .name = "", .exchanges = {{}}, .notes = {}, .problem = {}};
  while (!text.empty()) {
    // Another list begins behind an empty line.
    const std::size_t empty_line = std::min(text.find("\n\n"), text.find("\n\r\n"));
    const std::size_t end = empty_line == text.npos ? empty_line : text.find("\n:", empty_line);
    const std::string_view one = text.substr(0, std::min(end, text.size() - 1) + 1);
    const bool is_response = what.is_response || one.find(":status:") < one.find(":method:");
    exchange& into = out.exchanges.back();
    (is_response ? into.response : into.request) += one;
    (is_response ? into.response_is_list : into.request_is_list) = true;
    text.remove_prefix(one.size());
  }
  return out;
}

}  // namespace

capture read_messages(std::string_view text, const question& what) {
  if (text.starts_with(':')) return read_lists(text, what);
  capture out = {.form = "messages", .name = "", .exchanges = {}, .notes = {}, .problem = {}};
  const bool ends_lost = lost_line_ends(text);
  conversation talk;
  bool after_response = false;
  while (!text.empty()) {
    const std::size_t end = what.is_response ? text.size() : end_of_message(text);
    const std::string_view one = text.substr(0, end);
    const std::string message = ends_lost || what.is_text ? from_text(one, out.notes) : std::string{one};
    after_response = what.is_response || message.starts_with("HTTP/");
    after_response ? talk.add_server(message) : talk.add_client(message);
    text.remove_prefix(end);
  }
  out.exchanges = ends_lost && !what.is_text ? talk.without_bodies() : talk.with_bodies();
  if (ends_lost || what.is_text) {
    out.form = "text";
    out.name = "text";
  }
  if (ends_lost) {
    out.notes.emplace_back(
        "The lines end in LF alone. Captures lose the CR, so LF is read as CRLF. If a peer sent LF, --exact shows the "
        "error.");
  }
  // Some programs show the response first.
  if (out.exchanges.size() == 2 && out.exchanges[0].request.empty() && out.exchanges[1].response.empty()) {
    out.exchanges[0].request = out.exchanges[1].request;
    out.exchanges.pop_back();
  }
  return out;
}

}  // namespace tool
