// SPDX-License-Identifier: BSL-1.0
// work: what else a processor can do while a loop's own steps wait for each other. Between two of them the loop takes a
// step of it, and knows nothing else of it.
#pragma once

namespace wshake {

// There is none.
struct no_work {
  void step() noexcept {}
};

// A step, where there is any.
template <class Work>
void step(Work* work) noexcept {
  if (work != nullptr) work->step();
}

}  // namespace wshake
