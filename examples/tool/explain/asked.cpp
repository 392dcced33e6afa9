// SPDX-License-Identifier: BSL-1.0
// read_asked(): reads the parts of a request with which the response to the request is compared.
#include <string>

#include "header_list.hpp"
#include "question.hpp"

namespace tool {

namespace {

asked asked_by(const wshake::request_view& head) {
  const wshake::handshake_request parts = wshake::gather(head);
  asked out;
  out.key = parts.key.text();
  for (const octets each : parts.subprotocols) out.subprotocols.push_back(each);
  for (const octets each : head.header.values("Sec-WebSocket-Extensions")) {
    out.extensions += (out.extensions.empty() ? "" : ", ") + std::string{each.text()};
  }
  out.is_whole = true;
  return out;
}

}  // namespace

asked read_asked(octets request, bool is_list) {
  if (is_list) {
    const header_list list = read_list(request);
    const wshake::request_list_reading read = wshake::read_request_list(list.fields, list_version);
    return read ? asked_by(read.head) : asked{};
  }
  const wshake::request_reading read = wshake::read_request(request);
  return read.error.ok() && !read.need_more() ? asked_by(read.head) : asked{};
}

}  // namespace tool
