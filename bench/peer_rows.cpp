// SPDX-License-Identifier: BSL-1.0
// The peers' rows, on the same inputs.
#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

#include "peers/peer.hpp"
#include "rows.hpp"

namespace bench {
namespace {

// Connections that live until they are cleaned up.
constexpr unsigned batch = 64;

std::array<char, 4096> out;

std::vector<const peer*> peers() {
  std::vector<const peer*> all;
#ifdef WSHAKE_BENCH_BEAST
  all.push_back(&beast);
#endif
#ifdef WSHAKE_BENCH_WEBSOCKETPP
  all.push_back(&websocketpp_core);
#endif
#ifdef WSHAKE_BENCH_HTTP_PARSER
  all.push_back(&http_parser_openssl);
#endif
  return all;
}

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

void time_parse(benchmark::State& state, const peer& who, const workload& load) {
  turns turn(load);
  bool right = true;
  for (auto _ : state) right &= who.parse(turn.next().request);
  if (!right) state.SkipWithError("wrong result");
}

void add(const peer& who, const workload& load) {
  const std::string name = row_name("handshake", who.name, load.name);
  for (const input& from : load.inputs) require(is_right_answer(from, shake(who, from)), name);
  if (who.clean_up != nullptr) who.clean_up();
  benchmark::RegisterBenchmark(name.c_str(), [&who, load](benchmark::State& state) { time_handshake(state, who, load); });

  if (who.parse == nullptr) return;
  const std::string parse_name = row_name("parse", who.name, load.name);
  for (const input& from : load.inputs) require(who.parse(from.request), parse_name);
  benchmark::RegisterBenchmark(parse_name.c_str(),
                               [&who, load](benchmark::State& state) { time_parse(state, who, load); });
}

[[maybe_unused]] void add(const digest& which) {
  // The 60 octets that an accept key is made of.
  static constexpr std::string_view text = "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const std::string name = std::string("sha1/") + which.name;
  std::array<unsigned char, 20> hash;
  which.hash(text, hash.data());
  require(base64({reinterpret_cast<const char*>(hash.data()), hash.size()}) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", name);
  benchmark::RegisterBenchmark(name.c_str(), [&which](benchmark::State& state) {
    std::array<unsigned char, 20> result;
    for (auto _ : state) {
      std::string_view input = text;
      benchmark::DoNotOptimize(input);
      which.hash(input, result.data());
      benchmark::DoNotOptimize(result);
    }
  });
}

}  // namespace

std::vector<std::string> peer_names() {
  std::vector<std::string> names;
  for (const peer* who : peers()) names.emplace_back(who->name);
  return names;
}

void register_peer_rows() {
  for (const peer* who : peers()) {
    for (const workload& load : workloads()) add(*who, load);
  }
#ifdef WSHAKE_BENCH_OPENSSL
  add(openssl_low_level);
  add(openssl_sha1);
#endif
}

}  // namespace bench
