// SPDX-License-Identifier: BSL-1.0
#include "field_answer.hpp"

#include "base/status.hpp"
#include "base/writer.hpp"
#include "http/message_parts.hpp"
#include "key/digest.hpp"
#include "lower_case_fields.hpp"

namespace wshake {

namespace {

field_answer not_answered(const diagnostic& error) noexcept { return {.error = error}; }

}  // namespace

field_answer finish_answer(mutable_octets out, const base::writer& text, std::size_t body, unsigned version,
                           unsigned status) noexcept {
  field_answer answer;
  const write_result written = text.finish();
  if (body > max_lines_size) {
    answer.error = {errc::head_too_large, max_lines_size, {}};
    return answer;
  }
  answer.needed = written.needed;
  answer.error = written.error;
  if (!written) return answer;
  answer.head.version = version;
  answer.head.status = status;
  lower_case_fields(out.data(), body, answer.head.header);
  answer.body = written.written.from(body);
  return answer;
}

field_answer put_acceptance(mutable_octets out, unsigned version, const detail::sha1_state* digest,
                            const choice& chosen, const extension_list& offered, const server_config& config,
                            const accept_options& options, array_view<field> header) noexcept {
  const extra_fields extra = response_fields(config, options.header, header);
  const diagnostic broken = extra.fault();
  if (!broken.ok()) return not_answered(broken);
  const bool is_list = http::is_list_version(version);
  base::writer text(out);
  if (!is_list) text.put("Upgrade: websocket\r\nConnection: Upgrade\r\n");
  char* accept = nullptr;
  if (digest != nullptr) {
    text.put("Sec-WebSocket-Accept: ");
    accept = text.room(accept_size);
    text.put("\r\n");
  }
  const diagnostic refused = put_agreement(text, chosen, offered, options.extensions, extra);
  if (!refused.ok()) return not_answered(refused);
  if (accept != nullptr) key::write_digits(*digest, accept);
  return finish_answer(out, text, text.size(), version, is_list ? 200 : 101);
}

field_answer put_refusal(mutable_octets out, octets method, unsigned version, const server_config& config,
                         const response_options& options, array_view<field> header) noexcept {
  const refusal it = plan_refusal(method, version, config, options, header);
  if (!it.broken.ok()) return not_answered(it.broken);
  base::writer text(out);
  put_refusal_fields(text, it);
  const std::size_t body = text.size();
  put_refusal_body(text, it);
  field_answer answer = finish_answer(out, text, body, version, it.status);
  if (answer && !http::is_list_version(version)) answer.head.reason = it.phrase;
  return answer;
}

field_answer accept_fields(mutable_octets out, const request_view& request, const agreement& agreed,
                           const server_config& config, const accept_options& options,
                           argument_list<field> header) noexcept {
  if (!config.error().ok()) return not_answered(config.error());
  const handshake_request asked = gather(request);
  const bool has_key = is_key(asked.key);
  if (!has_key && !http::is_list_version(request.version)) return not_answered({errc::bad_key, 0, {}});
  choice chosen;
  const diagnostic broken = find_choice(asked, agreed, chosen);
  if (!broken.ok()) return not_answered(broken);
  const detail::sha1_state digest = has_key ? key::make_digest(asked.key) : detail::sha1_state();
  return put_acceptance(out, request.version, has_key ? &digest : nullptr, chosen, asked.extensions, config, options,
                        array_view<field>(header));
}

field_answer respond_fields(mutable_octets out, const request_view& request, const server_config& config,
                            const response_options& options, argument_list<field> header) noexcept {
  return put_refusal(out, request.method, request.version, config, options, array_view<field>(header));
}

}  // namespace wshake
