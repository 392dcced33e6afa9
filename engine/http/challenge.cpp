// SPDX-License-Identifier: BSL-1.0
// Reads the challenges of WWW-Authenticate and Proxy-Authenticate, and their parameters.
#include <wshake/challenge.hpp>

#include "list_reader.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

using http::list_reader;

// auth-param = token BWS "=" BWS ( token / quoted-string )   (RFC 9110 section 11.2)
// Returns false and leaves the reader in place if the text does not begin with an auth-param.
bool read_auth_param(list_reader& reader, parameter& found) noexcept {
  list_reader ahead = reader;
  if (!ahead.read_parameter(found) || !ahead.at_member_end()) return false;
  reader = ahead;
  return true;
}

// token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
octets read_token68(list_reader& reader) noexcept {
  const octets rest = reader.rest();
  std::size_t size = 0;
  while (size < rest.size() && scan::is(rest[size], scan::token68_octet)) ++size;
  if (size == 0) return {};
  while (size < rest.size() && rest[size] == '=') ++size;
  list_reader ahead(rest.from(size), list_reader::grammar::http);
  if (!ahead.at_member_end()) return {};
  reader = ahead;
  return rest.first(size);
}

// challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]
bool read_challenge(list_reader& reader, challenge& found) noexcept {
  found.scheme = reader.read_token();
  if (found.scheme.empty()) return false;
  const char* const scheme_end = reader.at();
  reader.skip_white_space();
  if (reader.at() == scheme_end || reader.at_member_end()) return reader.at_member_end();
  found.token68 = read_token68(reader);
  if (!found.token68.empty()) return true;

  // The next member is another parameter of this challenge, or the scheme of the next challenge.
  const char* const begin = reader.at();
  list_reader ahead = reader;
  parameter one;
  while (ahead.skip_empty_members() && read_auth_param(ahead, one)) reader = ahead;
  found.parameters = scan::trim({begin, static_cast<std::size_t>(reader.at() - begin)});
  return !found.parameters.empty();
}

}  // namespace

std::optional<octets> challenge::find(octets name) const noexcept {
  list_reader reader(parameters, list_reader::grammar::http);
  parameter one;
  while (reader.skip_empty_members() && read_auth_param(reader, one)) {
    if (scan::equal_ignoring_case(one.name, name)) return one.value;
  }
  return {};
}

octets challenge::realm() const noexcept {
  const std::optional<octets> value = find("realm");
  return value ? *value : octets{};
}

challenge_list::iterator& challenge_list::iterator::operator++() noexcept {
  current_ = {};
  do {
    list_reader reader(rest_, list_reader::grammar::http);
    challenge found;
    if (reader.skip_empty_members() && read_challenge(reader, found)) {
      current_ = found;
      rest_ = reader.rest();
      break;
    }
  } while (http::next_line(line_, rest_));
  return *this;
}

challenge_list::iterator challenge_list::begin() const noexcept {
  iterator first;
  if (http::begin_lines(lines_, first.line_, first.rest_)) ++first;
  return first;
}

std::optional<challenge> challenge_list::find(octets scheme) const noexcept {
  for (const challenge& one : *this) {
    if (scan::equal_ignoring_case(one.scheme, scheme)) return one;
  }
  return {};
}

}  // namespace wshake
