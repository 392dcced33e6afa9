// SPDX-License-Identifier: BSL-1.0
// Plays the transcripts of clients and tunnels. The types in player.hpp say how a transcript is played.
#pragma once

#include "player.hpp"

namespace wshake::test {

trace play_exchange(const transcript& script, const playing& how);

// Compares start() and feed() with write_request(), write_connect(), read_response() and find_continuation().
void compare_exchange_with_free_functions(const transcript& script);

}  // namespace wshake::test
