// SPDX-License-Identifier: BSL-1.0
#include "field_request.hpp"

#include "base/writer.hpp"
#include "handshake/message_writer.hpp"
#include "http/message_parts.hpp"
#include "http/request_uri.hpp"
#include "lower_case_fields.hpp"

namespace wshake {

namespace {

constexpr diagnostic no_absolute_form = {errc::bad_argument, 0, "absolute_form"};

field_request not_asked(const diagnostic& error) noexcept { return {.error = error}; }

}  // namespace

field_request finish_request(mutable_octets out, base::writer& text, const written_request& parts) noexcept {
  text.put("\r\n");
  const std::size_t size = text.size() - parts.lines;
  if (size > max_lines_size) return not_asked({errc::head_too_large, max_lines_size, {}});
  const write_result written = text.finish();
  if (!written) return {.needed = written.needed, .error = written.error};

  field_request asked;
  asked.head.method = "CONNECT";
  asked.head.protocol = "websocket";
  asked.head.scheme = parts.scheme;
  asked.head.authority = {out.data() + parts.authority, parts.lines - parts.authority};
  asked.head.target = {out.data(), parts.authority};
  asked.head.version = parts.version;
  lower_case_fields(out.data() + parts.lines, size, asked.head.header);
  return asked;
}

field_request write_request_fields(mutable_octets out, const client_request& request, unsigned version, bool allowed,
                                   const client_config& config, array_view<field> header,
                                   request_places& places) noexcept {
  if (!config.error().ok()) return not_asked(config.error());
  if (!http::is_list_version(version)) return not_asked({errc::unsupported_http_version, 0, {}});
  if (!allowed) return not_asked({errc::extended_connect_not_allowed, 0, {}});
  if (request.absolute_form) return not_asked(no_absolute_form);
  const extra_fields extra = {detail::message_kind::request, config.options().product, request.header, header,
                              config.options().header};
  const diagnostic broken = request_fault(request, extra);
  if (!broken.ok()) return not_asked(broken);

  base::writer text(out);
  http::put_target(text, request.where);
  const std::size_t authority = text.size();
  places.target = text.since(0);
  http::put_host(text, request.where);
  places.host = text.since(authority).first(request.where.host.size());
  const std::size_t lines = text.size();
  extra.write_product(text);
  if (!request.origin.empty()) text.put_field("Origin", request.origin);
  text.put("Sec-WebSocket-Version: 13\r\n");
  extra.write(text);
  put_offers(text, request, places);
  const octets scheme = request.where.secure ? octets("https") : octets("http");
  return finish_request(out, text, {authority, lines, scheme, version});
}

field_request request_fields(mutable_octets out, const client_request& request, unsigned version, bool allowed,
                             const client_config& config, argument_list<field> header) noexcept {
  request_places ignored;
  return write_request_fields(out, request, version, allowed, config, array_view<field>(header), ignored);
}

}  // namespace wshake
