// SPDX-License-Identifier: BSL-1.0
// fault: a broken rule, the offset of the octet that breaks the rule, and the field that the rule is about. The engine
// identifies a field by its id; the id becomes a name when a fault becomes a diagnostic.
#pragma once

#include <cstddef>

#include <wshake/detail/field_table.hpp>
#include <wshake/error.hpp>

#include "rooms.hpp"

namespace wshake::base {

// A fault has the size of two registers, so that functions return it in registers.
struct fault {
  errc error = errc::none;
  detail::field_id field = detail::field_id::none;  // none stands for the field in the rule's row of the error table
  std::size_t offset = 0;                           // of the wrong octet, or the index of the wrong field in a list

  constexpr fault() noexcept = default;
  constexpr fault(errc rule, std::size_t at = 0, detail::field_id about = detail::field_id::none) noexcept
      : error(rule), field(about), offset(at) {}

  constexpr explicit operator bool() const noexcept { return error != errc::none; }

  // The same fault with `begin` added to its offset.
  constexpr fault from(std::size_t begin) const noexcept { return {error, begin + offset, field}; }
};

// "No fault" as an offset. A sentinel instead of std::optional, which is returned through memory.
inline constexpr std::size_t no_fault = static_cast<std::size_t>(-1);

}  // namespace wshake::base
