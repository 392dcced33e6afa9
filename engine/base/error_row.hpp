// SPDX-License-Identifier: BSL-1.0
// What the engine itself reads in the error table.
#pragma once

#include <wshake/detail/field_table.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// What the error table says beyond error_info.
struct error_text {
  octets message;
  octets rule;
  detail::field_id field;  // that the rule is about; field_id::none where it is about no certain one
  bool ends_connection;    // the answer to it is the last one
};

const error_text& text_of(errc code) noexcept;

}  // namespace wshake
