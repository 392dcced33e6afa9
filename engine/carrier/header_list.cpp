// SPDX-License-Identifier: BSL-1.0
#include <wshake/header_list.hpp>

#include "base/field_names.hpp"
#include "base/number.hpp"
#include "handshake/check.hpp"
#include "http/header_section.hpp"
#include "http/message_parts.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

using base::fault;
using detail::field_id;

namespace {

bool is_pseudo(const field& line) noexcept { return line.name.first(1) == ":"; }

// A pseudo-header field, and the member of a view that takes its value.
template <class View>
struct pseudo_field {
  octets name;
  octets View::* member;
};

constexpr pseudo_field<request_view> of_requests[] = {
    {":method", &request_view::method},       {":scheme", &request_view::scheme},     {":path", &request_view::target},
    {":authority", &request_view::authority}, {":protocol", &request_view::protocol},
};

// `reason` holds the value of :status until read_response_list() turns the value into a number.
constexpr pseudo_field<response_view> of_responses[] = {{":status", &response_view::reason}};

template <class Row, std::size_t rows>
bool has_row(const Row (&table)[rows], octets name) noexcept {
  for (const Row& row : table) {
    if (row.name == name) return true;
  }
  return false;
}

constexpr diagnostic wrong_version = {errc::unsupported_http_version, 0, {}};

// Reads the pseudo-header fields at the front of a list into `view`. The rest of the list becomes the fields of `view`.
template <class View, std::size_t rows, class Other>
diagnostic read_pseudo_fields(array_view<field> list, const pseudo_field<View> (&known)[rows], const Other& others,
                              View& view) noexcept {
  std::size_t index = 0;
  for (; index < list.size() && is_pseudo(list[index]); ++index) {
    const field& line = list[index];
    const pseudo_field<View>* row = known;
    while (row != known + rows && row->name != line.name) ++row;
    if (row == known + rows) {
      const errc code = has_row(others, line.name) ? errc::misused_pseudo_field : errc::unknown_pseudo_field;
      return {code, index, line.name};
    }
    octets& value = view.*row->member;
    if (!value.empty()) return {errc::repeated_pseudo_field, index, line.name};
    if (line.value.empty()) return {errc::missing_pseudo_field, index, line.name};
    value = line.value;
  }
  fields_access::set(view.header, list, index);
  return {};
}

// The index of the pseudo-header field named `name`; the size of the list if there is no such field.
std::size_t find_index(array_view<field> list, octets name) noexcept {
  std::size_t index = 0;
  while (index < list.size() && list[index].name != name) ++index;
  return index;
}

// The pseudo-header field that a fault of check_first_line() is about.
octets pseudo_name(const fault& found) noexcept {
  switch (found.error) {
    case errc::missing_method:
    case errc::bad_method:
      return ":method";
    case errc::missing_target:
    case errc::bad_target:
    case errc::white_space_in_target:
      return ":path";
    case errc::misused_pseudo_field:
    case errc::missing_pseudo_field:
    case errc::bad_pseudo_field:
      return found.field == field_id::none ? octets(":path") : base::name_of(found.field);
    default:
      return {};
  }
}

// The fault of a list that lacks the pseudo-header field `pseudo` at its front. If the pseudo-header field stands
// behind another field, the fault is misplaced_pseudo_field, otherwise `rule`.
diagnostic missing(errc rule, array_view<field> list, octets pseudo) noexcept {
  const std::size_t index = find_index(list, pseudo);
  return {index < list.size() ? errc::misplaced_pseudo_field : rule, index, pseudo};
}

diagnostic shown(const fault& found, array_view<field> list) noexcept {
  const octets pseudo = pseudo_name(found);
  switch (found.error) {
    case errc::missing_method:
    case errc::missing_target:
    case errc::missing_pseudo_field:
      return missing(found.error, list, pseudo);
    default:
      return {found.error, find_index(list, pseudo), pseudo};
  }
}

}  // namespace

request_list_reading read_request_list(array_view<field> list, unsigned version) noexcept {
  // Every return statement returns this one object, which is built in the caller's memory: a copy of the object would
  // stall on store forwarding.
  request_list_reading read;
  if (!http::is_list_version(version)) {
    read.error = wrong_version;
    return read;
  }
  read.head.version = version;
  read.error = read_pseudo_fields(list, of_requests, of_responses, read.head);
  if (read) {
    const fault broken = check_first_line(read.head);
    if (broken) read.error = shown(broken, list);
  }
  if (!read) [[unlikely]]
    read.head = {};
  return read;
}

response_list_reading read_response_list(array_view<field> list, unsigned version) noexcept {
  if (!http::is_list_version(version)) return {wrong_version, {}};
  response_list_reading read;
  read.head.version = version;
  read.error = read_pseudo_fields(list, of_responses, of_requests, read.head);
  if (!read) return {read.error, {}};
  const octets digits = read.head.reason;
  read.head.reason = {};
  constexpr octets status = ":status";
  if (digits.empty()) return {missing(errc::missing_pseudo_field, list, status), {}};
  if (digits.size() != 3 || !scan::all(digits, scan::digit_octet) || digits[0] == '0') {
    return {{errc::bad_status_code, find_index(list, status), status}, {}};
  }
  read.head.status = base::saturated(digits);
  if (read.head.status == 101) return {{errc::switching_protocols, find_index(list, status), status}, {}};
  return read;
}

bool detail::is_malformed_code(unsigned number) noexcept {
  const errc code = static_cast<errc>(number);
  switch (code) {
    case errc::missing_method:
    case errc::bad_method:
    case errc::missing_target:
    case errc::bad_target:
    case errc::white_space_in_target:
    case errc::bad_status_code:
    case errc::empty_field_name:
    case errc::bad_field_name:
    case errc::bad_field_value:
      return true;
    default:
      return code >= errc::upper_case_field_name && code <= errc::switching_protocols;
  }
}

}  // namespace wshake
