// SPDX-License-Identifier: BSL-1.0
// A header as the rules of the handshake look at it: known names, and findings with their places.
#pragma once

#include <cstddef>

#include <wshake/field.hpp>
#include <wshake/handshake.hpp>
#include <wshake/list.hpp>

#include "error_row.hpp"
#include "http/fields_access.hpp"
#include "http/known_names.hpp"
#include "http/list_reader.hpp"

namespace wshake {

using detail::known;

struct checked_fields {
  const fields& header;

  bool has(known name) const noexcept { return fields_access::has(header, name); }
  bool has_several(known name) const noexcept { return fields_access::has_several(header, name); }
  field_values values(known name) const noexcept { return fields_access::values(header, name); }
  token_list tokens(known name) const noexcept { return token_list(values(name)); }
  octets value(known name) const noexcept { return fields_access::value(header, name); }
  bool lists(known name, octets token) const noexcept { return http::lists(header, name, token); }

  check_result missing(errc rule) const noexcept { return {rule, fields_access::end_place(header)}; }
  check_result wrong(errc rule, known name, std::size_t offset = 0) const noexcept {
    return {rule, fields_access::place(header, name, offset)};
  }
  check_result second(errc rule, known name) const noexcept {
    auto line = values(name).begin();
    ++line;
    return {rule, line.place()};
  }

  // Sec-WebSocket-Extensions, where it is there, is 1#extension (RFC 6455 §9.1).
  check_result check_extensions() const noexcept {
    if (!has(known::extensions)) return {};
    std::size_t count = 0;
    const extension_list list(values(known::extensions));
    extension_list::iterator member = list.begin();
    for (; member != list.end(); ++member) ++count;
    if (member.bad_place()) return {errc::bad_extensions, *member.bad_place()};
    return count > 0 ? check_result{} : wrong(errc::bad_extensions, known::extensions);
  }
};

// The first finding of rules that are applied in order, with the field that the error table names.
template <class Subject, std::size_t N>
check_result first_broken(const Subject& it, check_result (*const (&rules)[N])(const Subject&) noexcept) noexcept {
  for (const auto rule : rules) {
    check_result found = rule(it);
    if (!found) continue;
    const known about = text_of(found.error).field;
    if (about != known::none) found.field = http::name_of(about);
    return found;
  }
  return {};
}

}  // namespace wshake
