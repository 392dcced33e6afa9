// SPDX-License-Identifier: BSL-1.0
#include "rows.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace bench {
namespace {

// The number of handshakes before clean_up() frees their connections.
constexpr unsigned batch = 64;

std::array<char, 4096> out;

std::string_view shake(const peer& who, const input& from) {
  return {out.data(), who.handshake(from.request, out.data())};
}

void time_handshake(benchmark::State& state, const peer& who, const workload& load) {
  turns turn(load);
  bool right = true;
  unsigned alive = 0;
  for (auto _ : state) {
    right &= shake(who, turn.next()).size() >= 100;
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
    if (who.clean_up != nullptr && ++alive == batch) {
      alive = 0;
      state.PauseTiming();
      who.clean_up();
      state.ResumeTiming();
    }
  }
  if (who.clean_up != nullptr) who.clean_up();
  if (!right) state.SkipWithError("wrong result");
}

}  // namespace

bool is_right_answer(const input& from, std::string_view answer) {
  return answer.substr(0, 13) == "HTTP/1.1 101 " && answer.find(": " + from.accept + "\r\n") != answer.npos &&
         answer.find("\r\n\r\n") == answer.size() - 4;
}

void require(bool condition, const std::string& row) {
  if (condition) return;
  std::fprintf(stderr, "%s: wrong result\n", row.c_str());
  std::exit(1);
}

void add_handshake(const peer& who, const workload& load) {
  const std::string name = row_name("handshake", who.name, load.name);
  for (const input& from : load.inputs) require(is_right_answer(from, shake(who, from)), name);
  if (who.clean_up != nullptr) who.clean_up();
  benchmark::RegisterBenchmark(name.c_str(), [&who, load](benchmark::State& state) { time_handshake(state, who, load); });
}

}  // namespace bench
