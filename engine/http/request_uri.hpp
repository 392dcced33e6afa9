// SPDX-License-Identifier: BSL-1.0
// Checks and writes the parts of a URI that stand in a request, and resolves URI references such as Location.
#pragma once

#include <cstdint>
#include <optional>

#include <wshake/octets.hpp>
#include <wshake/uri.hpp>

#include "base/writer.hpp"

namespace wshake::http {

// errc::bad_uri if the member host or resource_name of `where` cannot stand in a request. The diagnostic has the
// member's name, and the offset of the first invalid octet in the member; the member's size if the member ends too
// early. No URI that parse_uri() returns has this fault.
diagnostic uri_fault(const uri& where) noexcept;

std::uint16_t port_of(const uri& where) noexcept;

void put_host(writer& out, const uri& where) noexcept;    // see write_host()
void put_target(writer& out, const uri& where) noexcept;  // see write_target()

// Resolves `reference` against `base` (RFC 3986 section 5.2.2), without merging the paths. The merged path is `before`,
// followed by the path of target.resource_name. The caller must remove the dot segments of the merged path. Returns no
// value if `base` or `reference` is invalid, or if `reference` has userinfo or a scheme other than http, https, ws and
// wss.
struct resolved {
  uri target = {};
  octets before = {};  // the part of the base's path that stands before the reference's path
};
std::optional<resolved> resolve(const uri& base, octets reference) noexcept;

}  // namespace wshake::http
