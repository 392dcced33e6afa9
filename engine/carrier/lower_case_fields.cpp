// SPDX-License-Identifier: BSL-1.0
#include "lower_case_fields.hpp"

#include <cstdint>

#include "http/header_section.hpp"
#include "scan/field_lines.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

char lower_case(char octet) noexcept {
  const bool is_upper = octet >= 'A' && octet <= 'Z';
  return static_cast<char>(octet | (is_upper ? 0x20 : 0));
}

}  // namespace

void lower_case_fields(char* lines, std::size_t size, fields& header) noexcept {
  constexpr std::size_t line_end = 2;
  detail::field_table& table = fields_access::table(header);
  std::size_t offset = 0;
  while (offset + line_end < size) {
    const std::size_t begin = offset;
    while (lines[offset] != ':') ++offset;
    // The conversion to lower case has a loop of its own, so that compilers vectorize it.
    for (std::size_t index = begin; index < offset; ++index) lines[index] = lower_case(lines[index]);
    const octets name = {lines + begin, offset - begin};
    const std::size_t behind_colon = offset + 1;
    offset = scan::find_line_feed({lines, size}, behind_colon) + 1;
    const detail::field_id id = scan::lookup_field(name);
    if (id == detail::field_id::none) continue;
    // A value that the caller gave may have white space around it.
    const octets value = scan::trim({lines + behind_colon, offset - line_end - behind_colon});
    table.note(id, static_cast<std::uint16_t>(value.data() - lines), static_cast<std::uint16_t>(value.size()));
  }
  fields_access::set(header, lines, 0, static_cast<std::uint16_t>(offset));
}

}  // namespace wshake
