// SPDX-License-Identifier: BSL-1.0
// The C functions of wshake_tunnel, and wshake_write_connect(), which needs no role.
#include <new>

#include "config.hpp"
#include "convert.hpp"
#include "options.hpp"

namespace wshake::c {

extern "C" {

WSHAKE_C_API size_t wshake_tunnel_size() noexcept { return sizeof(tunnel); }

WSHAKE_C_API void wshake_tunnel_init(wshake_tunnel* memory, wshake_mutable_octets storage,
                                     const wshake_client_config* config) noexcept {
  new (memory) tunnel(from_c(storage), from_c(config));
}

WSHAKE_C_API wshake_write_result wshake_tunnel_start(wshake_tunnel* role, wshake_mutable_octets out,
                                                     const wshake_tunnel_request* request) noexcept {
  if (const octets member = invalid_in(request); !member.empty()) return not_written(member);
  return to_c(from_c(role).start(from_c(out), from_c(request)));
}

WSHAKE_C_API wshake_client_feed_result wshake_tunnel_feed(wshake_tunnel* role, wshake_octets data) noexcept {
  return to_c(from_c(role).feed(from_c(data)));
}

WSHAKE_C_API wshake_client_event wshake_tunnel_feed_eof(wshake_tunnel* role) noexcept {
  return to_c(from_c(role).feed_eof());
}

WSHAKE_C_API void wshake_tunnel_reset(wshake_tunnel* role) noexcept { from_c(role).reset(); }

WSHAKE_C_API void wshake_tunnel_rebase(wshake_tunnel* role, wshake_mutable_octets storage) noexcept {
  from_c(role).rebase(from_c(storage));
}

WSHAKE_C_API wshake_client_event wshake_tunnel_state_of(const wshake_tunnel* role) noexcept {
  return to_c(from_c(role).state());
}
WSHAKE_C_API wshake_response_head wshake_tunnel_response(const wshake_tunnel* role) noexcept {
  return to_c(from_c(role).response());
}
WSHAKE_C_API wshake_continuation wshake_tunnel_next(const wshake_tunnel* role) noexcept {
  return to_c(from_c(role).next());
}
WSHAKE_C_API wshake_diagnostic wshake_tunnel_error(const wshake_tunnel* role) noexcept {
  return to_c(from_c(role).error());
}

WSHAKE_C_API wshake_write_result wshake_write_connect(wshake_mutable_octets out, const wshake_tunnel_request* request,
                                                      const wshake_client_config* config) noexcept {
  if (const octets member = invalid_in(request); !member.empty()) return not_written(member);
  return to_c(write_connect(from_c(out), from_c(request), from_c(config)));
}

}  // extern "C"

}  // namespace wshake::c
