// SPDX-License-Identifier: BSL-1.0
// What a request asks for.
#include "handshake.hpp"

#include "http/host.hpp"
#include "http/list_reader.hpp"

namespace wshake {

using detail::known;

handshake_request gather_offers(const http::request_parts& request) noexcept {
  const http::header_section& header = request.header;
  return {
      .subprotocols = header.list<token_list>(known::subprotocol),
      .extensions = header.list<extension_list>(known::extensions),
      .expects_continue = request.version >= 11 && http::lists(header, known::expect, "100-continue"),
  };
}

handshake_request gather(const http::request_parts& request) noexcept {
  const http::header_section& header = request.header;
  const http::target_parts target = http::split_target(request.target);
  const bool absolute = target.form == http::target_form::absolute;
  handshake_request asked = gather_offers(request);
  asked.authority = absolute ? target.authority : header.value_or_empty(known::host);
  asked.resource_name = target.resource_name;
  asked.key = header.value_or_empty(known::key);
  asked.version = header.value_or_empty(known::version);
  if (header.has(known::origin)) asked.origin = header.value(known::origin);
  return asked;
}

handshake_request gather(const request_view& request) noexcept { return gather(http::request_parts(request)); }

bool is_upgrade(const request_view& request) noexcept {
  const http::header_section header = request.header;
  return request.version >= 11 && http::lists(header, known::upgrade, "websocket") &&
         http::lists(header, known::connection, "upgrade");
}

}  // namespace wshake
