// SPDX-License-Identifier: BSL-1.0
// client::start_fields(): writes the request as fields, for HTTP/2 and HTTP/3.
#include <wshake/client.hpp>

#include <optional>

#include "field_request.hpp"
#include "handshake/message_writer.hpp"
#include "handshake/states.hpp"

namespace wshake {

field_request client::start_fields(mutable_octets out, const client_request& request, unsigned version, bool allowed,
                                   argument_list<field> header) noexcept {
  if (!fits<client_verb::start>(phase())) return {.error = {errc::wrong_state, 0, {}}};
  request_places written;
  const field_request asked =
      write_request_fields(out, request, version, allowed, config(), array_view<field>(header), written);
  if (!asked) return asked;
  const std::optional<std::size_t> needed = keep(written, request.where, version);
  if (needed) return {.needed = *needed, .error = {errc::storage_too_small, 0, {}}};
  return asked;
}

}  // namespace wshake
