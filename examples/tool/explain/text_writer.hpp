// SPDX-License-Identifier: BSL-1.0
// to_text(): writes an explanation as text for people.
#pragma once

#include <string>

#include "../wshake_text.hpp"
#include "explanation.hpp"

namespace tool {

std::string to_text(const explanation& what, const colours& colour);

}  // namespace tool
