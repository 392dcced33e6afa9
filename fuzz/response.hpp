// SPDX-License-Identifier: BSL-1.0
// Reads responses strictly, to check every response that the library writes.
#pragma once

#include <cstddef>
#include <string_view>

#include "naive.hpp"

namespace fuzz {

struct response {
  unsigned status = 0;
  std::string_view reason;
  lines header;
  std::string_view body;  // everything after the head

  std::size_t count(std::string_view name) const { return values_of(header, name).size(); }
  bool has(std::string_view name) const { return count(name) > 0; }
  std::string_view value(std::string_view name) const {
    const auto values = values_of(header, name);
    return values.empty() ? std::string_view() : values.front();
  }
};

// Reads `octets`, which are exactly one response. status-line = HTTP-version SP status-code SP [ reason-phrase ]
inline response read_response(std::string_view octets) {
  response result;
  const std::size_t first_end = octets.find("\r\n");
  require(first_end != std::string_view::npos, "a response has a status line", octets);
  const std::string_view first = octets.substr(0, first_end);
  require(first.size() >= 13 && first.substr(0, 9) == "HTTP/1.1 " && first[12] == ' ', "a status line is complete",
          octets);
  for (const char digit : first.substr(9, 3)) {
    require(is_digit(digit), "a status code is three digits", octets);
    result.status = result.status * 10 + static_cast<unsigned>(digit - '0');
  }
  result.reason = first.substr(13);
  require(all_of(result.reason, is_value_octet), "a reason phrase has no control octet", octets);

  std::size_t begin = first_end + 2;
  for (;;) {
    const std::size_t end = octets.find("\r\n", begin);
    require(end != std::string_view::npos, "a response head ends in an empty line", octets);
    const std::string_view one = octets.substr(begin, end - begin);
    begin = end + 2;
    if (one.empty()) break;
    const std::size_t colon = one.find(':');
    require(colon != std::string_view::npos, "a field line has a colon", octets);
    const std::string_view name = one.substr(0, colon);
    const std::string_view value = one.substr(colon + 1);
    require(is_token(name), "a field name is a token", octets);
    require(all_of(value, is_value_octet), "a field value has no control octet", octets);
    result.header.push_back({name, trim(value), 0});
  }
  result.body = octets.substr(begin);

  for (const char* const name :
       {"Content-Length", "Content-Type", "Connection", "Upgrade", "Server", "Allow", "Date", "Sec-WebSocket-Accept",
        "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Sec-WebSocket-Version"}) {
    require(result.count(name) <= 1, "a field that must not be repeated is not repeated", octets);
  }
  require(!result.has("Transfer-Encoding"), "a response has no transfer coding", octets);
  if (result.has("Content-Length")) {
    const std::string_view length = result.value("Content-Length");
    require(!length.empty() && all_of(length, is_digit), "Content-Length is a number", octets);
  }
  if (result.status == 426) {
    require(result.value("Upgrade") == "websocket", "a 426 names the protocol to upgrade to (RFC 9110 §15.5.22)", octets);
    require(lists(result.header, "Connection", "upgrade"), "Upgrade is listed in Connection (RFC 9110 §7.8)", octets);
    require(result.value("Sec-WebSocket-Version") == "13", "a 426 says which version is spoken (RFC 6455 §4.4)", octets);
  }
  if (result.status == 405) require(result.has("Allow"), "a 405 has Allow (RFC 9110 §15.5.6)", octets);
  if (result.status == 401) require(result.has("WWW-Authenticate"), "a 401 has WWW-Authenticate", octets);
  if (result.status == 407) require(result.has("Proxy-Authenticate"), "a 407 has Proxy-Authenticate", octets);
  return result;
}

// Reads a response without a body, or with a body of exactly Content-Length octets. `to_head`: the response answers
// HEAD, so no body may follow.
inline response read_complete_response(std::string_view octets, bool to_head) {
  const response result = read_response(octets);
  const bool bodiless = to_head || result.status < 200 || result.status == 204 || result.status == 304;
  if (bodiless) {
    require(result.body.empty(), "a response without a body has none", octets);
    const bool may_have_length = result.status >= 200 && result.status != 204;
    require(may_have_length || !result.has("Content-Length"), "no Content-Length (RFC 9110 §8.6)", octets);
    return result;
  }
  require(result.has("Content-Length"), "a response has Content-Length", octets);
  text size;
  append_number(size, result.body.size());
  require(result.value("Content-Length") == std::string_view(size), "Content-Length is that of the body", octets);
  if (result.status == 205) require(result.body.empty(), "a 205 has no body (RFC 9110 §15.3.6)", octets);
  return result;
}

}  // namespace fuzz
