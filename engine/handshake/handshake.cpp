// SPDX-License-Identifier: BSL-1.0
// What a request asks for.
#include <wshake/handshake.hpp>

#include "http/fields_access.hpp"
#include "http/host.hpp"
#include "http/list_reader.hpp"

namespace wshake {

using detail::known;

namespace {

std::optional<octets> first_value(const fields& header, known name) noexcept {
  if (!fields_access::has(header, name)) return {};
  return fields_access::value(header, name);
}

octets value_or_empty(const fields& header, known name) noexcept {
  return fields_access::has(header, name) ? fields_access::value(header, name) : octets{};
}

}  // namespace

handshake_request gather(const request_view& request) noexcept {
  const fields& header = request.header;
  const http::target_parts target = http::split_target(request.target);
  const bool absolute = target.form == http::target_form::absolute;
  handshake_request asked;
  asked.authority = absolute ? target.authority : value_or_empty(header, known::host);
  asked.resource_name = target.resource_name;
  asked.key = value_or_empty(header, known::key);
  asked.version = value_or_empty(header, known::version);
  asked.origin = first_value(header, known::origin);
  fields_access::set_list(asked.subprotocols, header, known::subprotocol);
  fields_access::set_list(asked.extensions, header, known::extensions);
  asked.expects_continue = request.version >= 11 && http::lists(header, known::expect, "100-continue");
  return asked;
}

bool is_upgrade(const request_view& request) noexcept {
  const fields& header = request.header;
  return request.version >= 11 && http::lists(header, known::upgrade, "websocket") &&
         http::lists(header, known::connection, "upgrade");
}

}  // namespace wshake
