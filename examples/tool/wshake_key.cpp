// SPDX-License-Identifier: BSL-1.0
// wshake key: from Sec-WebSocket-Key to Sec-WebSocket-Accept.
#include <cstdio>
#include <optional>
#include <string_view>

#include "wshake_commands.hpp"
#include "wshake_text.hpp"

namespace tool {

namespace {

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

constexpr char help[] = R"(Usage: wshake key KEY

Prints the Sec-WebSocket-Accept that answers the Sec-WebSocket-Key KEY
(RFC 6455 §4.2.2(5.4)).

)";

constexpr char exit_help[] = R"(Exit status: 0 printed; 1 KEY is not the base64 of 16 bytes, and standard error
has the reason; 2 usage error; 3 output error.
)";

}  // namespace

const command key_command = {
    .name = "key",
    .summary = "print the Sec-WebSocket-Accept of a Sec-WebSocket-Key",
    .run = run_key,
    .help = help,
    .options = "",
    .exit_status = exit_help,
};

}  // namespace tool
