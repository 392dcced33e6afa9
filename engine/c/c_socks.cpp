// SPDX-License-Identifier: BSL-1.0
// wshake_socks.
#include <new>

#include "convert.hpp"
#include "options.hpp"

namespace wshake::c {

extern "C" {

WSHAKE_C_API const char* wshake_describe_socks_state(wshake_socks_state state) noexcept {
  return describe(from_c(state));
}

WSHAKE_C_API size_t wshake_socks_size() noexcept { return sizeof(socks); }

WSHAKE_C_API void wshake_socks_init(wshake_socks* memory) noexcept { new (memory) socks(); }

WSHAKE_C_API wshake_write_result wshake_socks_start(wshake_socks* role, wshake_mutable_octets out,
                                                    const wshake_socks_request* request) noexcept {
  if (const octets member = invalid_in(request); !member.empty()) return not_written(member);
  return to_c(from_c(role).start(from_c(out), from_c(request)));
}

WSHAKE_C_API wshake_write_result wshake_socks_proceed(wshake_socks* role, wshake_mutable_octets out,
                                                      const wshake_socks_request* request) noexcept {
  if (const octets member = invalid_in(request); !member.empty()) return not_written(member);
  return to_c(from_c(role).proceed(from_c(out), from_c(request)));
}

WSHAKE_C_API wshake_socks_feed_result wshake_socks_feed(wshake_socks* role, wshake_octets data) noexcept {
  return to_c(from_c(role).feed(from_c(data)));
}

WSHAKE_C_API wshake_socks_state wshake_socks_feed_eof(wshake_socks* role) noexcept {
  return to_c(from_c(role).feed_eof());
}

WSHAKE_C_API wshake_socks_state wshake_socks_state_of(const wshake_socks* role) noexcept {
  return to_c(from_c(role).state());
}

WSHAKE_C_API wshake_diagnostic wshake_socks_error(const wshake_socks* role) noexcept {
  return to_c(from_c(role).error());
}

WSHAKE_C_API void wshake_socks_reset(wshake_socks* role) noexcept { from_c(role).reset(); }

}  // extern "C"

}  // namespace wshake::c
