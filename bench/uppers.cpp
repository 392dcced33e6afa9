// SPDX-License-Identifier: BSL-1.0
// This program measures the cost of dirty upper halves of vector registers. AVX code leaves the upper halves dirty
// unless the code clears them. SHA instructions have no VEX encoding. On some processors each SHA instruction is slow
// if the halves are dirty, because the instruction must merge the dirty half into its result. The work of every row
// therefore runs twice, with clean and with dirty halves. The dirty run must not take longer than the clean run. Some
// rows measure the library. Other rows measure builds of the whole engine as one file for this processor, because in
// such a build the compiler may copy through wide registers anywhere.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <string>

#include "engine_copy.hpp"
#include "processor/features.hpp"
#include "rows.hpp"

#include <immintrin.h>

namespace bench {
namespace {

// Leaves the upper halves of the registers dirty, as AVX code without vzeroupper does. Compilers do not look into the
// assembly, so they do not add a vzeroupper behind the assembly.
inline void make_dirty() {
  __asm__ volatile(
      "vcmpps $15, %%ymm0, %%ymm0, %%ymm0\n vmovaps %%ymm0, %%ymm1\n vmovaps %%ymm0, %%ymm2\n vmovaps %%ymm0, %%ymm3\n"
      "vmovaps %%ymm0, %%ymm4\n vmovaps %%ymm0, %%ymm5\n vmovaps %%ymm0, %%ymm6\n vmovaps %%ymm0, %%ymm7"
      :
      :
      : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
}

// Calls make_dirty() first, so that a clean run differs from a dirty run only by the vzeroupper.
inline void make_clean() {
  make_dirty();
  __asm__ volatile("vzeroupper" : : : "memory");
}

template <class Work>
void add(const std::string& what, const char* who, const workload& load, Work work) {
  const auto time = [load, work](benchmark::State& state, auto before) {
    turns turn(load);
    bool right = true;
    for (auto _ : state) {
      const input& from = turn.next();
      before();
      right &= work(from);
    }
    make_clean();
    if (!right) state.SkipWithError("wrong result");
  };
  benchmark::RegisterBenchmark(row_name(what, who, "clean").c_str(),
                               [time](benchmark::State& state) { time(state, [] { make_clean(); }); });
  benchmark::RegisterBenchmark(row_name(what, who, "dirty").c_str(),
                               [time](benchmark::State& state) { time(state, [] { make_dirty(); }); });
}

// Does the rounds of a digest without a vzeroupper, to show the cost of dirty upper halves. Like the library's rounds,
// these rounds are compiled without AVX: the instructions between the SHA instructions have no VEX encoding, so they
// are slow, too.
__attribute__((target("sha,sse4.1"), noinline)) void unprotected(__m128i& state) {
  const __m128i all = state;
  __m128i w0 = all, w1 = _mm_add_epi32(all, w0), w2 = _mm_add_epi32(all, w1), w3 = _mm_add_epi32(all, w2);
  __m128i abcd = all, before = all;
  for (int group = 0; group < 40; ++group) {
    const __m128i next = _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(w0, w1), w2), w3);
    const __m128i e = _mm_sha1nexte_epu32(before, w0);
    w0 = w1, w1 = w2, w2 = w3, w3 = next;
    before = abcd;
    abcd = _mm_sha1rnds4_epu32(abcd, e, 0);
  }
  state = abcd;
}

void add_control() {
  add("unprotected", "harness", workloads().front(), [](const input&) {
    static __m128i state;
    unprotected(state);
    benchmark::DoNotOptimize(state);
    return true;
  });
}

void add_copy(const engine_copy& copy) {
  static std::array<char, 1024> out;
  const workload& mix = workloads().back();
  for (const input& from : mix.inputs) {
    require(is_right_answer(from, {out.data(), copy.handshake(from.request, out.data())}), copy.name);
    copy.accept_key(from.key, out.data());
    require(std::string_view(out.data(), from.accept.size()) == from.accept, copy.name);
  }
  add("uppers_accept_key", copy.name, mix, [&copy](const input& from) {
    copy.accept_key(from.key, out.data());
    benchmark::DoNotOptimize(out.data());
    return out[27] == '=';
  });
  add("uppers_handshake", copy.name, mix, [&copy](const input& from) {
    const std::size_t size = copy.handshake(from.request, out.data());
    benchmark::DoNotOptimize(out.data());
    return size >= 100;
  });
}

}  // namespace

void register_rows() {
  const unsigned features = wshake::processor::features();
  if ((features & wshake::processor::avx) == 0) {
    std::fprintf(stderr, "this processor has no upper halves of vector registers\n");
    return;
  }
  if ((features & wshake::processor::sha) != 0) add_control();
  for (const engine_copy* copy : engine_copies) add_copy(*copy);
}

}  // namespace bench
