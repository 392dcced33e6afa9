// SPDX-License-Identifier: BSL-1.0
// The C functions of wshake_client, and wshake_write_request() and wshake_find_continuation(), which need no role.
#include <new>

#include "config.hpp"
#include "convert.hpp"
#include "options.hpp"

namespace wshake::c {

extern "C" {

WSHAKE_C_API size_t wshake_client_size() noexcept { return sizeof(client); }

WSHAKE_C_API void wshake_client_init(wshake_client* memory, wshake_mutable_octets storage,
                                     const wshake_client_config* config) noexcept {
  new (memory) client(from_c(storage), from_c(config));
}

WSHAKE_C_API wshake_write_result wshake_client_start(wshake_client* role, wshake_mutable_octets out,
                                                     const wshake_client_request* request,
                                                     const uint8_t* random) noexcept {
  if (const octets member = invalid_in(request); !member.empty()) return not_written(member);
  return to_c(from_c(role).start(from_c(out), from_c(request), nonce_from_c(random)));
}

WSHAKE_C_API wshake_client_feed_result wshake_client_feed(wshake_client* role, wshake_octets data) noexcept {
  return to_c(from_c(role).feed(from_c(data)));
}

WSHAKE_C_API wshake_client_event wshake_client_adopt(wshake_client* role, const wshake_response_view* response) noexcept {
  return to_c(from_c(role).adopt(from_c(*response)));
}

WSHAKE_C_API wshake_client_event wshake_client_feed_eof(wshake_client* role) noexcept {
  return to_c(from_c(role).feed_eof());
}

WSHAKE_C_API void wshake_client_reset(wshake_client* role) noexcept { from_c(role).reset(); }

WSHAKE_C_API void wshake_client_rebase(wshake_client* role, wshake_mutable_octets storage) noexcept {
  from_c(role).rebase(from_c(storage));
}

WSHAKE_C_API wshake_client_event wshake_client_state_of(const wshake_client* role) noexcept {
  return to_c(from_c(role).state());
}
WSHAKE_C_API wshake_response_head wshake_client_response(const wshake_client* role) noexcept {
  return to_c(from_c(role).response());
}
WSHAKE_C_API wshake_continuation wshake_client_next(const wshake_client* role) noexcept {
  return to_c(from_c(role).next());
}

WSHAKE_C_API wshake_write_result wshake_client_redirect_uri(const wshake_client* role,
                                                            wshake_mutable_octets out) noexcept {
  return to_c(from_c(role).redirect_uri(from_c(out)));
}

WSHAKE_C_API wshake_diagnostic wshake_client_error(const wshake_client* role) noexcept {
  return to_c(from_c(role).error());
}
WSHAKE_C_API wshake_agreement wshake_client_agreed(const wshake_client* role) noexcept {
  return to_c(from_c(role).agreed());
}

WSHAKE_C_API wshake_write_result wshake_write_request(wshake_mutable_octets out, const wshake_client_request* request,
                                                      const uint8_t* random, const wshake_client_config* config) noexcept {
  if (const octets member = invalid_in(request); !member.empty()) return not_written(member);
  return to_c(write_request(from_c(out), from_c(request), nonce_from_c(random), from_c(config)));
}

WSHAKE_C_API wshake_continuation wshake_find_continuation(const wshake_response_view* response,
                                                          const wshake_uri* where) noexcept {
  return to_c(find_continuation(from_c(*response), from_c(*where)));
}

}  // extern "C"

}  // namespace wshake::c
