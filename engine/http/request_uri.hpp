// SPDX-License-Identifier: BSL-1.0
// What a request says of a URI, and where a reference leads.
#pragma once

#include <cstdint>
#include <optional>

#include <wshake/octets.hpp>
#include <wshake/uri.hpp>

#include "base/writer.hpp"

namespace wshake::http {

// errc::bad_uri if host or resource_name can't stand in a request, with the member's name and the offset in it. All
// that parse_uri() found can.
diagnostic uri_fault(const uri& where) noexcept;

std::uint16_t port_of(const uri& where) noexcept;

void put_host(writer& out, const uri& where) noexcept;    // see write_host()
void put_target(writer& out, const uri& where) noexcept;  // see write_target()

// Where a reference leads that is found at `base` (RFC 3986 §5.2.2), its path still to be merged: `before` and the path
// of target.resource_name, from which dot segments are to be removed. Unset: to none of the four schemes.
struct resolved {
  uri target = {};
  octets before = {};  // what of the base's path stays before the reference's
};
std::optional<resolved> resolve(const uri& base, octets reference) noexcept;

}  // namespace wshake::http
