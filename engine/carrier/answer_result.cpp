// SPDX-License-Identifier: BSL-1.0
#include <wshake/answer_result.hpp>

#include <wshake/accept_key.hpp>

#include "base/field_names.hpp"
#include "handshake/check.hpp"
#include "http/header_section.hpp"
#include "http/message_parts.hpp"

namespace wshake {

using detail::field_id;

namespace {

answer_result failed(const base::fault& found, const fields& header) noexcept {
  return {client_event::failed, {found.error, found.offset, field_of(found, header)}, {}};
}

}  // namespace

answer_result check_answer(const response_view& response, const request_view& request,
                           const client_config& config) noexcept {
  if (!config.error().ok()) return {client_event::failed, config.error(), {}};
  const bool is_list = http::is_list_version(response.version);
  if (!is_list && response.version / 10 != 1) return failed({errc::unsupported_http_version}, {});
  const base::fault malformed = check_fields(response.header, response.version);
  if (malformed) return failed(malformed, response.header);
  const unsigned status = response.status;
  if (status < 100 || status > 999) return failed({errc::bad_status_code}, {});
  if (is_list && status == 101) return failed({errc::switching_protocols}, {});
  if (is_list && status / 100 == 2 && status != 200) return failed({errc::unexpected_success}, {});
  if (status != (is_list ? 200U : 101U)) {
    return {status / 100 == 1 ? client_event::interim : client_event::refused, {}, {}};
  }

  const http::header_section sent = request.header;
  const accept_value accept = accept_key(sent.value_or_empty(field_id::key));
  const expectation expected = {
      .accept = accept,
      .subprotocols = sent.list<token_list>(field_id::subprotocol),
      .extensions = sent.list<extension_list>(field_id::extensions),
      .window_of_8 = config.options().window_of_8,
      .require_subprotocol = config.options().require_subprotocol,
  };
  const answer_reading read = check_answer(response.version, response.header, expected);
  if (read.broken) return failed(read.broken, response.header);
  return {client_event::open, {}, read.agreed};
}

}  // namespace wshake
