// SPDX-License-Identifier: BSL-1.0
// query: finds a member, such as room=1, in the query of a request target.
#pragma once

#include <cstddef>
#include <optional>

#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// The result of find_query_member(). If `value` is unset and `error` is ok(), the query has no member with this name.
//
// Lifetime: `value` is a view of `out`, the caller's buffer.
struct [[nodiscard]] query_member {
  std::optional<octets> value = {};  // decoded, empty if the member has no value; unset if nothing was written
  std::size_t needed = 0;            // after errc::need_room: the buffer size that suffices
  diagnostic error = {};             // why the value was not written, although the query has the member

  // True if the query has the member and its value was written.
  explicit operator bool() const noexcept { return value.has_value(); }
};

// Finds the first member named `name` in the query of `target`, decodes its value, and writes the decoded value to
// `out`. `target` is a request target in origin-form or absolute-form, :path, or a resource name. The query begins
// behind the first "?" of `target`. The query is read as application/x-www-form-urlencoded (WHATWG URL section 5.1):
// - "&" separates members. ";" does not. Empty members are skipped.
// - The first "=" of a member ends the name. A member without "=" has an empty value.
// - "+" is a space. "%" with two hexadecimal digits is an octet.
//
// Names are compared after they are decoded, and letter case counts. The decoded value may contain any octet, also NUL
// and line ends, and need not be UTF-8. `out` must overlap neither `target` nor `name`.
//
// In the value, a "%" without two hexadecimal digits behind it is an error, because readers differ: WHATWG keeps such a
// "%", other readers drop the "%" or reject the query. A member with such a "%" in its name is skipped. The values of
// other members are not read.
//
// Errors:
// - need_room: a buffer of `needed` octets suffices. A buffer as large as `target` always suffices.
// - bad_target: the value has a "%" without two hexadecimal digits behind it. `offset` is the offset of the "%" in
//   `target`.
// RFC: 3986 sections 2.1, 3.4
WSHAKE_API query_member find_query_member(octets target, octets name, mutable_octets out) noexcept;

}  // namespace wshake
