// SPDX-License-Identifier: BSL-1.0
// This file registers the rows (benchmarks) of the engine's builds for less capable processors: plain C++, and SSE2 on
// x86-64.
#include <benchmark/benchmark.h>

#include <array>
#include <list>

#include "engine_copy.hpp"
#include "rows.hpp"

namespace bench {
namespace {

void add_accept_key(const engine_copy& copy, const workload& load) {
  const std::string name = row_name("accept_key", copy.name, load.name);
  std::array<char, 28> value;
  for (const input& from : load.inputs) {
    copy.accept_key(from.key, value.data());
    require(std::string_view(value.data(), value.size()) == from.accept, name);
  }
  benchmark::RegisterBenchmark(name.c_str(), [&copy, load](benchmark::State& state) {
    turns turn(load);
    std::array<char, 28> result;
    for (auto _ : state) {
      copy.accept_key(turn.next().key, result.data());
      benchmark::DoNotOptimize(result);
    }
  });
}

}  // namespace

void register_copy_rows() {
  static std::list<peer> all;  // rows refer to its elements
  for (const engine_copy* copy : engine_copies) {
    if (copy == &library) continue;  // the library has its own rows
    all.push_back({copy->name, nullptr, copy->handshake, nullptr, nullptr});
    for (const workload& load : workloads()) add_handshake(all.back(), load);
    add_accept_key(*copy, workloads().back());
  }
}

}  // namespace bench
