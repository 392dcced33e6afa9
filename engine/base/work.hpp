// SPDX-License-Identifier: BSL-1.0
// work: independent instructions that fill the time in which a loop waits for its own results. The loop calls step()
// between two of its own steps and knows nothing else about the work.
#pragma once

namespace wshake {

// No work.
struct no_work {
  void step() noexcept {}
};

// Takes one step of `work`, unless `work` is null.
template <class Work>
void step(Work* work) noexcept {
  if (work != nullptr) work->step();
}

}  // namespace wshake
