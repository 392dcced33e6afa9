// SPDX-License-Identifier: BSL-1.0
#include "field_lines.hpp"

#include <cstdint>
#include <cstring>

#include "base/field_names.hpp"
#include "base/line_end.hpp"
#include "octet_class.hpp"

namespace wshake::scan {

bool same_letters(const char* name, const char* known, std::size_t size) noexcept {
  // In `known` only letters have the bit 0x40. Shifted right, this bit is the one that distinguishes the cases of a
  // letter.
  const auto difference = [&](std::size_t offset) {
    std::uint32_t word, known_word;
    std::memcpy(&word, name + offset, sizeof word);
    std::memcpy(&known_word, known + offset, sizeof known_word);
    return (word ^ known_word) & ~(known_word >> 1 & 0x20202020U);
  };
  std::uint32_t differences = difference(size - 4);
  for (std::size_t offset = 0; offset + 4 < size; offset += 4) differences |= difference(offset);
  return differences == 0;
}

bool is_spelled(const char* text, field_id name) noexcept {
  const octets spelled = name_of(name);
  return same_letters(text, spelled.data(), spelled.size());
}

field_id lookup_field(octets name) noexcept {
  if (name.empty() || name.size() >= name_size_limit) return field_id::none;
  const field_id candidate = candidate_name(name.size(), name.data()[name.size() - 1]);
  return candidate != field_id::none && is_spelled(name.data(), candidate) ? candidate : field_id::none;
}

namespace {

// Reads the line that begins at `begin` and has its LF at `end` + 1.
bool read_line(const char* head, std::size_t begin, std::size_t end, detail::field_table& noted) noexcept {
  std::size_t colon = begin;
  while (is(head[colon], token_octet)) ++colon;
  if (colon == begin || head[colon] != ':' || head[end] != '\r') return false;
  std::size_t value = colon + 1;
  while (value != end && is_white_space(head[value])) ++value;
  while (end != value && is_white_space(head[end - 1])) --end;
  const detail::field_id name = lookup_field({head + begin, colon - begin});
  if (name == detail::field_id::none) return true;
  const auto row = static_cast<unsigned>(name);
  const auto bit = static_cast<std::uint16_t>(1U << row);
  noted.slots[row] = {value, end - value};
  noted.repeated = static_cast<std::uint16_t>(noted.repeated | (noted.seen & bit));
  noted.seen = static_cast<std::uint16_t>(noted.seen | bit);
  return true;
}

}  // namespace

bool read_lines(octets head, const head_index& index, std::size_t first, std::size_t end,
                detail::field_table& noted) noexcept {
  for (; end != first; --end) {
    if (!read_line(head.data(), index.begins[end - 1], index.begins[end] - std::size_t{2}, noted)) return false;
  }
  return true;
}

octets guess_value(octets head, const head_index& index, field_id name, std::size_t size) noexcept {
  const octets spelled = name_of(name);
  const std::size_t value_at = spelled.size() + 2;
  const std::uint16_t* const begins = index.begins.data();
  for (std::size_t line = index.lines - 1; line != 0; --line) {
    if (begins[line] - begins[line - 1] != static_cast<int>(value_at + size + 2)) [[likely]]
      continue;
    const char* const text = head.data() + begins[line - 1];
    if (same_letters(text, spelled.data(), spelled.size())) return {text + value_at, size};
  }
  return {};
}

fault name_fault(octets head, std::size_t begin, std::size_t offset, std::size_t line_feed, bool first_line) noexcept {
  const char octet = head.data()[offset];
  if (offset == begin && is_white_space(octet)) {
    return {first_line ? errc::leading_white_space : errc::folded_line, offset};
  }
  if (offset == begin && octet == ':') return {errc::empty_field_name, offset};
  if (octet == '\n') return bare_lf(offset);
  if (octet == '\r') {
    const fault broken = bare_cr(head[offset + 1], offset);
    return broken ? broken : fault{errc::missing_colon, offset};
  }
  if (is_white_space(octet)) {
    std::size_t next = offset;
    while (is_white_space(head.data()[next])) ++next;
    if (head[next] == ':') return {errc::space_before_colon, offset};
    while (next != line_feed && head[next] != ':') ++next;
    if (next == line_feed) return {errc::missing_colon, offset};
  }
  return {errc::bad_field_name, offset};
}

namespace {

// The fault at the first octet that a value cannot contain (field-vchar, RFC 9110 section 5.5). The search begins at
// `offset`, behind the colon.
fault value_fault(octets head, std::size_t offset, std::size_t line_feed) noexcept {
  for (; offset < line_feed; ++offset) {
    if (head[offset] == '\r') {
      return bare_cr(head[offset + 1], offset);
    }
    if (is(head[offset], control_octet)) return {errc::bad_field_value, offset};
  }
  return bare_lf(line_feed);
}

}  // namespace

fault first_fault(octets head, const head_index& index) noexcept {
  for (std::size_t line = 0; line + 1 < index.lines; ++line) {
    const std::size_t begin = index.begins[line];
    const std::size_t line_feed = index.begins[line + 1] - std::size_t{1};
    std::size_t colon = begin;
    while (is(head[colon], token_octet)) ++colon;
    if (head[colon] != ':' || colon == begin) return name_fault(head, begin, colon, line_feed, line == 0);
    const fault broken = value_fault(head, colon + 1, line_feed);
    if (broken) return broken;
  }
  const bool ends_in_crlf = index.begins[index.lines - 1] + std::size_t{2} == head.size();
  return ends_in_crlf ? fault{} : bare_lf(head.size() - 1);
}

}  // namespace wshake::scan
