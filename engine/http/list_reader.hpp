// SPDX-License-Identifier: BSL-1.0
// Reading lists: members, and extensions with parameters.
#pragma once

#include <cstddef>

#include <wshake/list.hpp>
#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "base/field_names.hpp"
#include "header_section.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

// The next member of a list of tokens, empty members passed over; empty at the end. `rest` becomes what follows it.
octets next_member(octets& rest) noexcept;

// Is `token` a member of the list that the lines of a field_id name make? Letter case is ignored.
bool has_member(const header_section& header, detail::field_id name, octets token) noexcept;

// The same for a token of letters and hyphens, at least four, that most often stands there alone, or last as in
// "keep-alive, Upgrade".
bool lists(const header_section& header, detail::field_id name, octets token) noexcept;

// Reading one line of a list with parameters. RFC 6455 §9.1 is written in the grammar of RFC 2616, where white space
// may stand between any two words, also around "=". Where a read function returns false, at() is the octet that does
// not fit.
class list_reader {
 public:
  // Parameters of an extension may lack a value, and a quoted-string holds a token (RFC 6455 §9.1). Those of a transfer
  // coding and of a challenge have a value, and a quoted-string holds any text (RFC 9110 §§10.1.4, 11.2).
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

  // Empty where there is none.
  octets read_token() noexcept;
  octets read_digits() noexcept;

  // Is there a member? Commas and white space before it are passed over.
  bool skip_empty_members() noexcept {
    while (at_ != end_ && (is_white_space(*at_) || *at_ == ',')) ++at_;
    return at_ != end_;
  }

  bool at_member_end() noexcept {
    skip_white_space();
    return at_ == end_ || *at_ == ',';
  }

  // quoted-string. A token must not be empty. `text` is what stands between the quotes.
  bool read_quoted(octets& text) noexcept;

  // token "=" ( token / quoted-string ), without the value if the grammar allows it.
  bool read_parameter(parameter& found) noexcept;

 private:
  const char* at_;
  const char* end_;
  grammar grammar_;
};

// extension       = extension-token *( ";" extension-param )
// extension-token = token
// Each parameter is shown on the way.
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

// The same up to the member's end; `text` is the member as it was written, without white space around it.
bool read_extension_member(list_reader& reader, extension& found, octets& text) noexcept;

// The offset of the octet in a line of 1#extension that does not fit; no_fault where all do. `any` becomes true where
// the line has a member.
std::size_t extensions_fault(octets line, bool& any) noexcept;

}  // namespace wshake::http
