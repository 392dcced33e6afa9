// SPDX-License-Identifier: BSL-1.0
// wshake help: prints the help, the man page and the completions.
#include <cstdio>
#include <string>
#include <string_view>

#include "manual/manual.hpp"
#include "manual/table.hpp"
#include "wshake_commands.hpp"
#include "wshake_text.hpp"

namespace tool {

int run_help(arguments& args) {
  std::string text;
  while (args.next()) {
    if (!text.empty()) {
      args.fail("is one too many");
    } else if (args.is("--man")) {
      text = man_page();
    } else if (const auto shell = args.value("--completion")) {
      text = completions_for(*shell);
      if (text.empty()) args.fail("must be bash, zsh or fish");
    } else if (const auto name = args.operand()) {
      const command* found = find_command(*name);
      if (found == nullptr) {
        args.fail(visible(*name), "is no command");
      } else {
        text = help_of(*found);
      }
    } else {
      args.fail("is not expected");
    }
  }
  if (args.failed()) return exit_usage;
  std::fputs(text.empty() ? help_of_tool().c_str() : text.c_str(), stdout);
  return exit_ok;
}

}  // namespace tool
