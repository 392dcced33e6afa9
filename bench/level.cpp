// SPDX-License-Identifier: BSL-1.0
// In place of processor/features.cpp and http/lines.cpp, for a copy of the engine that uses what every processor of a kind can
// do and nothing else.
#include "http/lines.hpp"
#include "processor/features.hpp"

namespace wshake {

unsigned processor::features() noexcept { return 0; }

const http::line_functions& http::lines() noexcept { return WSHAKE_BENCH_LINES; }

}  // namespace wshake
