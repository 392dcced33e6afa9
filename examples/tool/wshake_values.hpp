// SPDX-License-Identifier: BSL-1.0
// Checks of values that several commands take as options.
#pragma once

#include <string_view>

#include <wshake/wshake.hpp>

#include "wshake_tool.hpp"

namespace tool {

inline void check_subprotocol(arguments& args, std::string_view name, wshake::array_view<wshake::octets> before) {
  const wshake::octets one[] = {name};
  if (!wshake::server_config({.subprotocols = one}).error().ok()) {
    args.fail("must be a token: letters, digits and !#$%&'*+-.^_`|~");
  }
  for (const wshake::octets each : before) {
    if (each == name) args.fail("is given twice for the same name");
  }
}

// `pattern`: the origin may be a pattern of a server.
inline void check_origin(arguments& args, std::string_view origin, bool pattern) {
  const wshake::octets one[] = {origin};
  const bool is_valid = wshake::server_config({.origins = one}).error().ok() && !origin.ends_with(":0");
  if (is_valid && (pattern || origin.find('*') == origin.npos)) return;
  args.fail(pattern ? "must be an origin, such as https://example.com:8443, https://*.example.com or null"
                    : "must be an origin, such as https://example.com:8443 or null");
}

}  // namespace tool
