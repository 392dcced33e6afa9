// SPDX-License-Identifier: BSL-1.0
// Reads list members, and extensions with parameters.
#pragma once

#include <cstddef>

#include <wshake/list.hpp>
#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "base/field_names.hpp"
#include "header_section.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

// The next member of a list of tokens; empty at the end. Skips empty members. `rest` becomes the text behind the
// member.
octets next_member(octets& rest, char delimiter = ',') noexcept;

// A public list, such as a token_list, spans all lines of its field. begin_lines() goes to the first line, next_line()
// to the next line. `rest` becomes the value of the line. Each function returns false if there is no such line.
inline bool begin_lines(const field_values& lines, field_values::iterator& line, octets& rest) noexcept {
  if (lines.empty()) return false;
  line = lines.begin();
  rest = *line;
  return true;
}
inline bool next_line(field_values::iterator& line, octets& rest) noexcept {
  ++line;
  if (line == wshake::detail::range_end()) return false;
  rest = *line;
  return true;
}

// True if `token` is a member of the list in the field lines of `name`, letter case ignored.
bool has_member(const header_section& header, detail::field_id name, octets token) noexcept;

// Like has_member(), for a `token` of four or more octets that are letters or hyphens. Fast if the first line is the
// token alone, or ends with the token, as in "keep-alive, Upgrade".
bool lists(const header_section& header, detail::field_id name, octets token) noexcept;

// Reads one line of a list with parameters. RFC 6455 section 9.1 uses the grammar of RFC 2616, which allows white space
// between any two words, also around "=". If a read function returns false, at() points to the octet that breaks the
// grammar.
class list_reader {
 public:
  // The two grammars of parameters:
  // - websocket: the value is optional, and a quoted-string contains a token (RFC 6455 section 9.1);
  // - http: a transfer coding or a challenge. The value is required, and a quoted-string contains any text (RFC 9110
  //   sections 10.1.4, 11.2).
  enum class grammar : bool { websocket, http };

  explicit list_reader(octets text, grammar parameters = grammar::websocket) noexcept
      : at_(text.begin()), end_(text.end()), grammar_(parameters) {}

  const char* at() const noexcept { return at_; }
  octets rest() const noexcept { return {at_, static_cast<std::size_t>(end_ - at_)}; }

  void skip_white_space() noexcept {
    while (at_ != end_ && is_white_space(*at_)) ++at_;
  }

  bool take(char octet) noexcept {
    if (at_ == end_ || *at_ != octet) return false;
    ++at_;
    return true;
  }

  // read_token() returns an empty view if no token follows, read_digits() if no digit follows.
  octets read_token() noexcept;
  octets read_digits() noexcept;

  // Skips commas and white space. Returns true if a member follows.
  bool skip_empty_members() noexcept {
    while (at_ != end_ && (is_white_space(*at_) || *at_ == ',')) ++at_;
    return at_ != end_;
  }

  bool at_member_end() noexcept {
    skip_white_space();
    return at_ == end_ || *at_ == ',';
  }

  // Reads a quoted-string. In the grammar `websocket` the text between the quotes must be a token, so it must not be
  // empty. `text` is the text between the quotes.
  bool read_quoted(octets& text) noexcept;

  // Reads a parameter: token "=" ( token / quoted-string ). In the grammar `websocket` the value and "=" may be
  // missing.
  bool read_parameter(parameter& found) noexcept;

 private:
  const char* at_;
  const char* end_;
  grammar grammar_;
};

// extension       = extension-token *( ";" extension-param )
// extension-token = token
// Calls `show` with each parameter.
template <class Show>
bool read_extension(list_reader& reader, extension& found, Show show) noexcept {
  found.name = reader.read_token();
  if (found.name.empty()) return false;
  const char* const text = reader.at();
  const char* text_end = text;
  for (;;) {
    reader.skip_white_space();
    if (!reader.take(';')) break;
    parameter given;
    if (!reader.read_parameter(given)) return false;
    show(given);
    text_end = reader.at();
  }
  found.parameters = parameter_list({text, static_cast<std::size_t>(text_end - text)});
  return true;
}
bool read_extension(list_reader& reader, extension& found) noexcept;

// Reads a whole list member as an extension; fails if the member is anything else. `text` is the member as it was
// written, without white space around it.
bool read_extension_member(list_reader& reader, extension& found, octets& text) noexcept;

// The offset of the first octet of `line` that breaks the grammar #extension, or no_fault. Sets `any` to true if the
// line has a member.
std::size_t extensions_fault(octets line, bool& any) noexcept;

}  // namespace wshake::http
