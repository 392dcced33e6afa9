// SPDX-License-Identifier: BSL-1.0
// Reads the output of curl -v: the request's lines begin with "> ", the response's lines with "< ", and curl's own
// lines with "* ".
#include <cstddef>
#include <string>
#include <string_view>

#include "capture.hpp"
#include "conversation.hpp"
#include "text_head.hpp"

namespace tool {

namespace {

bool has_mark(std::string_view line, char mark) {
  return line == std::string(1, mark) || line.starts_with(std::string{mark} + " ");
}

}  // namespace

bool is_curl_output(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = take_line(rest);
    if (has_mark(line, '>') && is_request_line(line.substr(1 + (line.size() > 1)))) return true;
    if (has_mark(line, '<') && is_status_line(line.substr(1 + (line.size() > 1)))) return true;
    if (is_request_line(line) || is_status_line(line)) return false;  // a message itself
  }
  return false;
}

capture read_curl_output(std::string_view text) {
  capture out = {.form = "curl_output", .name = "output of curl -v", .exchanges = {}, .notes = {}, .problem = {}};
  conversation talk;
  std::size_t left_out = 0;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const bool of_client = has_mark(line, '>');
    if (of_client || has_mark(line, '<')) {
      const std::string content = std::string{line.substr(line.size() > 1 ? 2 : 1)} + "\r\n";
      of_client ? talk.add_client(content) : talk.add_server(content);
    } else if (!has_mark(line, '*') && !line.starts_with("{ [") && !line.starts_with("} [") && !line.empty()) {
      ++left_out;
    }
  }
  out.exchanges = talk.without_bodies();
  for (exchange& each : out.exchanges) {
    each.request_is_list = shows_list(each.request);
    each.response_is_list = shows_list(each.response);
    if (each.request_is_list) each.request = as_list(each.request);
    if (each.response_is_list) each.response = as_list(each.response);
    if (each.request_is_list || each.response_is_list) {
      out.notes.emplace_back(
          "curl shows a header list of HTTP/2 or HTTP/3 as a head. The head is read as a header list.");
      break;
    }
  }
  if (left_out != 0) {
    out.notes.push_back(count_of(left_out, "line") + " without curl's marks " + (left_out == 1 ? "is" : "are") +
                        " left out: progress, or the body of the response.");
  }
  return out;
}

}  // namespace tool
