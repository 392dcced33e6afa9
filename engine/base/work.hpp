// SPDX-License-Identifier: BSL-1.0
// work: what else a processor can do while a loop's own steps wait for each other. A loop that takes one calls its
// step() between two of its own, and knows nothing else of it.
#pragma once

namespace wshake {

// There is none.
struct no_work {
  constexpr void step() noexcept {}
};

}  // namespace wshake
