// SPDX-License-Identifier: BSL-1.0
#include "client_request.hpp"

#include <wshake/accept_key.hpp>

#include "checked_fields.hpp"
#include "deflate.hpp"
#include "extra_fields.hpp"
#include "http/list_reader.hpp"
#include "http/octet_class.hpp"
#include "http/uri.hpp"
#include "http/writer.hpp"
#include "key/digest.hpp"
#include "negotiation.hpp"

namespace wshake {

namespace {

// 1#token, each of them unique (RFC 6455 §4.1(10)).
errc subprotocols_fault(array_view<octets> offered) noexcept {
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
    if (!is_valid(offer)) return errc::bad_window_bits;
  }
  if (request.extensions.empty()) return errc::none;
  const field raw[] = {{http::name_of(known::extensions), request.extensions}};
  const fields header(raw);
  return checked_fields{header}.check_extensions().error;
}

// A field whose value is a list: `list`, and behind it the members of `raw`, extensions that offers_fault() has judged.
// Writes nothing if both are empty. Returns the value's place in the output.
template <class List, class Put>
octets put_list(http::writer& out, octets name, const List& list, octets raw, const Put& put) noexcept {
  if (std::size(list) == 0 && raw.empty()) return {};
  out.put(name);
  out.put(": ");
  const std::size_t begin = out.finish().size;
  bool first = true;
  const auto separate = [&] {
    if (!first) out.put(", ");
    first = false;
  };
  for (const auto& member : list) {
    separate();
    put(member);
  }
  // Member by member, for a sender writes no empty ones (RFC 9110 §5.6.1.1).
  http::list_reader reader(raw);
  extension ignored;
  octets member;
  while (reader.skip_empty_members() && http::read_extension_member(reader, ignored, member)) {
    separate();
    out.put(member);
  }
  const octets value = out.since(begin);
  out.put("\r\n");
  return value;
}

}  // namespace

extra_fields extra_of(const client_request& request, const client_config& config, array_view<field> header) noexcept {
  return {detail::message_kind::request, config.options().product, request.header, header, config.options().header};
}

errc request_fault(const client_request& request, const extra_fields& extra) noexcept {
  if (!http::can_be_asked_for(request.where)) return errc::bad_uri;
  if (http::any(request.origin, http::control_octet)) return errc::bad_argument;
  const errc faults[] = {extra.fault(), subprotocols_fault(request.subprotocols), offers_fault(request)};
  for (const errc fault : faults) {
    if (fault != errc::none) return fault;
  }
  return errc::none;
}

// The fields in the order in which Chrome sends them.
void write_front(http::writer& out, const client_request& request, const extra_fields& extra, bool close,
                 request_places& places) noexcept {
  out.put("GET ");
  std::size_t begin = out.finish().size;
  http::put_target(out, request.where);
  places.target = out.since(begin);
  out.put(" HTTP/1.1\r\nHost: ");
  begin = out.finish().size;
  http::put_host(out, request.where);
  places.host = out.since(begin).first(request.where.host.size());
  out.put(close ? octets("\r\nConnection: Upgrade, close\r\n") : octets("\r\nConnection: Upgrade\r\n"));
  extra.write_product(out);
  out.put("Upgrade: websocket\r\n");
  if (!request.origin.empty()) out.put_field("Origin", request.origin);
  out.put("Sec-WebSocket-Version: 13\r\n");
  extra.write(out);
}

void write_back(http::writer& out, const client_request& request, octets key, request_places& places) noexcept {
  out.put_field("Sec-WebSocket-Key", key);
  places.extensions = put_list(out, http::name_of(known::extensions), request.deflate, request.extensions,
                               [&](const deflate_offer& offer) { write_offer(out, offer); });
  places.subprotocols = put_list(out, http::name_of(known::subprotocol), request.subprotocols, {},
                                 [&](octets subprotocol) { out.put(subprotocol); });
  out.put("\r\n");
}

write_result write_request(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                           const client_config& config, argument_list<field> header) noexcept {
  if (!config.error().ok()) return {0, config.error().code};
  const extra_fields extra = extra_of(request, config, header);
  const errc broken = request_fault(request, extra);
  if (broken != errc::none) return {0, broken};
  http::writer text(out);
  request_places places;
  write_front(text, request, extra, config.options().close, places);
  char key[key_size];
  key::write_key(octets_of_key, key);
  write_back(text, request, {key, key_size}, places);
  return text.finish();
}

}  // namespace wshake
