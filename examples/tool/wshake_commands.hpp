// SPDX-License-Identifier: BSL-1.0
// The commands of the tool: each has its own file, with its own help.
#pragma once

#include "wshake_tool.hpp"

namespace tool {

struct command {
  const char* name;
  const char* summary;
  int (*run)(arguments& args);
  const char* help;     // the command's purpose and its own options; --help prints help, options and exit_status
  const char* options;  // the options that the command shares with other commands
  const char* exit_status;
};

extern const command accept_command;
extern const command connect_command;
extern const command explain_command;
extern const command key_command;
extern const command demo_command;

}  // namespace tool
