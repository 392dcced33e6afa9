// SPDX-License-Identifier: BSL-1.0
#include "client_request.hpp"

#include <array>

#include "checked_fields.hpp"
#include "deflate.hpp"
#include "extra_fields.hpp"
#include "http/octet_class.hpp"
#include "http/uri.hpp"
#include "http/writer.hpp"
#include "key/base64.hpp"
#include "negotiation.hpp"

namespace wshake {

namespace {

// 1#token, each of them unique (RFC 6455 §4.1(10)).
errc subprotocols_fault(std::span<const octets> offered) noexcept {
  if (offered.size() > max_subprotocols) return errc::too_many_subprotocols;
  for (std::size_t index = 0; index < offered.size(); ++index) {
    if (!http::is_token(offered[index])) return errc::bad_subprotocols;
    for (std::size_t other = 0; other < index; ++other) {
      if (offered[other] == offered[index]) return errc::repeated_subprotocol;
    }
  }
  return errc::none;
}

errc offers_fault(const client_request& request) noexcept {
  for (const deflate_offer& offer : request.deflate) {
    if (!is_valid(offer)) return errc::bad_argument;
  }
  if (request.extensions.empty()) return errc::none;
  const field raw[] = {{http::name_of(known::extensions), request.extensions}};
  const fields header(raw);
  return checked_fields{header}.check_extensions().error;
}

errc fault_in(const client_request& request, const extra_fields& extra) noexcept {
  if (!http::can_be_asked_for(request.where)) return errc::bad_uri;
  if (http::any(request.origin, http::control_octet)) return errc::bad_argument;
  const errc faults[] = {extra.fault(), subprotocols_fault(request.subprotocols), offers_fault(request)};
  for (const errc fault : faults) {
    if (fault != errc::none) return fault;
  }
  return errc::none;
}

// A field whose value is a list; not there where the list is empty. The value's place in the output.
template <class List, class Put>
octets put_list(http::writer& out, octets name, const List& list, octets rest, const Put& put) noexcept {
  if (std::size(list) == 0 && rest.empty()) return {};
  out.put(name);
  out.put(": ");
  const std::size_t begin = out.finish().size;
  bool first = true;
  for (const auto& member : list) {
    if (!first) out.put(", ");
    first = false;
    put(member);
  }
  if (!first && !rest.empty()) out.put(", ");
  out.put(rest);
  const octets value = out.since(begin);
  out.put("\r\n");
  return value;
}

}  // namespace

// The fields in the order in which Chrome sends them.
write_result write_request(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                           const client_config& config, request_places& places) noexcept {
  const extra_fields extra = {"User-Agent", config.product, request.header, config.header, request_reserved_names};
  const errc broken = fault_in(request, extra);
  if (broken != errc::none) return {0, broken};

  http::writer text(out);
  text.put("GET ");
  std::size_t begin = text.finish().size;
  http::put_target(text, request.where);
  places.target = text.since(begin);
  text.put(" HTTP/1.1\r\nHost: ");
  begin = text.finish().size;
  http::put_host(text, request.where);
  places.host = text.since(begin).first(request.where.host.size());
  text.put("\r\nConnection: Upgrade\r\n");
  extra.write_product(text);
  text.put("Upgrade: websocket\r\n");
  if (!request.origin.empty()) text.put_field("Origin", request.origin);
  text.put("Sec-WebSocket-Version: 13\r\n");
  extra.write(text);

  std::array<char, key_size> key;
  key::encode(octets_of_key, key.data());
  text.put("Sec-WebSocket-Key: ");
  begin = text.finish().size;
  text.put(key);
  places.key = text.since(begin);
  text.put("\r\n");
  places.extensions = put_list(text, http::name_of(known::extensions), request.deflate, http::trim(request.extensions),
                               [&](const deflate_offer& offer) { write_offer(text, offer); });
  places.subprotocols = put_list(text, http::name_of(known::subprotocol), request.subprotocols, {},
                                 [&](octets subprotocol) { text.put(subprotocol); });
  text.put("\r\n");
  return text.finish();
}

write_result write_request(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                           const client_config& config) noexcept {
  request_places places;
  return write_request(out, request, octets_of_key, config, places);
}

}  // namespace wshake
