// SPDX-License-Identifier: BSL-1.0
// What a request says of a URI.
#pragma once

#include <wshake/uri.hpp>

#include "writer.hpp"

namespace wshake::http {

void put_host(writer& out, const uri& where) noexcept;    // the value of Host: see write_host()
void put_target(writer& out, const uri& where) noexcept;  // the request target: see write_target()

}  // namespace wshake::http
