// SPDX-License-Identifier: BSL-1.0
// gather(): collects the members of a handshake_request: authority, key, origin, offers and the rest.
#include "check.hpp"

#include "http/host.hpp"
#include "http/list_reader.hpp"

namespace wshake {

using detail::field_id;

bool expects_continue(const http::request_parts& request) noexcept {
  return request.version >= 11 && request.header.has(field_id::expect) &&
         http::has_member(request.header, field_id::expect, "100-continue");
}

handshake_request gather(const http::request_parts& request) noexcept {
  const http::header_section& header = request.header;
  const http::target_parts target = http::split_target(request.target);
  return {
      .authority = http::authority_of(request, target),
      .resource_name = target.resource_name,
      .key = header.value_or_empty(field_id::key),
      .version = header.value_or_empty(field_id::version),
      .origin = header.has(field_id::origin) ? std::optional(header.value(field_id::origin)) : std::nullopt,
      .subprotocols = header.list<token_list>(field_id::subprotocol),
      .extensions = header.list<extension_list>(field_id::extensions),
      .expects_continue = expects_continue(request),
  };
}

handshake_request gather(const request_view& request) noexcept { return gather(http::request_parts(request)); }

}  // namespace wshake
