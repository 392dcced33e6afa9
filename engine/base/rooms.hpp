// SPDX-License-Identifier: BSL-1.0
// Lets the namespace scan use the names of base, and the namespace http the names of base and scan. A room is a folder
// of engine/ (docs/architecture.md).
#pragma once

namespace wshake {

namespace base {}

namespace scan {
using namespace base;
}

namespace http {
using namespace base;
using namespace scan;
}  // namespace http

}  // namespace wshake
