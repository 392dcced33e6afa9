// SPDX-License-Identifier: BSL-1.0
// player: plays a transcript through a role and checks all results.
#pragma once

#include <string>
#include <vector>

#include "support.hpp"
#include "transcript.hpp"

namespace wshake::test {

// One way of playing a transcript.
struct playing {
  std::string name;
  cuts how = cuts::whole();
  std::string behind = {};  // octets after each head, which must not be consumed
  bool moving = false;      // the role's storage moves after every octet and before every verb
};

// The observations at each step, which must be the same in every way of playing.
using trace = std::vector<std::string>;

// Formats deflate parameters as the lines `? deflate` of transcripts do: "server_max_window_bits=15
// client_max_window_bits=12". The text is empty if the deflate parameters are not agreed.
std::string deflate_text(const deflate_parameters& deflate);

// The members of a list, separated by a comma and a space, as the lines `? offered` of transcripts show them.
std::string joined(const token_list& tokens);

trace play(const transcript& script, const playing& how);

// Compares the results of feed() for the first request or response with the results of adopt() and of the free
// functions, such as read_request(), check() and is_upgrade().
void compare_with_free_functions(const transcript& script);

}  // namespace wshake::test
