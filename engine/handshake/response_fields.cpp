// SPDX-License-Identifier: BSL-1.0
#include "response_fields.hpp"

#include <array>

#include "http/octet_class.hpp"

namespace wshake {

namespace {

constexpr std::array<octets, 5> reserved_names = {"Connection", "Upgrade", "Content-Length", "Transfer-Encoding",
                                                  "Trailer"};
constexpr octets reserved_prefix = "Sec-WebSocket-";

bool is_reserved(octets name) noexcept {
  for (const octets reserved : reserved_names) {
    if (http::equal_ignoring_case(name, reserved)) return true;
  }
  return http::equal_ignoring_case(name.first(reserved_prefix.size()), reserved_prefix);
}

errc fault_in(std::span<const field> header) noexcept {
  for (const field& line : header) {
    if (!http::is_token(line.name) || http::any(line.value, http::control_octet)) return errc::bad_argument;
    if (is_reserved(line.name)) return errc::reserved_field;
  }
  return errc::none;
}

bool has_field(std::span<const field> header, octets name) noexcept {
  for (const field& line : header) {
    if (http::equal_ignoring_case(line.name, name)) return true;
  }
  return false;
}

}  // namespace

errc response_fields::fault() const noexcept {
  if (http::any(config.product, http::control_octet)) return errc::bad_argument;
  const errc broken = fault_in(given);
  return broken != errc::none ? broken : fault_in(config.header);
}

bool response_fields::has(octets name) const noexcept {
  return has_field(given, name) || has_field(config.header, name);
}

void response_fields::write(http::writer& out) const noexcept {
  if (!config.product.empty() && !has("Server")) out.put_field("Server", config.product);
  for (const field& line : given) out.put_field(line.name, line.value);
  for (const field& line : config.header) {
    if (!has_field(given, line.name)) out.put_field(line.name, line.value);
  }
}

}  // namespace wshake
