// SPDX-License-Identifier: BSL-1.0
// Google Benchmark's table reduced to the medians, in the order of registration though the rows ran in a random one, and
// after it how peers compare.
#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bench {

class summary : public benchmark::ConsoleReporter {
 public:
  summary() : ConsoleReporter(OO_None) {}

  void ReportRuns(const std::vector<Run>& report) override;
  void Finalize() override;

  // For the Chrome request and for the mix: a whole handshake, each peer's and how many times as long it takes, and the
  // handshake in units of OpenSSL's low-level SHA-1 of the 60 octets that it cannot do without. The same for a client.
  void print() const;

  bool failed() const { return failed_; }

 private:
  std::optional<double> nanoseconds(const std::string& row) const;
  void print_own(double own) const;
  void print_server(const char* input) const;
  void print_client(const char* task) const;

  std::vector<Run> shown_;
  std::map<std::string, double> medians_;
  bool failed_ = false;
};

}  // namespace bench
