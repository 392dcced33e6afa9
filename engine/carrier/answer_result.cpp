// SPDX-License-Identifier: BSL-1.0
#include <wshake/answer_result.hpp>

#include <wshake/accept_key.hpp>

#include "answer_kind.hpp"
#include "base/field_names.hpp"
#include "handshake/check.hpp"
#include "http/body.hpp"
#include "http/header_section.hpp"
#include "http/message_parts.hpp"

namespace wshake {

using detail::field_id;

namespace {

answer_result failed(const base::fault& found, const fields& header) noexcept {
  return {client_event::failed, {found.error, found.offset, field_of(found, header)}, {}};
}

}  // namespace

answer_kind kind_of(const response_view& response, unsigned asked_version) noexcept {
  const bool is_list = http::is_list_version(response.version);
  if (!is_list && response.version / 10 != 1) return {.broken = errc::unsupported_http_version};
  // A 200 over HTTP/2 or HTTP/3 needs no accept value: it must not pass for the answer to a request over HTTP/1.1.
  const bool fits = is_list ? response.version == asked_version : asked_version / 10 == 1;
  if (!fits) return {.broken = errc::wrong_carrier};
  const unsigned status = response.status;
  if (status < 100 || status > 999) return {.broken = errc::bad_status_code};
  const base::fault malformed = check_fields(response.header, response.version);
  if (malformed) return {.broken = malformed};
  if (is_list && status == 101) return {.broken = errc::switching_protocols};
  if (is_list && status / 100 == 2 && status != 200) return {.broken = errc::unexpected_success, .readable = true};
  if (status == (is_list ? 200U : 101U)) return {client_event::open, {}, true};
  if (status / 100 == 1) return {client_event::interim, {}, true};
  if (is_list) return {client_event::refused, {}, true};
  const base::fault framing = http::read_response_framing(response.header, response.version, status).broken;
  if (!framing) return {client_event::refused, {}, true};
  return {.broken = {framing.error, framing.offset, field_id::content_length}, .readable = true};
}

answer_result check_answer(const response_view& response, const request_view& request,
                           const client_config& config) noexcept {
  if (!config.error().ok()) return {client_event::failed, config.error(), {}};
  const answer_kind kind = kind_of(response, request.version);
  if (kind.broken) return failed(kind.broken, response.header);
  if (kind.event != client_event::open) return {kind.event, {}, {}};

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
