// SPDX-License-Identifier: BSL-1.0
// server::accept_fields() and server::respond_fields(): write the answer as fields (field_answer.hpp).
#include <wshake/accept_key.hpp>
#include <wshake/server.hpp>

#include "field_answer.hpp"
#include "handshake/states.hpp"
#include "http/message_parts.hpp"

namespace wshake {

field_answer server::accept_fields(mutable_octets out, const accept_options& options,
                                   argument_list<field> header) noexcept {
  if (!fits<server_verb::accept>(phase())) return {.error = {errc::wrong_state, 0, {}}};
  choice chosen;
  extension_list offered;
  const diagnostic broken = choose(options, chosen, offered);
  if (!broken.ok()) return {.error = broken};
  const bool has_key = is_key(parts().header.value_or_empty(detail::field_id::key));
  field_answer answer = put_acceptance(out, head_.version, has_key ? &part_.digest : nullptr, chosen, offered, *config_,
                                       options, array_view<field>(header));
  if (answer) open(chosen);
  return answer;
}

field_answer server::respond_fields(mutable_octets out, const response_options& options,
                                    argument_list<field> header) noexcept {
  if (!fits<server_verb::respond>(phase())) return {.error = {errc::wrong_state, 0, {}}};
  response_options word = options;
  const bool ends = complete(word);
  const unsigned version = head_.version == 0 ? 11U : head_.version;  // 0: no version was read
  field_answer answer =
      put_refusal(out, http::method_in(storage_, head_), version, *config_, word, array_view<field>(header));
  if (answer) conclude(word, ends);
  return answer;
}

}  // namespace wshake
