// SPDX-License-Identifier: BSL-1.0
// A header as the rules of the handshake look at it: known names, and findings with their places.
#pragma once

#include <cstddef>

#include <wshake/field.hpp>
#include <wshake/handshake.hpp>
#include <wshake/list.hpp>

#include "error_row.hpp"
#include "http/header_section.hpp"
#include "http/known_names.hpp"
#include "http/list_reader.hpp"

namespace wshake {

using detail::known;

// What one rule found.
struct finding {
  errc error = errc::none;
  std::size_t at = 0;         // see check_result
  known about = known::none;  // the field that is wrong or missing, where the rule's row in the error table does not say

  constexpr explicit operator bool() const noexcept { return error != errc::none; }
};

// What most browsers and libraries offer, and what needs no closer look.
inline bool is_usual_offer(octets extensions) noexcept {
  return extensions == "permessage-deflate; client_max_window_bits" || extensions == "permessage-deflate";
}

struct checked_fields {
  const http::header_section& header;

  bool has(known name) const noexcept { return header.has(name); }
  bool has_several(known name) const noexcept { return header.has_several(name); }
  field_values values(known name) const noexcept { return header.values(name); }
  token_list tokens(known name) const noexcept { return header.list<token_list>(name); }
  octets value(known name) const noexcept { return header.value(name); }
  bool lists(known name, octets token) const noexcept { return http::lists(header, name, token); }

  finding missing(errc rule) const noexcept { return {rule, header.end_place()}; }
  finding wrong(errc rule, known name, std::size_t offset = 0) const noexcept {
    return {rule, header.place(name, offset)};
  }
  finding second(errc rule, known name) const noexcept {
    auto line = values(name).begin();
    ++line;
    return {rule, line.place()};
  }

  // Sec-WebSocket-Extensions, where it is there, is 1#extension (RFC 6455 §9.1).
  finding check_extensions() const noexcept {
    if (!has(known::extensions)) return {};
    bool any = false;
    finding broken;
    header.show(known::extensions, [&](octets line, std::size_t place) {
      if (is_usual_offer(line)) {
        any = true;
      } else if (const std::size_t at = http::extensions_fault(line, any); at != http::no_fault) {
        broken = {errc::bad_extensions, place + (header.is_head() ? at : 0)};
      }
      return !broken;
    });
    return any || broken ? broken : wrong(errc::empty_extensions, known::extensions);
  }
};

// The first finding of rules that are applied in this order. They are a list of the compiler's, so that it can put them
// together.
template <auto... rules, class Subject>
check_result first_broken(const Subject& it) noexcept {
  finding found;
  (void)(... || static_cast<bool>(found = rules(it)));
  if (!found) return {};
  const known named = text_of(found.error).field;
  const known about = named != known::none ? named : found.about;
  return {found.error, found.at, about != known::none ? http::name_of(about) : octets{}};
}

}  // namespace wshake
