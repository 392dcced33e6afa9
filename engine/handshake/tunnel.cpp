// SPDX-License-Identifier: BSL-1.0
#include <wshake/tunnel.hpp>

#include "base/writer.hpp"
#include "http/request_uri.hpp"
#include "message_writer.hpp"
#include "states.hpp"

namespace wshake {

// CONNECT has a target in authority-form with an explicit port (RFC 9112 section 3.2.3). Host has the same value.
write_result write_connect(mutable_octets out, const tunnel_request& request, const client_config& config,
                           argument_list<field> header) noexcept {
  if (!config.error().ok()) return base::not_written(config.error());
  const extra_fields extra = {detail::message_kind::request, config.options().product, request.header, header, {}};
  const diagnostic where = http::uri_fault(request.where);
  if (!where.ok()) return base::not_written(where);
  const diagnostic broken = extra.fault();
  if (!broken.ok()) return base::not_written(broken);

  base::writer text(out);
  const auto put_authority = [&] {
    text.put(request.where.host);
    text.put(":");
    text.put_number(http::port_of(request.where));
  };
  text.put("CONNECT ");
  put_authority();
  text.put(" HTTP/1.1\r\nHost: ");
  put_authority();
  text.put("\r\n");
  extra.write_product(text);
  extra.write(text);
  text.put("\r\n");
  return text.finish();
}

write_result tunnel::start(mutable_octets out, const tunnel_request& request, argument_list<field> header) noexcept {
  if (!fits<client_verb::start>(phase())) return base::not_written(errc::wrong_state);
  const write_result result = write_connect(out, request, config(), header);
  if (result) begin(0);
  return result;
}

continuation tunnel::next() const noexcept { return is_refused() ? exchange::next({}) : continuation{}; }

}  // namespace wshake
