// SPDX-License-Identifier: BSL-1.0
// The verdicts of an HTTP library on the header lists of tests/transcripts, beside those of this library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "transcript.hpp"

namespace wshake::test {

enum class verdict : std::uint8_t {
  passes,  // the library hands the list on as it is
  drops,   // the library hands the list on without a field
  resets,  // the library resets the stream, or ends the connection
};

// A header list of a transcript.
struct judged_list {
  std::string name;  // the transcript's
  bool is_request = true;
  bool ends_stream = false;
  bool is_malformed = false;  // as this library says
  std::vector<header_line> lines;
};

// A difference of a library: it does not reset the stream of a malformed list, or does not pass a list that is not
// malformed.
struct difference {
  const char* name;  // the transcript's
  verdict of_library;
  const char* why;
  unsigned from = 0;  // the first version of the library that differs
};

// An HTTP library, and the version number that its header defines.
struct http_library {
  const char* name;
  unsigned version;
  unsigned newest;  // the newest version whose differences are known
};

// Compares the verdicts on all header lists of list_*.txt, and prints the differences.
void check_verdicts(const http_library& library, verdict (*judge)(const judged_list&),
                    std::span<const difference> differences);

// Appends an integer with a prefix of that many bits (RFC 7541 §5.1). The bits before the prefix are those of `first`.
void put_integer(std::string& out, unsigned first, unsigned bits, std::size_t value);

// Appends a string without Huffman coding (RFC 7541 §5.2, RFC 9204 §4.1.2).
void put_string(std::string& out, const std::string& text);

}  // namespace wshake::test
