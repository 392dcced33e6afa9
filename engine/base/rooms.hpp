// SPDX-License-Identifier: BSL-1.0
// The namespaces of the rooms, which are the folders of engine/. Each room sees the names of the rooms below it, and of
// no other room.
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
