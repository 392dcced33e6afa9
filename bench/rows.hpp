// SPDX-License-Identifier: BSL-1.0
// The rows: each is tried once on every input and must give the right answer before it is registered for timing.
// A row's name is what/who/input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inputs.hpp"

namespace bench {

// These end the program with a message where an answer is wrong.
void register_own_rows();
void register_peer_rows();
void register_client_rows();

// The peers in this build.
std::vector<std::string> peer_names();
std::vector<std::string> client_peer_names();

// Names that the summary looks for.
inline constexpr const char* unit_row = "sha1/openssl_low_level";
inline std::string row_name(std::string_view what, std::string_view who, std::string_view input) {
  return std::string(what) + '/' + std::string(who) + '/' + std::string(input);
}

// Is `answer` a 101 with the accept value that the input calls for?
bool is_right_answer(const input& from, std::string_view answer);

// Ends the program, naming the row, unless `condition`.
void require(bool condition, const std::string& row);

// Rows measured on one workload take its inputs in turn; the table shows the mean of one.
class turns {
 public:
  explicit turns(const workload& load) : load_(load) {}
  const input& next() { return load_.inputs[at_++ & (load_.inputs.size() - 1)]; }

 private:
  workload load_;
  std::size_t at_ = 0;
};

}  // namespace bench
