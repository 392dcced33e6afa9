// SPDX-License-Identifier: BSL-1.0
// Plays transcripts whose messages are header lists. play() of player.hpp calls this player.
#pragma once

#include "player.hpp"

namespace wshake::test {

// Plays a transcript whose messages are header lists, as HTTP/2 and as HTTP/3.
trace play_lists(const transcript& script);

// Turns a handshake request of HTTP/1.1 into a header list: without Host, Connection, Upgrade, key and other
// connection-specific fields, and with pseudo-header fields. The list is empty if Host is missing or the target is not
// a path.
std::vector<header_line> list_of(const request_view& request);

}  // namespace wshake::test
