// SPDX-License-Identifier: BSL-1.0
// query: the members of a request target's query.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// The result of find_query_member(). The query has no member with the name if `value` is unset and `error` is ok().
//
// Lifetime: `value` is a view of the buffer.
struct [[nodiscard]] query_member {
  std::optional<octets> value = {};  // decoded, empty if the member has no value; unset if nothing was written
  std::size_t needed = 0;            // after errc::need_room: the buffer size that suffices
  diagnostic error = {};             // why the value was not written, although the query has the member

  // True if the query has the member and its value was written.
  explicit operator bool() const noexcept { return value.has_value(); }
};

// Writes the value of the first member of the query whose name is `name`. `target` is a request target in origin-form
// or absolute-form, :path, or a resource name. Its query begins behind the first "?", and is read as
// application/x-www-form-urlencoded (WHATWG URL section 5.1): "&" separates members, the first "=" of a member ends its
// name, "+" is a space, and "%" with two hexadecimal digits is an octet. ";" separates nothing. A member without "="
// has an empty value; empty members are skipped.
//
// Names are compared after they are decoded, and letter case counts. The decoded value may contain any octet, also NUL
// and line ends, and need not be UTF-8. `out` must overlap neither `target` nor `name`.
//
// A "%" without two hexadecimal digits behind it is an error in the value. WHATWG keeps such a "%". Other readers drop
// the "%" or reject the query, so two readers of one request would see different values. A member whose name has such a
// "%" is skipped: its name equals no `name`. The values of other members are not read.
//
// Errors:
// - need_room: a buffer of `needed` octets suffices. A buffer as large as `target` always suffices.
// - bad_target: the value has a "%" that two hexadecimal digits do not follow. `offset` is the offset of the "%" in
//   `target`.
// RFC: 3986 sections 2.1, 3.4
WSHAKE_API query_member find_query_member(octets target, octets name, mutable_octets out) noexcept;

}  // namespace wshake
