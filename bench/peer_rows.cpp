// SPDX-License-Identifier: BSL-1.0
// This file registers the rows (benchmarks) of the other implementations, in peers/. These rows have the same inputs as
// wshake's rows.
#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

#include "peers/peer.hpp"
#include "rows.hpp"

namespace bench {
namespace {

void time_parse(benchmark::State& state, const peer& who, const workload& load) {
  turns turn(load);
  bool right = true;
  for (auto _ : state) right &= who.parse(turn.next().request);
  if (!right) state.SkipWithError("wrong result");
}

void add_parse(const peer& who, const workload& load) {
  if (who.parse == nullptr) return;
  const std::string name = row_name("parse", who.name, load.name);
  for (const input& from : load.inputs) require(who.parse(from.request), name);
  benchmark::RegisterBenchmark(name.c_str(), [&who, load](benchmark::State& state) { time_parse(state, who, load); });
}

[[maybe_unused]] void add(const digest& which) {
  // The 60 octets whose SHA-1 makes the accept value.
  static constexpr std::string_view text = "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const std::string name = row_name("sha1", which.name, "60_octets");
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

std::vector<const peer*> peers() {
  std::vector<const peer*> all;
#ifdef WSHAKE_BENCH_HTTP_PARSER
  all.push_back(&http_parser_openssl);
#endif
#ifdef WSHAKE_BENCH_BEAST
  all.push_back(&beast);
#endif
#ifdef WSHAKE_BENCH_WEBSOCKETPP
  all.push_back(&websocketpp_core);
#endif
  return all;
}

void register_peer_rows() {
  for (const peer* who : peers()) {
    benchmark::AddCustomContext(who->name, who->version);
    for (const workload& load : workloads()) {
      add_handshake(*who, load);
      add_parse(*who, load);
    }
  }
#ifdef WSHAKE_BENCH_OPENSSL
  benchmark::AddCustomContext("openssl", openssl_version);
  add(openssl_low_level);
  add(openssl_sha1);
#endif
}

}  // namespace bench
