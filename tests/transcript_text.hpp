// SPDX-License-Identifier: BSL-1.0
// The smaller parts of a transcript: words, octets with escapes, a line of configuration.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transcript.hpp"

namespace wshake::test {

// The first word of a text, which is taken off it together with the spaces behind.
std::string take_word(std::string_view& text);

// Digits only.
std::optional<std::size_t> number_in(std::string_view text);

// A text with the escapes of transcripts/README.md.
struct unescaped {
  std::string text;
  std::vector<std::size_t> marks;  // where each octet of what was read stands in `text`
  bool whole_line = true;          // no lone backslash ended it
  std::string fault;               // empty: none
};
unescaped unescape(std::string_view text);

// "Name: value". Nothing where it is not.
std::optional<header_line> read_header_line(std::string_view text);

// "server_no_context_takeover client_max_window_bits=10": calls one(name, value) for each; false as soon as it says so.
template <class One>
bool read_settings(std::string_view text, One&& one) {
  while (!text.empty()) {
    const std::string word = take_word(text);
    const std::size_t equals = word.find('=');
    if (!one(word.substr(0, equals), equals == std::string::npos ? std::string() : word.substr(equals + 1)))
      return false;
  }
  return true;
}

// A `:` line. Why it can't be read, or nothing.
std::string read_config_line(transcript& script, std::string_view text);

}  // namespace wshake::test
