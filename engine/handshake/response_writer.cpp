// SPDX-License-Identifier: BSL-1.0

#include "base/error_row.hpp"
#include "base/status.hpp"
#include "base/writer.hpp"
#include "http/list_reader.hpp"
#include "message_writer.hpp"
#include "scan/octet_class.hpp"
#include "states.hpp"

namespace wshake {

namespace {

extra_fields extra_of(const server_config& config, array_view<field> given, array_view<field> argument) noexcept {
  return {detail::message_kind::response, config.options().product, given, argument, config.options().header};
}

// Writes Sec-WebSocket-Extensions = 1#extension, if there are any. Returns the rule that the caller's extensions break:
// they are outside the grammar, have no member, were not offered (RFC 6455 §9.1), or repeat permessage-deflate. The
// offset counts from the beginning of the caller's text; the field is the extension's name.
diagnostic write_extensions(base::writer& out, const extension_list& offered, const deflate_answer& deflate,
                            octets extensions) noexcept {
  bool deflated = deflate.agreed.agreed;
  if (!deflated && extensions.empty()) return {};
  bool first = !deflated;
  out.put("Sec-WebSocket-Extensions: ");
  if (deflated) write_deflate(out, deflate);
  http::list_reader reader(extensions);
  while (reader.skip_empty_members()) {
    extension answer;
    octets text;
    if (!http::read_extension_member(reader, answer, text)) {
      bool any = false;
      return {errc::bad_extensions, http::extensions_fault(extensions, any), "extensions"};
    }
    const std::size_t offset = static_cast<std::size_t>(answer.name.data() - extensions.data());
    if (!is_offered(offered, answer.name)) return {errc::extension_not_offered, offset, answer.name};
    if (answer.name == permessage_deflate) {
      if (deflated) return {errc::repeated_deflate, offset, answer.name};
      deflated = true;
    }
    if (!first) out.put(", ");
    first = false;
    out.put(text);
  }
  out.put("\r\n");
  return first ? no_extension : diagnostic{};
}

}  // namespace

write_result write_accept(mutable_octets out, const handshake_request& request, const agreement& agreed,
                          const server_config& config, const accept_options& options,
                          argument_list<field> header) noexcept {
  if (!config.error().ok()) return base::not_written(config.error());
  if (!is_key(request.key)) return base::not_written(errc::bad_key);
  choice chosen = {agreed.subprotocol, {}, request.expects_continue};
  if (!agreed.subprotocol.empty() &&
      choose_subprotocol(request.subprotocols, {&agreed.subprotocol, 1}) != agreed.subprotocol) {
    return base::not_written(errc::subprotocol_not_offered, agreed.subprotocol);
  }
  if (agreed.deflate.agreed) {
    chosen.deflate = find_answered(request.extensions, agreed.deflate);
    if (!chosen.deflate.agreed.agreed) {
      const bool offered = is_offered(request.extensions, permessage_deflate);
      return base::not_written(offered ? errc::bad_deflate_answer : errc::extension_not_offered, permessage_deflate);
    }
  }
  detail::sha1_state digest;
  key::make_digest(request.key, digest);
  return write_accept(out, digest, chosen, request.extensions, config, options, header);
}

write_result write_accept(mutable_octets out, const detail::sha1_state& digest, const choice& chosen,
                          const extension_list& offered, const server_config& config, const accept_options& options,
                          array_view<field> header) noexcept {
  const extra_fields extra = extra_of(config, options.header, header);
  const diagnostic broken = extra.fault();
  if (!broken.ok()) return base::not_written(broken);
  base::writer answer(out);
  if (chosen.continues) answer.put("HTTP/1.1 100 Continue\r\n\r\n");
  answer.put(
      "HTTP/1.1 101 Switching Protocols\r\n"
      "Upgrade: websocket\r\n"
      "Connection: Upgrade\r\n"
      "Sec-WebSocket-Accept: ");
  char* const accept = answer.room(accept_size);
  answer.put("\r\n");
  if (!chosen.subprotocol.empty()) answer.put_field("Sec-WebSocket-Protocol", chosen.subprotocol);
  const diagnostic refused = write_extensions(answer, offered, chosen.deflate, options.extensions);
  if (!refused.ok()) return base::not_written(refused);
  extra.write_product(answer);
  extra.write(answer);
  answer.put("\r\n");
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

// The field that the status requires and only the caller can supply.
octets field_needed(std::uint16_t status) noexcept {
  if (status == 401) return "WWW-Authenticate";
  if (status == 407) return "Proxy-Authenticate";
  return {};
}

// Writes a refusal. The configuration must be valid.
write_result write_refusal(mutable_octets out, octets method, const server_config& config,
                           const response_options& options, argument_list<field> header) noexcept {
  const std::uint16_t default_status = options.error == errc::none ? std::uint16_t{403} : describe(options.error).status;
  const std::uint16_t status = options.status == 0 ? default_status : options.status;
  if (status < 200 || status > 599 || base::opens_tunnel(status, method))
    return base::not_written(errc::bad_status, "status");
  const extra_fields extra = extra_of(config, options.header, header);
  const diagnostic broken = extra.fault();
  if (!broken.ok()) return base::not_written(broken);
  if (scan::any(options.reason, scan::control_octet)) return base::not_written(errc::bad_argument, "reason");
  const octets needed = field_needed(status);
  if (!needed.empty() && !extra.has_member(needed)) return base::not_written(errc::missing_field, needed);

  const octets phrase = options.reason.empty() ? base::phrase_of(status) : options.reason;
  const bool close = !persists({.close = options.close || config.options().close_refused, .error = options.error});
  const bool upgrade = status == 426;

  base::writer answer(out);
  answer.put("HTTP/1.1 ");
  answer.put_number(status);
  answer.put(" ");
  answer.put(phrase);
  answer.put("\r\n");
  if (upgrade) answer.put("Upgrade: websocket\r\n");
  if (upgrade) {
    answer.put(close ? octets("Connection: Upgrade, close\r\n") : octets("Connection: Upgrade\r\n"));
  } else if (close) {
    answer.put("Connection: close\r\n");
  }
  if (upgrade || options.error == errc::missing_version) answer.put_field("Sec-WebSocket-Version", "13");
  if (status == 405 && !extra.has("Allow")) answer.put_field("Allow", "GET");
  extra.write_product(answer);
  extra.write(answer);

  // A default body is written if the caller gives none. It explains the error only if the status is the error's own.
  const errc explained = status == default_status ? options.error : errc::none;
  const bool explain =
      !options.body && !options.content_length && status != 205 && (explained != errc::none || !phrase.empty());
  std::size_t size = options.body ? options.body->size() : 0;
  if (explain) {
    char nowhere = 0;  // analysers take a null pointer here for a write to it
    base::writer measure({&nowhere, 0});
    write_explanation(measure, explained, phrase);
    size = measure.size();
  }
  if (options.content_length) size = *options.content_length;
  if (status == 205) size = 0;

  const bool has_body = !base::ends_with_head(status, method);
  if (has_body) {
    if (explain && !extra.has("Content-Type")) answer.put_field("Content-Type", "text/plain; charset=utf-8");
    answer.put("Content-Length: ");
    answer.put_number(size);
    answer.put("\r\n");
  }
  answer.put("\r\n");
  if (has_body && size > 0 && !options.content_length) {
    if (explain) {
      write_explanation(answer, explained, phrase);
    } else {
      answer.put(*options.body);
    }
  }
  return answer.finish();
}

}  // namespace

write_result write_response(mutable_octets out, octets method, const server_config& config,
                            const response_options& options, argument_list<field> header) noexcept {
  static constexpr server_config plain(server_options{.product = {}});
  if (!config.error().ok()) return write_refusal(out, method, plain, {.error = config.error().code}, {});
  return write_refusal(out, method, config, options, header);
}

}  // namespace wshake
