// SPDX-License-Identifier: BSL-1.0

#include "base/error_row.hpp"
#include "base/status.hpp"
#include "base/writer.hpp"
#include "http/list_reader.hpp"
#include "http/message_parts.hpp"
#include "message_writer.hpp"
#include "scan/octet_class.hpp"
#include "states.hpp"

namespace wshake {

namespace {

// Writes Sec-WebSocket-Extensions = 1#extension. Returns an error if the caller's `extensions` break the grammar, have
// no member, were not offered (RFC 6455 section 9.1), or repeat permessage-deflate. The error's offset counts from the
// beginning of `extensions`. The error's field is the name of the extension that was not offered or is repeated,
// otherwise "extensions".
diagnostic write_extensions(base::writer& out, const extension_list& offered, const deflate_answer& deflate,
                            octets extensions) noexcept {
  bool deflated = deflate.agreed.agreed;
  bool any = false;
  out.put("Sec-WebSocket-Extensions: ");
  if (deflated) write_deflate(out, deflate);
  http::list_reader reader(extensions);
  while (reader.skip_empty_members()) {
    extension answer;
    octets text;
    if (!http::read_extension_member(reader, answer, text)) {
      return {errc::bad_extensions, http::extensions_fault(extensions, any), "extensions"};
    }
    const std::size_t offset = static_cast<std::size_t>(answer.name.data() - extensions.data());
    if (!is_offered(offered, answer.name)) return {errc::extension_not_offered, offset, answer.name};
    if (answer.name == permessage_deflate) {
      if (deflated) return {errc::repeated_deflate, offset, answer.name};
      deflated = true;
    }
    if (any || deflate.agreed.agreed) out.put(", ");
    any = true;
    out.put(text);
  }
  out.put("\r\n");
  return any || extensions.empty() ? diagnostic{} : no_extension;
}

}  // namespace

diagnostic find_choice(const handshake_request& request, const agreement& agreed, choice& chosen) noexcept {
  chosen = {agreed.subprotocol, {}, request.expects_continue};
  if (!agreed.subprotocol.empty() &&
      choose_subprotocol(request.subprotocols, {&agreed.subprotocol, 1}) != agreed.subprotocol) {
    return {errc::subprotocol_not_offered, 0, agreed.subprotocol};
  }
  if (!agreed.deflate.agreed) return {};
  chosen.deflate = find_answered(request.extensions, agreed.deflate);
  if (chosen.deflate.agreed.agreed) return {};
  const bool offered = is_offered(request.extensions, permessage_deflate);
  return {offered ? errc::bad_deflate_answer : errc::extension_not_offered, 0, permessage_deflate};
}

diagnostic put_agreement(base::writer& out, const choice& chosen, const extension_list& offered, octets extensions,
                         const extra_fields& extra) noexcept {
  if (!chosen.subprotocol.empty()) out.put_field("Sec-WebSocket-Protocol", chosen.subprotocol);
  const bool extends = chosen.deflate.agreed.agreed || !extensions.empty();
  const diagnostic refused = extends ? write_extensions(out, offered, chosen.deflate, extensions) : diagnostic{};
  extra.write_product(out);
  extra.write(out);
  out.put("\r\n");
  return refused;
}

write_result write_accept(mutable_octets out, const handshake_request& request, const agreement& agreed,
                          const server_config& config, const accept_options& options,
                          argument_list<field> header) noexcept {
  if (!config.error().ok()) return base::not_written(config.error());
  if (!is_key(request.key)) return base::not_written(errc::bad_key);
  choice chosen;
  const diagnostic broken = find_choice(request, agreed, chosen);
  if (!broken.ok()) return base::not_written(broken);
  return write_accept(out, key::make_digest(request.key), chosen, request.extensions, config, options, header);
}

write_result write_accept(mutable_octets out, const detail::sha1_state& digest, const choice& chosen,
                          const extension_list& offered, const server_config& config, const accept_options& options,
                          array_view<field> header) noexcept {
  const extra_fields extra = response_fields(config, options.header, header);
  const diagnostic broken = extra.fault();
  if (!broken.ok()) return base::not_written(broken);
  base::writer answer(out);
  if (chosen.continues) answer.put(continue_response);
  answer.put(accept_front);
  char* const accept = answer.room(accept_size);
  answer.put("\r\n");
  const diagnostic refused = put_agreement(answer, chosen, offered, options.extensions, extra);
  if (!refused.ok()) return base::not_written(refused);
  if (accept != nullptr) key::write_digits(digest, accept);
  return answer.finish();
}

namespace {

// Writes one line of text that explains a refusal to a person.
void write_explanation(base::writer& out, errc error, octets phrase) noexcept {
  const error_text& text = text_of(error);
  if (error == errc::none) {
    out.put(phrase);
  } else {
    out.put(text.message);
    out.put(" (");
    out.put(text.rule);
    out.put(")");
  }
  out.put("\n");
}

// The field that an answer with this status must have, and that the caller must supply.
octets field_needed(std::uint16_t status) noexcept {
  if (status == 401) return "WWW-Authenticate";
  if (status == 407) return "Proxy-Authenticate";
  return {};
}

// At namespace scope, because compilers put the initializer of a local constant into writable data, which the test
// `library` rejects.
constexpr diagnostic bad_reason = {errc::bad_argument, 0, "reason"};
constexpr diagnostic two_bodies = {errc::bad_argument, 0, "content_length"};

constexpr server_config plain_config(server_options{.product = {}});

// The default status of a response that reports `error`. A 426 must have the field Upgrade (RFC 9110 section 15.5.22),
// which HTTP/2 and HTTP/3 do not have, so a header list has the status 400 instead.
std::uint16_t status_of(errc error, bool is_list) noexcept {
  const std::uint16_t status = error == errc::none ? std::uint16_t{403} : describe(error).status;
  return is_list && status == 426 ? std::uint16_t{400} : status;
}

// True if the answer has Sec-WebSocket-Version with the version that the server speaks (RFC 6455 section 4.4).
bool tells_version(const refusal& it) noexcept {
  if (it.status == 426 || it.error == errc::missing_version) return true;
  return it.is_list && (it.error == errc::unsupported_version || it.error == errc::repeated_version);
}

}  // namespace

refusal plan_refusal(octets method, unsigned version, const server_config& config, const response_options& given,
                     array_view<field> header) noexcept {
  const bool valid = config.error().ok();
  const server_options& configured = (valid ? config : plain_config).options();
  const response_options by_config = {.error = config.error().code};
  const response_options& options = valid ? given : by_config;

  refusal it;
  it.is_list = http::is_list_version(version);
  it.error = options.error;
  const std::uint16_t default_status = status_of(options.error, it.is_list);
  it.status = options.status == 0 ? default_status : options.status;
  const bool upgrade = it.is_list && it.status == 426;
  if (it.status < 200 || it.status > 599 || upgrade || base::may_open_tunnel(it.status, method)) {
    it.broken = bad_status;
    return it;
  }
  it.extra = {detail::message_kind::response, configured.product, valid ? given.header : array_view<field>(),
              valid ? header : array_view<field>(), configured.header};
  it.broken = it.extra.fault();
  if (!it.broken.ok()) return it;
  const octets needed = field_needed(it.status);
  // The caller may give the body or its size, but not both.
  const unsigned bodies = unsigned{options.body.has_value()} + unsigned{options.content_length.has_value()};
  if (scan::any(options.reason, scan::control_octet)) {
    it.broken = bad_reason;
  } else if (bodies > 1) {
    it.broken = two_bodies;
  } else if (!needed.empty() && !it.extra.has_member(needed)) {
    it.broken = {errc::missing_field, 0, needed};
  }
  if (!it.broken.ok()) return it;
  it.phrase = options.reason.empty() ? base::phrase_of(it.status) : options.reason;
  it.close = !persists({.close = options.close || configured.close_refused, .error = options.error});

  // The default body is for a caller that gives neither body nor size. The default body explains the error if the
  // status is the error's default status, and is otherwise the reason phrase.
  it.explained = it.status == default_status ? options.error : errc::none;
  it.explain = bodies == 0 && it.status != 205 && (it.explained != errc::none || !it.phrase.empty());
  it.body = options.body.value_or("");
  it.size = it.body.size();
  if (it.explain) {
    char nowhere = 0;  // not nullptr: static analysers would report a write to nullptr
    base::writer measure({&nowhere, 0});
    write_explanation(measure, it.explained, it.phrase);
    it.size = measure.size();
  }
  if (options.content_length) it.size = *options.content_length;
  if (it.status == 205) it.size = 0;
  it.has_head_only = base::ends_with_head(it.status, method);
  it.has_body = !it.has_head_only && it.size > 0 && !options.content_length;
  return it;
}

void put_refusal_front(base::writer& out, std::uint16_t status, octets phrase, bool close) noexcept {
  out.put("HTTP/1.1 ");
  out.put_number(status);
  out.put(" ");
  out.put(phrase);
  out.put("\r\n");
  if (status == 426) {
    out.put("Upgrade: websocket\r\n");
    out.put(close ? octets("Connection: Upgrade, close\r\n") : octets("Connection: Upgrade\r\n"));
  } else if (close) {
    out.put("Connection: close\r\n");
  }
}

void put_refusal_fields(base::writer& out, const refusal& it) noexcept {
  if (tells_version(it)) out.put_field("Sec-WebSocket-Version", "13");
  if (it.status == 405 && !it.extra.has("Allow"))
    out.put_field("Allow", it.is_list ? octets("CONNECT") : octets("GET"));
  it.extra.write_product(out);
  it.extra.write(out);
  if (!it.has_head_only) {
    if (it.explain && !it.extra.has("Content-Type")) out.put_field("Content-Type", "text/plain; charset=utf-8");
    out.put("Content-Length: ");
    out.put_number(it.size);
    out.put("\r\n");
  }
  out.put("\r\n");
}

void put_refusal_body(base::writer& out, const refusal& it) noexcept {
  if (!it.has_body) return;
  if (it.explain) {
    write_explanation(out, it.explained, it.phrase);
  } else {
    out.put(it.body);
  }
}

write_result write_response(mutable_octets out, octets method, const server_config& config,
                            const response_options& options, argument_list<field> header) noexcept {
  const refusal it = plan_refusal(method, 11, config, options, array_view<field>(header));
  if (!it.broken.ok()) return base::not_written(it.broken);
  base::writer answer(out);
  put_refusal_front(answer, it.status, it.phrase, it.close);
  put_refusal_fields(answer, it);
  put_refusal_body(answer, it);
  return answer.finish();
}

}  // namespace wshake
