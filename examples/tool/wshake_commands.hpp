// SPDX-License-Identifier: BSL-1.0
// The commands of the tool: each has its own file. manual/table.hpp describes them.
#pragma once

#include "wshake_tool.hpp"

namespace tool {

// Each function reads the arguments behind its command's name and returns an exit code.
int run_demo(arguments& args);
int run_accept(arguments& args);
int run_connect(arguments& args);
int run_explain(arguments& args);
int run_key(arguments& args);
int run_help(arguments& args);

}  // namespace tool
