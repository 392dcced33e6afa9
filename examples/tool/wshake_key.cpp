// SPDX-License-Identifier: BSL-1.0
// wshake key: prints the Sec-WebSocket-Accept that answers a Sec-WebSocket-Key.
#include <cstdio>
#include <optional>
#include <string_view>

#include "wshake_commands.hpp"
#include "wshake_text.hpp"

namespace tool {

int run_key(arguments& args) {
  std::optional<std::string_view> key;
  while (args.next()) {
    const auto operand = args.operand();
    if (!operand || key) {
      args.fail("is not expected");
    } else {
      key = operand;
    }
  }
  if (!key && !args.failed()) args.fail("KEY", "is missing");
  if (args.failed()) return exit_usage;

  if (!wshake::is_key(*key)) {
    const wshake::error_info& info = wshake::describe(wshake::errc::bad_key);
    std::fprintf(stderr, "wshake key: %s (%s): %s\n", info.message, info.rule, why_bad_key(*key).c_str());
    return exit_refused;
  }
  const wshake::accept_value value = wshake::accept_key(*key);
  std::printf("%s\n", visible(value).c_str());
  return exit_ok;
}

}  // namespace tool
