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
  const std::optional<double> unit = nanoseconds(unit_row);
  for (const char* input : {"chrome", "mix"}) {
    const std::optional<double> own = nanoseconds(row_name("handshake", "wshake", input));
    if (!own) continue;
    std::printf("\nA whole handshake, %s\n", input);
    std::printf("  %-14s %9.1f ns", "wshake", *own);
    if (unit) std::printf("   = %.2f x OpenSSL's low-level SHA-1 of 60 octets (%.1f ns)", *own / *unit, *unit);
    std::printf("\n");
    for (const std::string& name : peer_names()) {
      const std::optional<double> other = nanoseconds(row_name("handshake", name, input));
      if (other) std::printf("  %-14s %9.1f ns   %.1f x wshake\n", name.c_str(), *other, *other / *own);
    }
  }
}

}  // namespace bench
