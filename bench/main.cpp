// SPDX-License-Identifier: BSL-1.0
// Runs the benchmarks that register_rows() registers. Each benchmark program has a register_rows() of its own, and
// takes Google Benchmark's options, for instance --benchmark_filter=handshake.
#include <benchmark/benchmark.h>

#include <vector>

#include "core.hpp"
#include "rows.hpp"

int main(int argc, char** argv) {
  // Runs the repetitions of all rows in random order, so that a noisy moment hits all rows alike. Options on the
  // command line come later and override the options below.
  char interleaving[] = "--benchmark_enable_random_interleaving=true";
  char repetitions[] = "--benchmark_repetitions=9";
  char min_time[] = "--benchmark_min_time=0.01";
  char aggregates[] = "--benchmark_display_aggregates_only=true";
  std::vector<char*> arguments = {argv[0], interleaving, repetitions, min_time, aggregates};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  arguments.push_back(nullptr);
  int count = static_cast<int>(arguments.size()) - 1;
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 1;

#if defined(__clang__)
  benchmark::AddCustomContext("compiler", "clang " __clang_version__);
#elif defined(__GNUC__)
  benchmark::AddCustomContext("compiler", "gcc " __VERSION__);
#endif
  bench::bind_to_core();
  bench::register_core_rows();
  bench::register_rows();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
