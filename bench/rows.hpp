// SPDX-License-Identifier: BSL-1.0
// The rows: each is tried once on every input and must give the right answer before it is registered for timing.
// A row's name is what/who/input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inputs.hpp"
#include "peers/peer.hpp"

namespace bench {

// What a program measures: main() calls it, each program has its own. It ends the program with a message where an
// answer is wrong, as do the parts that it is made of.
void register_rows();

void register_own_rows();
void register_copy_rows();
void register_peer_rows();
void register_cold_rows();
void register_client_rows();

// The peers in this build.
std::vector<const peer*> peers();

inline std::string row_name(std::string_view what, std::string_view who, std::string_view input) {
  return std::string(what) + '/' + std::string(who) + '/' + std::string(input);
}

// Is `answer` a 101 with the accept value that the input calls for?
bool is_right_answer(const input& from, std::string_view answer);

// Ends the program, naming the row, unless `condition`.
void require(bool condition, const std::string& row);

// Whole handshakes of `who`, tried and registered.
void add_handshake(const peer& who, const workload& load);

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
