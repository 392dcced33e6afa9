// SPDX-License-Identifier: BSL-1.0
// Runs the rows and prints how peers compare. Takes Google Benchmark's options, for instance
// --benchmark_filter=handshake.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#ifdef __linux__
#include <sched.h>
#endif

#include "rows.hpp"
#include "summary.hpp"

namespace bench {

bool is_right_answer(const input& from, std::string_view answer) {
  return answer.substr(0, 13) == "HTTP/1.1 101 " && answer.find(": " + from.accept + "\r\n") != answer.npos &&
         answer.find("\r\n\r\n") == answer.size() - 4;
}

void require(bool condition, const std::string& row) {
  if (condition) return;
  std::fprintf(stderr, "%s: wrong result\n", row.c_str());
  std::exit(1);
}

}  // namespace bench

namespace {

// A move to another core costs its caches. The last one, because interrupts prefer the first.
void pin_to_one_core() {
#ifdef __linux__
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  for (int core = CPU_SETSIZE - 1; core >= 0; --core) {
    if (!CPU_ISSET(core, &allowed)) continue;
    CPU_ZERO(&allowed);
    CPU_SET(core, &allowed);
    sched_setaffinity(0, sizeof allowed, &allowed);
    return;
  }
#endif
}

}  // namespace

int main(int argc, char** argv) {
  // Repetitions of all rows in random order: a noisy moment hits all alike. What the command line says comes later and wins.
  char interleaving[] = "--benchmark_enable_random_interleaving=true";
  char repetitions[] = "--benchmark_repetitions=9";
  char min_time[] = "--benchmark_min_time=0.05";
  std::vector<char*> arguments = {argv[0], interleaving, repetitions, min_time};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  arguments.push_back(nullptr);
  int count = static_cast<int>(arguments.size()) - 1;
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 1;

  pin_to_one_core();
  bench::register_own_rows();
  bench::register_peer_rows();
  bench::register_client_rows();
  bench::summary summary;
  benchmark::RunSpecifiedBenchmarks(&summary);
  summary.print();
  benchmark::Shutdown();
  return summary.failed() ? 1 : 0;
}
