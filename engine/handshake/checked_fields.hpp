// SPDX-License-Identifier: BSL-1.0
// A header as the rules of the handshake look at it: known names, and faults with their offsets.
#pragma once

#include <cstddef>

#include <wshake/field.hpp>
#include <wshake/handshake.hpp>
#include <wshake/list.hpp>

#include "base/error_row.hpp"
#include "base/fault.hpp"
#include "base/field_names.hpp"
#include "http/header_section.hpp"
#include "http/list_reader.hpp"

namespace wshake {

using detail::known;

using http::fault;

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

  fault missing(errc rule) const noexcept { return {rule, header.end_place()}; }
  fault wrong(errc rule, known name, std::size_t offset = 0) const noexcept {
    return {rule, header.place(name, offset)};
  }
  fault second(errc rule, known name) const noexcept {
    auto line = values(name).begin();
    ++line;
    return {rule, line.place()};
  }

  // Sec-WebSocket-Extensions, where it is there, is 1#extension (RFC 6455 §9.1).
  fault check_extensions() const noexcept {
    if (!has(known::extensions)) return {};
    bool any = false;
    fault broken;
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

// The first fault of rules that are applied in this order. They are a list of the compiler's, so that it can put them
// together. A rule's row in the error table names the field that it is about, unless the rule itself does.
template <auto... rules, class Subject>
fault first_broken(const Subject& it) noexcept {
  fault found;
  (void)(... || static_cast<bool>(found = rules(it)));
  if (found.field == known::none) found.field = text_of(found.error).field;
  return found;
}

}  // namespace wshake
