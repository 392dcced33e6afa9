// SPDX-License-Identifier: BSL-1.0
// This header declares the rows of the benchmarks' tables. Each row runs once on every input and must give the right
// answer before it is registered for timing. A row's name is what/who/input, such as handshake/wshake/mix.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inputs.hpp"
#include "peers/peer.hpp"

namespace bench {

// Registers the benchmarks of one executable. Each benchmark is a row in the executable's table of results. Each
// executable defines this function, and main() calls it. If an answer is wrong, this function and the functions below
// end the program with a message.
void register_rows();

void register_own_rows();
void register_list_rows();
void register_copy_rows();
void register_peer_rows();
void register_cold_rows();
void register_client_rows();

// Returns the peers that this build contains.
std::vector<const peer*> peers();

inline std::string row_name(std::string_view what, std::string_view who, std::string_view input) {
  return std::string(what) + '/' + std::string(who) + '/' + std::string(input);
}

// True if `answer` is a 101 with the accept value that the input requires.
bool is_right_answer(const input& from, std::string_view answer);

// If `condition` is false, prints the name of the row and ends the program.
void require(bool condition, const std::string& row);

// Registers a row for the whole handshakes of `who`, after a check of the answers.
void add_handshake(const peer& who, const workload& load);

// Takes the inputs of a workload in turn, so that the time of a row is the mean over all inputs.
class turns {
 public:
  explicit turns(const workload& load) : load_(load) {}
  const input& next() { return load_.inputs[at_++ & (load_.inputs.size() - 1)]; }

 private:
  workload load_;
  std::size_t at_ = 0;
};

}  // namespace bench
