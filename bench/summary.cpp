// SPDX-License-Identifier: BSL-1.0
#include "summary.hpp"

#include <algorithm>
#include <cstdio>

#include "rows.hpp"

namespace bench {

void summary::ReportRuns(const std::vector<Run>& report) {
  for (const Run& run : report) {
    const bool is_median = run.run_type == Run::RT_Aggregate && run.aggregate_name == "median";
    const bool is_only = run.run_type == Run::RT_Iteration && run.repetitions <= 1;
    failed_ = failed_ || run.error_occurred;
    if (is_median || is_only || run.error_occurred) shown_.push_back(run);
    // Processor time: what else runs on the machine is not in it.
    if (is_median || is_only) medians_[run.run_name.function_name] = run.GetAdjustedCPUTime();
  }
}

void summary::Finalize() {
  std::stable_sort(shown_.begin(), shown_.end(),
                   [](const Run& left, const Run& right) { return left.family_index < right.family_index; });
  ConsoleReporter::ReportRuns(shown_);
}

std::optional<double> summary::nanoseconds(const std::string& row) const {
  const auto found = medians_.find(row);
  if (found == medians_.end()) return {};
  return found->second;
}

void summary::print() const {
  for (const char* input : {"chrome", "mix"}) print_server(input);
  for (const char* task : {"plain", "negotiated"}) print_client(task);
}

void summary::print_own(double own) const {
  const std::optional<double> unit = nanoseconds(unit_row);
  std::printf("  %-14s %9.1f ns", "wshake", own);
  if (unit) std::printf("   = %.2f x OpenSSL's low-level SHA-1 of 60 octets (%.1f ns)", own / *unit, *unit);
  std::printf("\n");
}

void summary::print_server(const char* input) const {
  const std::optional<double> own = nanoseconds(row_name("handshake", "wshake", input));
  if (!own) return;
  std::printf("\nA whole handshake, %s\n", input);
  print_own(*own);
  for (const std::string& name : peer_names()) {
    const std::optional<double> other = nanoseconds(row_name("handshake", name, input));
    if (other) std::printf("  %-14s %9.1f ns   %.1f x wshake\n", name.c_str(), *other, *other / *own);
  }
}

// Of a peer's row that part counts which wshake's has, too: not the answer's making, nor the drawing of a nonce.
void summary::print_client(const char* task) const {
  const std::optional<double> own = nanoseconds(row_name("client_handshake", "wshake", task));
  if (!own) return;
  std::printf("\nA client's request and the check of its answer, %s\n", task);
  print_own(*own);
  const double answer = nanoseconds(row_name("answer", "harness", task)).value_or(0);
  for (const std::string& name : client_peer_names()) {
    const std::optional<double> other = nanoseconds(row_name("client_handshake", name, task));
    if (!other) continue;
    const double draw = nanoseconds(row_name("draw", name, "nonce")).value_or(0);
    const double alone = *other - answer - draw;
    std::printf(
        "  %-14s %9.1f ns   %.1f x wshake, without the nonce (%.1f ns) and the making of the answer (%.1f ns)\n",
        name.c_str(), alone, alone / *own, draw, answer);
  }
}

}  // namespace bench
