// SPDX-License-Identifier: BSL-1.0
#include "message_writer.hpp"

#include "http/list_reader.hpp"

namespace wshake {

namespace {

bool has_field(array_view<field> header, octets name) noexcept {
  for (const field& line : header) {
    if (detail::equal_ignoring_case(line.name, name)) return true;
  }
  return false;
}

bool has_member_in(array_view<field> header, octets name) noexcept {
  for (const field& line : header) {
    if (detail::equal_ignoring_case(line.name, name) && http::list_reader(line.value).skip_empty_members()) return true;
  }
  return false;
}

}  // namespace

diagnostic extra_fields::given_fault() const noexcept {
  for (const array_view<field>& list : {given, argument}) {
    const std::size_t index = detail::find_unsendable(list, kind);
    if (index == list.size()) continue;
    const errc code = detail::can_be_sent(list[index]) ? errc::reserved_field : errc::bad_argument;
    return {code, index, list[index].name};
  }
  return {};
}

bool extra_fields::replaces(octets name) const noexcept { return has_field(given, name) || has_field(argument, name); }

bool extra_fields::has(octets name) const noexcept { return replaces(name) || has_field(common, name); }

bool extra_fields::has_member(octets name) const noexcept {
  if (!replaces(name)) return has_member_in(common, name);
  return has_member_in(given, name) || has_member_in(argument, name);
}

void extra_fields::write_all(base::writer& out) const noexcept {
  for (const field& line : given) out.put_field(line.name, line.value);
  for (const field& line : argument) out.put_field(line.name, line.value);
  for (const field& line : common) {
    if (!replaces(line.name)) out.put_field(line.name, line.value);
  }
}

}  // namespace wshake
