// SPDX-License-Identifier: BSL-1.0
// written_by(): returns the octets that a verb of the library writes, in a string of exactly their size.
#pragma once

#include <string>

#include <wshake/write_result.hpp>

// `verb` takes a buffer and returns a write_result. If the verb wrote nothing, the string is empty and `error` has the
// reason.
template <class Verb>
std::string written_by(Verb verb, wshake::diagnostic& error) {
  std::string out(1024, '\0');
  wshake::write_result result = verb(wshake::mutable_octets{out});
  if (result.error == wshake::errc::need_room) {
    out.resize(result.needed);
    result = verb(wshake::mutable_octets{out});
  }
  error = result.error;
  out.resize(result.written.size());
  return out;
}
