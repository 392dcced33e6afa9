// SPDX-License-Identifier: BSL-1.0
// `lines` in plain C++.
#include <array>
#include <cstring>

#include "line_faults.hpp"
#include "lines.hpp"
#include "octet_class.hpp"

#include "block_portable.hpp"

namespace wshake::http {

namespace {

namespace block = portable;

#include "lines.inl"

}  // namespace

constinit const line_functions portable_lines = {index, read};

}  // namespace wshake::http
