// SPDX-License-Identifier: BSL-1.0
// Functions that make texts from the table of commands (table.hpp). Each function returns a whole text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "command.hpp"

namespace tool {

// Return the help of the tool and the help of one command, in 80 columns.
std::string help_of_tool();
std::string help_of(const command& which);

// Returns the manual page wshake(1).
std::string man_page();

// Returns the completions for bash, zsh or fish, and an empty text for another shell.
std::string completions_for(std::string_view shell);

// Returns the synopsis of a command, such as "wshake connect [OPTIONS] URI".
std::string synopsis_of(const command& which);

}  // namespace tool
