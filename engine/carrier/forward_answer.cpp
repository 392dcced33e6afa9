// SPDX-License-Identifier: BSL-1.0
// forward_answer() and forward_answer_fields(): write the answer that a gateway passes on.
#include <wshake/forward.hpp>

#include <wshake/accept_key.hpp>
#include <wshake/answer_result.hpp>
#include <wshake/client_config.hpp>

#include "base/status.hpp"
#include "base/writer.hpp"
#include "field_answer.hpp"
#include "forward_lines.hpp"
#include "handshake/check.hpp"
#include "http/body.hpp"
#include "http/list_reader.hpp"
#include "http/message_parts.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

using detail::field_id;

namespace {

// At namespace scope, because compilers put the initializer of a local constant into writable data, which the test
// `library` rejects.
constexpr diagnostic bad_key = {errc::bad_key, 0, base::name_of(field_id::key)};

constexpr unsigned bad_gateway = 502;

// The gateway forwards frames without reading them, so it accepts any compression window.
constexpr client_config of_gateway(client_options{.product = {}, .window_of_8 = true});

// The contents of the answer that is forwarded. plan_passage() finds them before anything is written.
struct answer_passage {
  diagnostic broken = {};  // why the answer is not forwarded
  client_event event = client_event::failed;
  agreement agreed = {};
  extra_fields extra = {};
  unsigned status = 0;       // the forwarded status
  octets length = {};        // the digits of the forwarded Content-Length
  bool ends_unseen = false;  // no field announces the end of the body
  bool from_list = false;
};

// The status with which the gateway forwards a refusal.
unsigned forwarded_status(unsigned status, const extra_fields& extra, bool to_list) noexcept {
  if (status > 599) return bad_gateway;
  if (status == 407 && !extra.has_member("Proxy-Authenticate")) return bad_gateway;
  if (to_list && status / 100 == 2) return bad_gateway;
  return to_list && status == 426 ? 400 : status;
}

// Finds out how a refusal announces the end of its body. Transfer-Encoding overrides Content-Length (RFC 9112 section
// 6.3).
void read_length(answer_passage& it, const response_view& answer, const forward_options& options) noexcept {
  const http::header_section section = answer.header;
  const base::fault broken = http::read_response_framing(section, answer.version, answer.status).broken;
  if (broken) {
    it.broken = {broken.error, broken.offset, base::name_of(field_id::content_length)};
    return;
  }
  if (base::ends_with_head(static_cast<std::uint16_t>(answer.status), "GET") || options.content_length) return;
  if (section.has(field_id::content_length) && !section.has(field_id::transfer_encoding)) {
    octets members = section.value(field_id::content_length);
    it.length = http::next_member(members);
  }
  it.ends_unseen = it.length.empty();
}

// The fault of an accepting answer whose Connection lists the field of the subprotocol or of the extensions. The listed
// field would end at the gateway, and the client would not learn the agreement.
diagnostic lost_agreement(const http::header_section& section) noexcept {
  for (const field_id name : {field_id::subprotocol, field_id::extensions}) {
    if (section.has(name) && http::lists(section, field_id::connection, base::name_of(name))) {
      return {errc::connection_specific_field, section.offset(name), base::name_of(name)};
    }
  }
  return {};
}

answer_passage plan_passage(const response_view& answer, const request_view& front, const request_view& forwarded,
                            const forward_options& options, array_view<field> header, bool to_list) noexcept {
  answer_passage it;
  it.from_list = http::is_list_version(answer.version);
  const bool is_front = to_list ? http::is_list_version(front.version) : front.version / 10 == 1;
  if (!is_front) {
    it.broken = {errc::wrong_carrier, 0, {}};
    return it;
  }
  it.extra = {detail::message_kind::response, {}, {}, header, {}};
  it.broken = it.extra.fault();
  if (!it.broken.ok()) return it;
  const answer_result read = check_answer(answer, forwarded, of_gateway);
  it.broken = read.error;
  if (read.event == client_event::interim) it.broken = bad_status;
  if (read.event == client_event::open) it.broken = lost_agreement(answer.header);
  if (!it.broken.ok()) return it;
  it.event = read.event;
  it.agreed = read.agreed;
  if (read) {
    it.status = to_list ? 200 : 101;
  } else {
    it.status = forwarded_status(answer.status, it.extra, to_list);
    read_length(it, answer, options);
  }
  return it;
}

// Writes the fields of an answer, accepting or refusing, and the empty line.
diagnostic put_passage(base::writer& out, const answer_passage& it, const response_view& answer,
                       const forward_options& options, bool to_list) noexcept {
  const diagnostic broken = put_forwarded_lines(out, {answer.header, it.extra, it.from_list, to_list});
  const bool has_body = !base::ends_with_head(static_cast<std::uint16_t>(it.status), "GET");
  if (it.event == client_event::refused && options.content_length && has_body) {
    out.put("Content-Length: ");
    out.put_number(*options.content_length);
    out.put("\r\n");
  } else if (!it.length.empty()) {
    out.put_field("Content-Length", it.length);
  }
  out.put("\r\n");
  return broken;
}

bool asks_to_close(const request_view& front) noexcept {
  return http::lists(front.header, field_id::connection, "close");
}

// Writes the status line of a refusal, and the fields about the connection between the client and the gateway.
void put_passage_front(base::writer& out, const answer_passage& it, const response_view& answer, bool close) noexcept {
  const bool same = it.status == answer.status && !scan::any(answer.reason, scan::control_octet);
  const auto status = static_cast<std::uint16_t>(it.status);
  put_refusal_front(out, status, same && !answer.reason.empty() ? answer.reason : base::phrase_of(status), close);
}

}  // namespace

forwarded_answer forward_answer(mutable_octets out, const response_view& answer, const request_view& front,
                                const request_view& forwarded, const forward_options& options,
                                argument_list<field> header) noexcept {
  const answer_passage it = plan_passage(answer, front, forwarded, options, array_view<field>(header), false);
  forwarded_answer passed;
  if (!it.broken.ok()) {
    passed.error = it.broken;
    return passed;
  }
  base::writer text(out);
  if (it.event == client_event::open) {
    const http::request_parts asked = front;
    const octets key = asked.header.value_or_empty(field_id::key);
    if (!is_key(key)) {
      passed.error = bad_key;
      return passed;
    }
    if (expects_continue(asked)) text.put(continue_response);
    const accept_value accept = accept_key(key);
    text.put(accept_front);
    text.put(accept);
    text.put("\r\n");
  } else {
    passed.close = options.close || it.ends_unseen || asks_to_close(front);
    put_passage_front(text, it, answer, passed.close);
  }
  const diagnostic broken = put_passage(text, it, answer, options, false);
  static_cast<write_result&>(passed) = broken.ok() ? text.finish() : base::not_written(broken);
  if (passed) {
    passed.event = it.event;
    passed.agreed = it.agreed;
  } else {
    passed.close = false;
  }
  return passed;
}

forwarded_fields forward_answer_fields(mutable_octets out, const response_view& answer, const request_view& front,
                                       const request_view& forwarded, const forward_options& options,
                                       argument_list<field> header) noexcept {
  const answer_passage it = plan_passage(answer, front, forwarded, options, array_view<field>(header), true);
  forwarded_fields passed;
  if (!it.broken.ok()) {
    passed.error = it.broken;
    return passed;
  }
  base::writer text(out);
  const octets key = http::header_section(front.header).value_or_empty(field_id::key);
  if (it.event == client_event::open && is_key(key)) {
    const accept_value accept = accept_key(key);
    text.put_field("Sec-WebSocket-Accept", accept);
  }
  const diagnostic broken = put_passage(text, it, answer, options, true);
  if (!broken.ok()) {
    passed.error = broken;
    return passed;
  }
  static_cast<field_answer&>(passed) = finish_answer(out, text, text.size(), front.version, it.status);
  if (passed) {
    passed.event = it.event;
    passed.agreed = it.agreed;
  }
  return passed;
}

}  // namespace wshake
