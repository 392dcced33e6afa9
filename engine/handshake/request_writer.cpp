// SPDX-License-Identifier: BSL-1.0

#include <cstring>

#include <wshake/accept_key.hpp>

#include "base/work.hpp"
#include "base/writer.hpp"
#include "checked_fields.hpp"
#include "http/list_reader.hpp"
#include "http/request_uri.hpp"
#include "key/digest.hpp"
#include "message_writer.hpp"
#include "negotiate.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

// At namespace scope, because compilers put the initializer of a local constant into writable data, which the test
// `library` rejects.
constexpr diagnostic too_many_subprotocols = {errc::too_many_subprotocols, max_subprotocols, "subprotocols"};
constexpr diagnostic bad_origin = {errc::bad_argument, 0, "origin"};
constexpr diagnostic tls_in_absolute_form = {errc::bad_argument, 0, "absolute_form"};

// Each subprotocol must be a token, and no two may be equal (RFC 6455 section 4.1(10)).
diagnostic subprotocols_fault(array_view<octets> offered) noexcept {
  constexpr octets member = "subprotocols";
  if (offered.size() > max_subprotocols) return too_many_subprotocols;
  for (std::size_t index = 0; index < offered.size(); ++index) {
    if (!scan::is_token(offered[index])) return {errc::bad_subprotocols, index, member};
    for (std::size_t other = 0; other < index; ++other) {
      if (offered[other] == offered[index]) return {errc::repeated_subprotocol, index, member};
    }
  }
  return {};
}

diagnostic offers_fault(const client_request& request) noexcept {
  for (std::size_t index = 0; index < request.deflate.size(); ++index) {
    if (!is_valid(request.deflate[index])) return {errc::bad_window_bits, index, "deflate"};
  }
  if (request.extensions.empty()) return {};
  constexpr octets member = "extensions";
  bool any = false;
  const std::size_t offset = http::extensions_fault(request.extensions, any);
  if (offset != base::no_fault) return {errc::bad_extensions, offset, member};
  return any ? diagnostic{} : no_extension;
}

// Writes a list field: the members of `list`, then the members of `raw`. `raw` has extensions that passed
// offers_fault(), or is empty. Writes nothing if `list` and `raw` are empty. Returns the field's value as a view of the
// output.
template <class List, class Put>
octets put_list(base::writer& out, octets name, const List& list, octets raw, const Put& put) noexcept {
  if (std::size(list) == 0 && raw.empty()) return {};
  out.put(name);
  out.put(": ");
  const std::size_t begin = out.size();
  bool first = true;
  const auto separate = [&] {
    if (!first) out.put(", ");
    first = false;
  };
  for (const auto& member : list) {
    separate();
    put(member);
  }
  // Copies member by member, because `raw` may have empty members, which a sender must not write (RFC 9110 section
  // 5.6.1.1).
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

diagnostic request_fault(const client_request& request, const extra_fields& extra) noexcept {
  const diagnostic where = http::uri_fault(request.where);
  if (!where.ok()) return where;
  if (request.absolute_form && request.where.secure) return tls_in_absolute_form;
  if (scan::any(request.origin, scan::control_octet)) return bad_origin;
  const diagnostic fields = extra.fault();
  if (!fields.ok()) return fields;
  const diagnostic subprotocols = subprotocols_fault(request.subprotocols);
  return subprotocols.ok() ? offers_fault(request) : subprotocols;
}

void put_offers(base::writer& out, const client_request& request, request_places& places) noexcept {
  places.extensions = put_list(out, base::name_of(field_id::extensions), request.deflate, request.extensions,
                               [&](const deflate_offer& offer) { write_offer(out, offer); });
  places.subprotocols = put_list(out, base::name_of(field_id::subprotocol), request.subprotocols, {},
                                 [&](octets subprotocol) { out.put(subprotocol); });
}

namespace {

// Writes the request line and the fields before Sec-WebSocket-Key, in the order in which Chrome sends them.
void write_front(base::writer& out, const client_request& request, const extra_fields& extra, bool close,
                 request_places& places) noexcept {
  out.put("GET ");
  if (request.absolute_form) {
    out.put("http://");
    http::put_host(out, request.where);
  }
  std::size_t begin = out.size();
  http::put_target(out, request.where);
  places.target = out.since(begin);
  out.put(" HTTP/1.1\r\nHost: ");
  begin = out.size();
  http::put_host(out, request.where);
  places.host = out.since(begin).first(request.where.host.size());
  out.put(close ? octets("\r\nConnection: Upgrade, close\r\n") : octets("\r\nConnection: Upgrade\r\n"));
  extra.write_product(out);
  out.put("Upgrade: websocket\r\n");
  if (!request.origin.empty()) out.put_field("Origin", request.origin);
  out.put("Sec-WebSocket-Version: 13\r\n");
  extra.write(out);
}

void write_back(base::writer& out, const client_request& request, octets key, request_places& places) noexcept {
  out.put("Sec-WebSocket-Key: ");
  if (char* const place = out.room(key_size)) std::memcpy(place, key.data(), key_size);
  out.put("\r\n");
  put_offers(out, request, places);
  out.put("\r\n");
}

}  // namespace

write_result write_request_with_key(mutable_octets out, const client_request& request, octets key,
                                    const client_config& config, array_view<field> header, request_places& written,
                                    key::digest* beside) noexcept {
  if (!config.error().ok()) return base::not_written(config.error());
  step(beside);
  const extra_fields extra = {detail::message_kind::request, config.options().product, request.header, header,
                              config.options().header};
  const diagnostic broken = request_fault(request, extra);
  if (!broken.ok()) return base::not_written(broken);
  step(beside);
  base::writer text(out);
  write_front(text, request, extra, config.options().close, written);
  step(beside);
  write_back(text, request, key, written);
  step(beside);
  return text.finish();
}

write_result write_request(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                           const client_config& config, argument_list<field> header) noexcept {
  char key[key_size];
  key::write_key(octets_of_key, key);
  request_places written;
  return write_request_with_key(out, request, {key, key_size}, config, array_view<field>(header), written);
}

}  // namespace wshake
