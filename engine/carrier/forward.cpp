// SPDX-License-Identifier: BSL-1.0
// forward_request() and forward_request_fields(): write the request that a gateway passes on.
#include <wshake/forward.hpp>

#include "base/writer.hpp"
#include "field_request.hpp"
#include "forward_lines.hpp"
#include "handshake/check.hpp"
#include "http/host.hpp"
#include "http/message_parts.hpp"
#include "key/digest.hpp"
#include "lower_case_fields.hpp"

namespace wshake {

namespace {

// At namespace scope, because compilers put the initializer of a local constant into writable data, which the test
// `library` rejects.
constexpr diagnostic bad_scheme = {errc::bad_argument, 0, "scheme"};

// The widest limits that read_request() supports: the fields of a request_view have 16-bit offsets, and the line index
// has room for 400 lines.
constexpr limits widest = {
    .head = 65535, .target = 65535, .method = 255, .field_line = 65535, .field_lines = 400, .empty_lines = 0};

forwarded_request not_passed(const write_result& result) noexcept { return {result, {}}; }

// Writes path and query. An absolute-form target may lack the path, or both.
void put_resource(base::writer& out, octets resource_name) noexcept {
  if (resource_name.empty() || resource_name[0] != '/') out.put("/");
  out.put(resource_name);
}

}  // namespace

forwarded_request forward_request(mutable_octets out, const request_view& request, const nonce& octets_of_key,
                                  const server_config& config, argument_list<field> header) noexcept {
  diagnostic broken = check(request, config);
  const extra_fields extra = {detail::message_kind::request, {}, {}, array_view<field>(header), {}};
  if (broken.ok()) broken = extra.fault();
  if (!broken.ok()) return not_passed(base::not_written(broken));
  const http::request_parts parts = request;
  const http::target_parts target = http::split_target(request.target);

  base::writer text(out);
  text.put("GET ");
  put_resource(text, target.resource_name);
  text.put(" HTTP/1.1\r\nHost: ");
  text.put(http::authority_of(parts, target));
  text.put("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ");
  char* const key = text.room(key_size);
  text.put("\r\n");
  broken = put_forwarded_lines(text, {request.header, extra, parts.is_header_list(), false});
  if (!broken.ok()) return not_passed(base::not_written(broken));
  text.put("\r\n");
  if (text.size() > max_lines_size) return not_passed(base::not_written(errc::head_too_large, {}, max_lines_size));
  const write_result written = text.finish();
  if (!written) return not_passed(written);
  key::write_key(octets_of_key, key);

  // The rules for every request head apply to the written head, too, so that no invalid head leaves the gateway.
  const request_reading read = read_request(written.written, widest);
  if (!read.error.ok()) return not_passed(base::not_written(read.error));
  return {written, read.head};
}

field_request forward_request_fields(mutable_octets out, const request_view& request, unsigned version, bool allowed,
                                     octets scheme, const server_config& config, argument_list<field> header) noexcept {
  if (!http::is_list_version(version)) return {.error = {errc::unsupported_http_version, 0, {}}};
  if (!allowed) return {.error = {errc::extended_connect_not_allowed, 0, {}}};
  diagnostic broken = check(request, config);
  const extra_fields extra = {detail::message_kind::request, {}, {}, array_view<field>(header), {}};
  if (broken.ok()) broken = extra.fault();
  const http::request_parts parts = request;
  const std::uint32_t port = own_port(parts.is_header_list() ? parts.pseudo().scheme : scheme);
  if (broken.ok() && port == no_port) broken = bad_scheme;
  if (!broken.ok()) return {.error = broken};
  const http::target_parts target = http::split_target(request.target);

  base::writer text(out);
  put_resource(text, target.resource_name);
  const std::size_t authority = text.size();
  text.put(http::authority_of(parts, target));
  const std::size_t lines = text.size();
  text.put("Sec-WebSocket-Version: 13\r\n");
  broken = put_forwarded_lines(text, {request.header, extra, parts.is_header_list(), true});
  if (!broken.ok()) return {.error = broken};
  return finish_request(out, text, {authority, lines, port == 443 ? octets("https") : octets("http"), version});
}

}  // namespace wshake
