// SPDX-License-Identifier: BSL-1.0
// The player of transcripts of header lists: see player.hpp.
#pragma once

#include "player.hpp"

namespace wshake::test {

// Plays a transcript whose messages are header lists, as HTTP/2 and as HTTP/3.
trace play_lists(const transcript& script);

// The header list of the same handshake as a request of HTTP/1.1: without Host, Connection, Upgrade, key and other
// fields of the connection, with pseudo-header fields. Empty if there is none, because the target is no path.
std::vector<header_line> list_of(const request_view& request);

}  // namespace wshake::test
