// SPDX-License-Identifier: BSL-1.0
// colours_for(): decides whether the output of the tool has colours.
#pragma once

#include <cstdlib>
#include <string_view>

#include <unistd.h>

#include "wshake_text.hpp"

namespace tool {

// Returns colours only if the output is a terminal, TERM is set and is not "dumb", and NO_COLOR is unset or empty
// (https://no-color.org).
inline colours colours_for(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool wanted = (no_color == nullptr || *no_color == '\0') && term != nullptr && std::string_view{term} != "dumb";
  if (!wanted || isatty(descriptor) == 0) return {};
  return {"\x1b[36m", "\x1b[32m", "\x1b[1m", "\x1b[1;32m", "\x1b[1;31m", "\x1b[2m", "\x1b[0m"};
}

}  // namespace tool
