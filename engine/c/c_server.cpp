// SPDX-License-Identifier: BSL-1.0
// The C functions of wshake_server, and wshake_write_accept() and wshake_write_response(), which need no role.
#include <new>

#include "config.hpp"
#include "convert.hpp"
#include "options.hpp"

// The namespace has no effect on functions with C linkage.
namespace wshake::c {

extern "C" {

WSHAKE_C_API size_t wshake_server_size() noexcept { return sizeof(server); }

WSHAKE_C_API void wshake_server_init(wshake_server* memory, wshake_mutable_octets storage,
                                     const wshake_server_config* config) noexcept {
  new (memory) server(from_c(storage), from_c(config));
}

WSHAKE_C_API wshake_server_feed_result wshake_server_feed(wshake_server* role, wshake_octets data) noexcept {
  return to_c(from_c(role).feed(from_c(data)));
}

WSHAKE_C_API wshake_server_state wshake_server_feed_eof(wshake_server* role) noexcept {
  return to_c(from_c(role).feed_eof());
}

WSHAKE_C_API wshake_server_state wshake_server_adopt(wshake_server* role, const wshake_request_view* request) noexcept {
  return to_c(from_c(role).adopt(from_c(*request)));
}

WSHAKE_C_API wshake_server_state wshake_server_configure(wshake_server* role,
                                                         const wshake_server_config* config) noexcept {
  return to_c(from_c(role).configure(from_c(config)));
}

WSHAKE_C_API wshake_write_result wshake_server_accept(wshake_server* role, wshake_mutable_octets out,
                                                      const wshake_accept_options* options) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_written(member);
  return to_c(from_c(role).accept(from_c(out), from_c(options)));
}

WSHAKE_C_API wshake_write_result wshake_server_respond(wshake_server* role, wshake_mutable_octets out,
                                                       const wshake_response_options* options) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_written(member);
  return to_c(from_c(role).respond(from_c(out), from_c(options)));
}

WSHAKE_C_API wshake_server_state wshake_server_next_request(wshake_server* role, wshake_request_body body) noexcept {
  return to_c(from_c(role).next_request(from_c(body)));
}

WSHAKE_C_API void wshake_server_reset(wshake_server* role) noexcept { from_c(role).reset(); }

WSHAKE_C_API void wshake_server_rebase(wshake_server* role, wshake_mutable_octets storage) noexcept {
  from_c(role).rebase(from_c(storage));
}

WSHAKE_C_API wshake_server_state wshake_server_state_of(const wshake_server* role) noexcept {
  return to_c(from_c(role).state());
}
WSHAKE_C_API wshake_request_head wshake_server_request(const wshake_server* role) noexcept {
  return to_c(from_c(role).request());
}
WSHAKE_C_API wshake_handshake_request wshake_server_handshake(const wshake_server* role) noexcept {
  return to_c(from_c(role).handshake());
}
WSHAKE_C_API wshake_diagnostic wshake_server_error(const wshake_server* role) noexcept {
  return to_c(from_c(role).error());
}
WSHAKE_C_API bool wshake_server_keep_alive(const wshake_server* role) noexcept { return from_c(role).keep_alive(); }
WSHAKE_C_API wshake_agreement wshake_server_agreed(const wshake_server* role) noexcept {
  return to_c(from_c(role).agreed());
}

WSHAKE_C_API wshake_write_result wshake_write_accept(wshake_mutable_octets out, const wshake_request_view* request,
                                                     const wshake_agreement* agreed, const wshake_server_config* config,
                                                     const wshake_accept_options* options) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_written(member);
  return to_c(write_accept(from_c(out), gather(from_c(*request)), agreed != nullptr ? from_c(*agreed) : agreement{},
                           from_c(config), from_c(options)));
}

WSHAKE_C_API wshake_write_result wshake_write_response(wshake_mutable_octets out, wshake_octets method,
                                                       const wshake_server_config* config,
                                                       const wshake_response_options* options) noexcept {
  if (const octets member = invalid_in(options); !member.empty()) return not_written(member);
  return to_c(write_response(from_c(out), from_c(method), from_c(config), from_c(options)));
}

}  // extern "C"

}  // namespace wshake::c
