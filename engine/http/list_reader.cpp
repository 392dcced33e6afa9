// SPDX-License-Identifier: BSL-1.0
#include "list_reader.hpp"

#include <cstring>

#include "processor/compiler.hpp"
#include "scan/canonical_list.hpp"
#include "scan/field_lines.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

octets next_member(octets& rest, char delimiter) noexcept {
  while (!rest.empty()) {
    const octets member = trim(take_until(rest, delimiter));
    if (!member.empty()) return member;
  }
  return {};
}

// Not inlined into lists(), whose fast path would then spill registers for this loop.
WSHAKE_NOINLINE bool has_member(const header_section& header, detail::field_id name, octets token) noexcept {
  bool found = false;
  header.show(name, [&](octets line, std::size_t) {
    for (;;) {
      const octets member = next_member(line);
      if (member.empty()) return true;
      found = equal_ignoring_case(member, token);
      if (found) return false;
    }
  });
  return found;
}

bool lists(const header_section& header, detail::field_id name, octets token) noexcept {
  if (!header.has(name)) return false;
  const octets first = header.value(name);
  if (first.size() >= token.size() && same_letters(first.end() - token.size(), token.data(), token.size())) {
    if (first.size() == token.size()) return true;
    if (first.size() >= token.size() + 2 && std::memcmp(first.end() - token.size() - 2, ", ", 2) == 0) return true;
  }
  return has_member(header, name, token);
}

octets list_reader::read_token() noexcept {
  const char* const begin = at_;
  at_ = skip_class(begin, end_, token_octet);
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

octets list_reader::read_digits() noexcept {
  const char* const begin = at_;
  while (at_ != end_ && is(*at_, digit_octet)) ++at_;
  return {begin, static_cast<std::size_t>(at_ - begin)};
}

// quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE   (RFC 9110 section 5.6.4)
bool list_reader::read_quoted(octets& text) noexcept {
  if (!take('"')) return false;
  const char* const begin = at_;
  while (at_ != end_ && *at_ != '"') {
    const char* const octet = *at_ == '\\' && at_ + 1 != end_ ? at_ + 1 : at_;
    if (grammar_ == grammar::websocket ? !is(*octet, token_octet) : is(*octet, control_octet)) return false;
    at_ = octet + 1;
  }
  text = {begin, static_cast<std::size_t>(at_ - begin)};
  return (grammar_ == grammar::http || at_ != begin) && take('"');
}

// extension-param    = token [ "=" ( token / quoted-string ) ]         (RFC 6455 section 9.1)
// transfer-parameter = token BWS "=" BWS ( token / quoted-string )     (RFC 9110 section 10.1.4)
bool list_reader::read_parameter(parameter& found) noexcept {
  found = {};
  skip_white_space();
  found.name = read_token();
  if (found.name.empty()) return false;
  const char* const name_end = at_;
  skip_white_space();
  if (!take('=')) {
    at_ = name_end;
    return grammar_ == grammar::websocket;
  }
  skip_white_space();
  if (at_ != end_ && *at_ == '"') return read_quoted(found.value.emplace());
  found.value = read_token();
  return !found.value->empty();
}

bool read_extension(list_reader& reader, extension& found) noexcept {
  return read_extension(reader, found, [](const parameter&) {});
}

bool read_extension_member(list_reader& reader, extension& found, octets& text) noexcept {
  const char* const begin = reader.at();
  if (!read_extension(reader, found)) return false;
  text = trim({begin, static_cast<std::size_t>(reader.at() - begin)});
  return reader.at_member_end();
}

std::size_t extensions_fault(octets line, bool& any) noexcept {
  if (is_canonical_extension_list(line)) {
    any = true;
    return no_fault;
  }
  list_reader reader(line);
  while (reader.skip_empty_members()) {
    extension member;
    if (!read_extension(reader, member) || !reader.at_member_end()) {
      return static_cast<std::size_t>(reader.at() - line.data());
    }
    any = true;
  }
  return no_fault;
}

}  // namespace wshake::http

namespace wshake {

// The functions below belong to the public lists. token_list and extension_list read all lines of a field.

// #token = [ token ] *( OWS "," OWS [ token ] )   (RFC 9110 section 5.6.1.2), read member by member.
token_list::iterator& token_list::iterator::operator++() noexcept {
  do {
    token_ = http::next_member(rest_);
  } while (token_.empty() && http::next_line(line_, rest_));
  return *this;
}

token_list::iterator token_list::begin() const noexcept {
  iterator first;
  if (http::begin_lines(lines_, first.line_, first.rest_)) ++first;
  return first;
}

std::size_t token_list::iterator::offset() const noexcept {
  return line_.offset(static_cast<std::size_t>(token_.data() - (*line_).data()));
}

bool token_list::contains_ignoring_case(octets token) const noexcept {
  for (const octets member : *this) {
    if (scan::equal_ignoring_case(member, token)) return true;
  }
  return false;
}

parameter_list::iterator& parameter_list::iterator::operator++() noexcept {
  http::list_reader reader(rest_);
  reader.skip_white_space();
  if (!reader.take(';') || !reader.read_parameter(current_)) current_ = {};
  rest_ = reader.rest();
  return *this;
}

parameter_list::iterator parameter_list::begin() const noexcept {
  iterator first;
  first.rest_ = text_;
  ++first;
  return first;
}

// Sec-WebSocket-Extensions = extension-list
// extension-list           = 1#extension
extension_list::iterator& extension_list::iterator::operator++() noexcept {
  current_ = {};
  do {
    http::list_reader reader(rest_);
    if (reader.skip_empty_members()) {
      if (!http::read_extension(reader, current_) || !reader.at_member_end()) {
        current_ = {};
        bad_ = line_.offset(static_cast<std::size_t>(reader.at() - (*line_).data()));
      }
      rest_ = reader.rest();
      break;
    }
  } while (http::next_line(line_, rest_));
  return *this;
}

std::size_t extension_list::iterator::offset() const noexcept {
  return line_.offset(static_cast<std::size_t>(current_.name.data() - (*line_).data()));
}

extension_list::iterator extension_list::begin() const noexcept {
  iterator first;
  if (http::begin_lines(lines_, first.line_, first.rest_)) ++first;
  return first;
}

}  // namespace wshake
