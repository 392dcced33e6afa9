// SPDX-License-Identifier: BSL-1.0
// to_json(): writes the explanation of a file as JSON for programs. docs/explain.md describes the members of the JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "explanation.hpp"

namespace tool {

// `file` and `size` are the name and the size of the explained file.
std::string to_json(const explanation& what, std::string_view file, std::size_t size);

}  // namespace tool
