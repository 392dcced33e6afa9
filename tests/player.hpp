// SPDX-License-Identifier: BSL-1.0
// player: plays a transcript through a role and checks everything that it says.
#pragma once

#include <string>
#include <vector>

#include "support.hpp"
#include "transcript.hpp"

namespace wshake::test {

// One way to play.
struct playing {
  std::string name;
  cuts how = cuts::whole();
  std::string behind = {};  // octets behind each head, which must not be consumed
  bool moving = false;      // the storage moves after every octet and before every verb
};

// What was seen at each step, to be compared between playings.
using trace = std::vector<std::string>;

// As the observer `deflate` writes it.
std::string deflate_text(const deflate_parameters& deflate);

trace play(const transcript& script, const playing& how);

// What feed() says of the first request against what read_request(), check(), is_upgrade(), gather() and adopt() say.
void compare_with_free_functions(const transcript& script);

}  // namespace wshake::test
