// SPDX-License-Identifier: BSL-1.0
// Parses the smaller parts of a transcript: words, octets with escapes, and lines of configuration.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transcript.hpp"

namespace wshake::test {

// Removes the first word and the spaces after the word from a text. Returns the word.
std::string take_word(std::string_view& text);

// Parses a number of decimal digits. Returns nothing if the text is empty or has any other octet.
std::optional<std::size_t> number_in(std::string_view text);

// A text with the escapes of transcripts/README.md decoded.
struct unescaped {
  std::string text;
  std::vector<std::size_t> marks;  // maps the offset of each octet of the input to an offset in `text`
  bool whole_line = true;          // false if a lone backslash ends the input
  std::string fault;               // empty if the escapes are valid
};
unescaped unescape(std::string_view text);

// Parses "Name: value", or "Name:" with an empty value. Returns nothing if the text is not of that form.
std::optional<header_line> read_header_line(std::string_view text);

// Parses parameters such as "server_no_context_takeover client_max_window_bits=10". Calls one(name, value) for each
// parameter; returns false as soon as a call returns false.
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

// Parses a `:` line. Returns the reason why the line is invalid, or an empty string.
std::string read_config_line(transcript& script, std::string_view text);

}  // namespace wshake::test
