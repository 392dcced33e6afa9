// SPDX-License-Identifier: BSL-1.0
// This file measures handshakes with cold caches and cold branch predictors. Before each handshake, outside of the
// measured time:
// - The library and all peers (other implementations, in peers/) do eight handshakes each with other requests, which
//   retrains the branch predictors.
// - The program walks through a buffer, with one write per cache line. In rows named cold_core the buffer has four
//   times the size of the second level cache, at least 4 MiB, which evicts the engine's code and data from the first
//   two levels; the third level may keep them. In rows named cold the buffer has twice the size of the third level, at
//   least 64 MiB, which evicts everything to memory. If the second level is inclusive, code that the second level
//   evicts leaves the first level, too. If the second level is not inclusive, the code of the peers has replaced the
//   engine's code in the first level. This walk evicts the address translations of data, but not those of code.
// - The program copies the request to the buffer `in`, as the system copies a received request. Of the data of the
//   handshake, only this buffer is then in the first two levels of the caches.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <list>
#include <string>
#include <vector>

#include "engine_copy.hpp"
#include "rows.hpp"

namespace bench {
namespace {

using clock = std::chrono::steady_clock;

std::array<char, 4096> in;
std::array<char, 4096> out;

// Returns the size of the largest cache of this level, or 0 if the size is unknown.
std::size_t cache_size(int level) {
  int size = 0;
  for (const benchmark::CPUInfo::CacheInfo& cache : benchmark::CPUInfo::Get().caches) {
    if (cache.level == level) size = std::max(size, cache.size);
  }
  return static_cast<std::size_t>(size);
}

void walk(std::size_t size) {
  constexpr std::size_t line = 64;
  static std::vector<char> buffer;
  if (buffer.size() < size) buffer.resize(size);
  for (std::size_t at = 0; at < size; at += line) ++buffer[at];
  benchmark::DoNotOptimize(buffer.data());
}

struct company {
  std::list<peer> all;
  peer nobody;

  company() {
    all.push_back({"library", nullptr, library.handshake, nullptr, nullptr});
    for (const peer* who : peers()) all.push_back(*who);
    // This peer does nothing: its row has the time of two readings of the clock and of an indirect call.
    nobody = {"harness", nullptr, [](std::string_view, char*) { return out.size(); }, nullptr, nullptr};
  }

  void handshake_elsewhere(turns& turn) const {
    for (const peer& who : all) {
      for (int count = 0; count < 8; ++count) {
        const input& from = turn.next();
        benchmark::DoNotOptimize(who.handshake(from.request, out.data()));
      }
      if (who.clean_up != nullptr) who.clean_up();
    }
  }
};

void time_cold(benchmark::State& state, const company& everybody, const peer& who, std::size_t evicted) {
  const workload& mix = workloads().back();
  static turns others(mix);
  static turns turn(mix);
  bool right = true;
  for (auto _ : state) {
    everybody.handshake_elsewhere(others);
    walk(evicted);
    const std::string& request = turn.next().request;
    std::memcpy(in.data(), request.data(), request.size());
    clock::now();  // the clock's code and data are cold, too: the first call is slow
    const clock::time_point begin = clock::now();
    const std::size_t size = who.handshake({in.data(), request.size()}, out.data());
    const clock::time_point end = clock::now();
    state.SetIterationTime(std::chrono::duration<double>(end - begin).count());
    right &= size >= 100;
    if (who.clean_up != nullptr) who.clean_up();
  }
  if (!right) state.SkipWithError("wrong result");
}

void add(const char* what, const company& everybody, const peer& who, std::size_t evicted) {
  benchmark::RegisterBenchmark(
      row_name(what, who.name, "mix").c_str(),
      [&everybody, &who, evicted](benchmark::State& state) { time_cold(state, everybody, who, evicted); })
      ->UseManualTime()
      ->Iterations(4);
}

}  // namespace

void register_cold_rows() {
  static const company everybody;
  const std::size_t core = 4 * std::max<std::size_t>(cache_size(2), 1 << 20);
  const std::size_t all = 2 * std::max<std::size_t>(cache_size(3), 32 << 20);
  const auto add_all = [&](const peer& who) {
    add("cold_core", everybody, who, core);
    add("cold", everybody, who, all);
  };
  for (const peer& who : everybody.all) add_all(who);
  add_all(everybody.nobody);
  benchmark::AddCustomContext("cold_core", std::to_string(core));
  benchmark::AddCustomContext("cold", std::to_string(all));
}

}  // namespace bench
