// SPDX-License-Identifier: BSL-1.0
// Compares the verdicts of an HTTP library on the header lists of tests/transcripts with the verdicts of this library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "transcript.hpp"

namespace wshake::test {

enum class verdict : std::uint8_t {
  passes,  // the library passes the list to its user unchanged
  drops,   // the library passes the list to its user without one of the fields
  resets,  // the library resets the stream, or ends the connection
};

// A header list of a transcript.
struct judged_list {
  std::string name;  // the name of the transcript
  bool is_request = true;
  bool ends_stream = false;
  bool is_malformed = false;  // the verdict of this library
  std::vector<header_line> lines;
};

// A difference between an HTTP library and this library: the HTTP library does not reset the stream of a malformed
// header list, or does not pass a well-formed list unchanged.
struct difference {
  const char* name;  // the name of the transcript
  verdict of_library;
  const char* why;
  unsigned from = 0;  // the first version of the HTTP library with this difference
};

// An HTTP library, and the version number that its header defines.
struct http_library {
  const char* name;
  unsigned version;
  unsigned newest;  // the newest version whose differences are known
};

// Compares the verdicts of `judge` and of this library on all header lists of list_*.txt. Prints the known differences.
// At any other difference the test fails, or warns if the library is newer than `newest`.
void check_verdicts(const http_library& library, verdict (*judge)(const judged_list&),
                    std::span<const difference> differences);

// Appends an integer whose prefix has `bits` bits (RFC 7541 §5.1). The bits before the prefix are the bits of `first`.
void put_integer(std::string& out, unsigned first, unsigned bits, std::size_t value);

// Appends a string without Huffman coding (RFC 7541 §5.2, RFC 9204 §4.1.2).
void put_string(std::string& out, const std::string& text);

}  // namespace wshake::test
