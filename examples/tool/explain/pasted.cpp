// SPDX-License-Identifier: BSL-1.0
// Reads headers as a browser's developer tools show them: with titles, without a request line or status line, or with
// each name and value on a line of its own.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "capture.hpp"
#include "text_head.hpp"
#include "text_lines.hpp"

namespace tool {

namespace {

enum class title : std::uint8_t { none, general, request, response };

title title_of(std::string_view line) {
  line = without_spaces(line);
  const std::size_t letters = std::min(line.find_first_of("GR"), line.size());  // some titles have a triangle in front
  line.remove_prefix(letters);
  if (line == "General") return title::general;
  if (line.starts_with("Request Headers") && line.find(':') == line.npos) return title::request;
  return line.starts_with("Response Headers") && line.find(':') == line.npos ? title::response : title::none;
}

// The lines under one title. Some fields come from the developer tools, not from a message, such as "Status Code: 101
// Switching Protocols".
struct section {
  title what = title::none;
  std::string first_line;
  std::vector<std::string> fields;

  bool has(std::string_view name) const {
    return std::any_of(fields.begin(), fields.end(), [&](const std::string& each) {
      return same_letters(std::string_view{each}.substr(0, each.find(':')), name);
    });
  }
  bool is_empty() const { return first_line.empty() && fields.empty(); }
  bool is_response() const {
    return what == title::response || first_line.starts_with("HTTP/") ||
           (what == title::none && (has("Sec-WebSocket-Accept") || has(":status")));
  }
  std::string value_of(std::string_view name) const {
    for (const std::string& each : fields) {
      const std::size_t colon = each.find(':');
      if (same_letters(std::string_view{each}.substr(0, colon), name)) {
        return std::string{without_spaces(std::string_view{each}.substr(colon + 1))};
      }
    }
    return {};
  }
};

std::vector<section> read_sections(std::string_view text) {
  std::vector<section> out(1);
  std::string name;  // a name alone on its line, which ends in a colon
  while (!text.empty()) {
    const std::string_view line = without_spaces(take_line(text));
    if (const title begins = title_of(line); begins != title::none) {
      out.push_back({begins, {}, {}});
    } else if (!name.empty()) {
      out.back().fields.push_back(name + " " + std::string{line});
      name.clear();
    } else if (is_request_line(line) || is_status_line(line)) {
      if (!out.back().is_empty()) out.push_back({});
      out.back().first_line = line;
    } else if (line.empty()) {
      if (!out.back().is_empty()) out.push_back({});
    } else if (line.ends_with(':') && line.size() > 1) {
      name = line;
    } else if (line.find(':', 1) != line.npos) {
      out.back().fields.emplace_back(line);
    }
  }
  return out;
}

std::string path_of(std::string_view url) {
  const std::size_t host = url.find("://");
  const std::size_t path = url.find_first_of("/?", host == url.npos ? 0 : host + 3);
  return path == url.npos ? "/" : (url[path] == '/' ? "" : "/") + std::string{url.substr(path)};
}

// Makes the message of a section. `assumed`: the first line of the message, if the section has no first line.
std::string message_of(const section& what, const std::string& assumed, bool& is_list) {
  std::string fields;
  for (const std::string& each : what.fields) fields += each + "\n";
  is_list = fields.starts_with(':');
  if (is_list) return fields;
  const std::string head = (what.first_line.empty() ? assumed : what.first_line) + "\n" + fields;
  is_list = shows_list(head);
  return is_list ? as_list(head) : with_line_ends(head);
}

}  // namespace

bool is_pasted(std::string_view text) {
  bool is_first = true;
  bool of_handshake = false;
  while (!text.empty()) {
    const std::string_view line = without_spaces(take_line(text));
    if (line.empty()) continue;
    if (title_of(line) != title::none) return true;
    if (is_first && (is_request_line(line) || is_status_line(line) || !is_field_line(line))) return false;
    is_first = false;
    for (const std::string_view name : {"sec-websocket-", "upgrade:"}) {
      of_handshake = of_handshake || same_letters(line.substr(0, name.size()), name);
    }
  }
  return of_handshake;
}

capture read_pasted(std::string_view text) {
  capture out = {
      .form = "pasted", .name = "headers copied from a browser", .exchanges = {{}}, .notes = {}, .problem = {}};
  exchange& one = out.exchanges.back();
  std::string request_line = "GET / HTTP/1.1";
  std::string status_line = "HTTP/1.1 101 Switching Protocols";
  bool knows_target = false;
  bool knows_status = false;
  for (const section& each : read_sections(text)) {
    if (each.is_empty()) continue;
    if (each.what == title::general) {
      const std::string method = each.value_of("Request Method");
      const std::string status = each.value_of("Status Code");
      knows_target = each.has("Request URL");
      knows_status = each.has("Status Code");
      if (knows_target)
        request_line = (method.empty() ? "GET" : method) + " " + path_of(each.value_of("Request URL")) + " HTTP/1.1";
      if (knows_status) status_line = "HTTP/1.1 " + status;
    } else if (each.is_response()) {
      one.response = message_of(each, status_line, one.response_is_list);
      if (each.first_line.empty() && !knows_status && !one.response_is_list) {
        out.notes.emplace_back("The response has no status line in the file. The status 101 is assumed.");
      }
    } else {
      one.request = message_of(each, request_line, one.request_is_list);
      if (each.first_line.empty() && !knows_target && !one.request_is_list) {
        out.notes.emplace_back("The request has no request line in the file. `GET / HTTP/1.1` is assumed.");
      }
    }
  }
  if (one.request.empty() && one.response.empty()) out.problem = "The file has titles, but no field.";
  return out;
}

}  // namespace tool
