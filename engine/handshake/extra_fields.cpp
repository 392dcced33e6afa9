// SPDX-License-Identifier: BSL-1.0
#include "extra_fields.hpp"

#include <array>

#include "http/list_reader.hpp"
#include "http/octet_class.hpp"

namespace wshake {

namespace {

// Of every message.
constexpr std::array<octets, 8> reserved_names = {
    "Connection", "Upgrade", "Content-Length", "Transfer-Encoding", "Trailer",
    // Connection would have to list these (RFC 9110 §7.6.1), and it is the handshake's own.
    "TE", "Keep-Alive", "Proxy-Connection"};
constexpr octets reserved_prefix = "Sec-WebSocket-";

bool is_among(array_view<octets> names, octets name) noexcept {
  for (const octets one : names) {
    if (http::equal_ignoring_case(name, one)) return true;
  }
  return false;
}

errc fault_in(array_view<field> header, array_view<octets> further_reserved) noexcept {
  for (const field& line : header) {
    if (!http::is_token(line.name) || http::any(line.value, http::control_octet)) return errc::bad_argument;
    if (is_among(reserved_names, line.name) || is_among(further_reserved, line.name) ||
        http::equal_ignoring_case(line.name.first(reserved_prefix.size()), reserved_prefix)) {
      return errc::reserved_field;
    }
  }
  return errc::none;
}

bool has_field(array_view<field> header, octets name) noexcept {
  for (const field& line : header) {
    if (http::equal_ignoring_case(line.name, name)) return true;
  }
  return false;
}

bool has_member_in(array_view<field> header, octets name) noexcept {
  for (const field& line : header) {
    if (http::equal_ignoring_case(line.name, name) && http::list_reader(line.value).skip_empty_members()) return true;
  }
  return false;
}

}  // namespace

errc extra_fields::fault() const noexcept {
  if (http::any(product, http::control_octet)) return errc::bad_argument;
  if (!has_any()) return errc::none;
  for (const array_view<field>& list : {given, argument, common}) {
    const errc broken = fault_in(list, reserved);
    if (broken != errc::none) return broken;
  }
  return errc::none;
}

bool extra_fields::replaces(octets name) const noexcept { return has_field(given, name) || has_field(argument, name); }

bool extra_fields::has(octets name) const noexcept { return replaces(name) || has_field(common, name); }

bool extra_fields::has_member(octets name) const noexcept {
  if (!replaces(name)) return has_member_in(common, name);
  return has_member_in(given, name) || has_member_in(argument, name);
}

void extra_fields::write_all(http::writer& out) const noexcept {
  for (const field& line : given) out.put_field(line.name, line.value);
  for (const field& line : argument) out.put_field(line.name, line.value);
  for (const field& line : common) {
    if (!replaces(line.name)) out.put_field(line.name, line.value);
  }
}

}  // namespace wshake
