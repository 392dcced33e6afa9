// SPDX-License-Identifier: BSL-1.0
// instructions COPY INPUT COUNT: a program whose instructions valgrind counts. The program does COUNT handshakes with
// COPY, a build of the engine (engine_copy.hpp), and the requests of INPUT, a workload (inputs.hpp). If INPUT is
// accept_key, the program makes COUNT accept values instead. The difference between the results for two COUNTs leaves
// out the start of the program. Without arguments the program prints the names of the copies and the inputs, and the
// features of the processor.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine_copy.hpp"
#include "inputs.hpp"
#include "processor/features.hpp"

namespace {

void list() {
  std::printf("copies");
  for (const bench::engine_copy* copy : bench::engine_copies) std::printf(" %s", copy->name);
  std::printf("\ninputs");
  for (const bench::workload& load : bench::workloads()) std::printf(" %s", load.name);
  std::printf(" accept_key");
  const unsigned features = wshake::processor::features();
  std::printf("\nprocessor");
  if ((features & wshake::processor::avx2) != 0) std::printf(" AVX2");
  if ((features & wshake::processor::sha) != 0) std::printf(" SHA");
  std::printf("\n");
}

bool accept_keys(const bench::engine_copy& copy, unsigned long count) {
  const bench::workload& mix = bench::workloads().back();
  std::array<char, 28> out;
  bool right = true;
  for (unsigned long at = 0; at < count; ++at) {
    copy.accept_key(mix.inputs[at % mix.inputs.size()].key, out.data());
    right &= out[27] == '=';
  }
  return right;
}

bool handshakes(const bench::engine_copy& copy, const bench::workload& load, unsigned long count) {
  std::array<char, 1024> out;
  bool right = true;
  for (unsigned long at = 0; at < count; ++at) {
    right &= copy.handshake(load.inputs[at % load.inputs.size()].request, out.data()) >= 100;
  }
  return right;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) {
    list();
    return 0;
  }
  if (argc != 4) return 2;
  for (const bench::engine_copy* copy : bench::engine_copies) {
    if (std::string_view(argv[1]) != copy->name) continue;
    const unsigned long count = std::strtoul(argv[3], nullptr, 10);
    if (std::string_view(argv[2]) == "accept_key") return accept_keys(*copy, count) ? 0 : 1;
    for (const bench::workload& load : bench::workloads()) {
      if (std::string_view(argv[2]) == load.name) return handshakes(*copy, load, count) ? 0 : 1;
    }
  }
  return 2;
}
