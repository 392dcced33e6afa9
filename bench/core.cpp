// SPDX-License-Identifier: BSL-1.0
#include "core.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#ifdef __linux__
#include <sched.h>
#endif

namespace bench {
namespace {

// Hides the value of `number` from the compiler, so that the compiler cannot merge additions.
inline void hide(std::size_t& number) { __asm__ volatile("" : "+r"(number)); }

constexpr unsigned rounds = 1000;

// Makes eight additions in each round. Each addition waits for the result of the previous addition.
void add_dependent() {
  std::size_t number = 0;
  for (unsigned round = 0; round < rounds; ++round) {
    for (unsigned addition = 0; addition < 8; ++addition) {
      ++number;
      hide(number);
    }
  }
}

template <std::size_t... Addition>
void add_independent(std::index_sequence<Addition...>) {
  std::array<std::size_t, sizeof...(Addition)> numbers = {};
  for (unsigned round = 0; round < rounds; ++round) {
    (..., (++numbers[Addition], hide(numbers[Addition])));
  }
}
void add_independent() { add_independent(std::make_index_sequence<8>()); }

void time_row(benchmark::State& state, void (*add)()) {
  for (auto _ : state) add();
}

#ifdef __linux__

void bind_to(int core) {
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(core, &only);
  sched_setaffinity(0, sizeof only, &only);
}

double median_time(void (*add)()) {
  using clock = std::chrono::steady_clock;
  std::array<double, 31> times;
  for (double& time : times) {
    const clock::time_point begin = clock::now();
    add();
    time = std::chrono::duration<double>(clock::now() - begin).count();
  }
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  return times[times.size() / 2];
}

#endif

}  // namespace

void bind_to_core() {
#ifdef __linux__
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  int best = -1;
  double most = 0;
  // Starts at the last core, because interrupts prefer the first core.
  for (int core = CPU_SETSIZE - 1; core >= 0; --core) {
    if (!CPU_ISSET(core, &allowed)) continue;
    bind_to(core);
    const double at_a_time = median_time(add_dependent) / median_time(add_independent);
    if (at_a_time <= most) continue;
    most = at_a_time;
    best = core;
  }
  if (best >= 0) bind_to(best);
#endif
}

void register_core_rows() {
  benchmark::RegisterBenchmark("core/harness/dependent", time_row, add_dependent);
  benchmark::RegisterBenchmark("core/harness/independent", time_row, static_cast<void (*)()>(add_independent));
}

}  // namespace bench
