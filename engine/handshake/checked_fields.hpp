// SPDX-License-Identifier: BSL-1.0
// checked_fields: gives the rules of the handshake access to a header section by field id, and makes their faults.
#pragma once

#include <cstddef>

#include <wshake/field.hpp>
#include <wshake/handshake.hpp>
#include <wshake/list.hpp>

#include "base/error_row.hpp"
#include "base/fault.hpp"
#include "base/field_names.hpp"
#include "base/work.hpp"
#include "http/header_section.hpp"
#include "http/list_reader.hpp"

namespace wshake {

using detail::field_id;

using base::fault;

// True for the offers that most browsers and libraries send. These offers need no parsing.
inline bool is_usual_offer(octets extensions) noexcept {
  return extensions == "permessage-deflate; client_max_window_bits" || extensions == "permessage-deflate";
}

struct checked_fields {
  const http::header_section& header;

  bool has(field_id name) const noexcept { return header.has(name); }
  bool has_several(field_id name) const noexcept { return header.has_several(name); }
  field_values values(field_id name) const noexcept { return header.values(name); }
  token_list tokens(field_id name) const noexcept { return header.list<token_list>(name); }
  octets value(field_id name) const noexcept { return header.value(name); }
  bool lists(field_id name, octets token) const noexcept { return http::lists(header, name, token); }

  fault missing(errc rule) const noexcept { return {rule, header.end_offset()}; }
  fault wrong(errc rule, field_id name, std::size_t offset = 0) const noexcept {
    return {rule, header.offset(name, offset)};
  }
  fault second(errc rule, field_id name) const noexcept {
    auto line = values(name).begin();
    ++line;
    return {rule, line.offset()};
  }

  // Sec-WebSocket-Extensions, if present, is 1#extension (RFC 6455 section 9.1).
  fault check_extensions() const noexcept {
    if (!has(field_id::extensions)) return {};
    bool any = false;
    fault broken;
    header.show(field_id::extensions, [&](octets line, std::size_t begin) {
      if (is_usual_offer(line)) {
        any = true;
      } else if (const std::size_t offset = http::extensions_fault(line, any); offset != base::no_fault) {
        broken = {errc::bad_extensions, begin + (header.is_head() ? offset : 0)};
      }
      return !broken;
    });
    return any || broken ? broken : wrong(errc::empty_extensions, field_id::extensions);
  }
};

// Applies rules in order and returns the first fault. Takes one step of `work` after half of the rules. The rules are
// template arguments, so that the compiler can inline them into one function. A fault without a field gets the field of
// its row in the error table.
template <auto... rules, class Subject, class Work = no_work>
fault first_broken(const Subject& it, Work* work = nullptr) noexcept {
  constexpr std::size_t middle = sizeof...(rules) / 2;
  fault found;
  std::size_t index = 0;  // a constant in each of the inlined rules
  (void)(... || ((index++ == middle ? step(work) : void()), static_cast<bool>(found = rules(it))));
  if (found.field == field_id::none) found.field = text_of(found.error).field;
  return found;
}

}  // namespace wshake
