// SPDX-License-Identifier: BSL-1.0
// Status codes: their registered reason phrases, and the responses that have no content.
#pragma once

#include <cstdint>

#include <wshake/octets.hpp>

#include "rooms.hpp"

namespace wshake::base {

struct status_phrase {
  std::uint16_t status;
  octets phrase;
};

// The registry of status codes (RFC 9110 section 16.2.1), without 1xx.
inline constexpr status_phrase status_phrases[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {511, "Network Authentication Required"},
};

// The registered phrase, or an empty one: a status line may lack the phrase (RFC 9112 section 4).
constexpr octets phrase_of(std::uint16_t status) noexcept {
  for (const status_phrase& row : status_phrases) {
    if (row.status == status) return row.phrase;
  }
  return "";
}

// True for a 2xx response to CONNECT, which opens a tunnel behind its head (RFC 9110 section 9.3.6). An empty method is
// not known, and may be CONNECT. A wshake server never sends such a response.
constexpr bool may_open_tunnel(std::uint16_t status, octets method) noexcept {
  return status / 100 == 2 && (method == "CONNECT" || method.empty());
}

// True for a response that ends with its head, whatever its fields say. Such a response gets no Content-Length. RFC
// 9110 section 8.6 forbids Content-Length in a 204. In a 304, or in a response to HEAD, Content-Length would have to be
// the length of the body that a 200 to a GET has.
constexpr bool ends_with_head(std::uint16_t status, octets method) noexcept {
  return status == 204 || status == 304 || method == "HEAD";
}

}  // namespace wshake::base
