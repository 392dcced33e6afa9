// SPDX-License-Identifier: BSL-1.0
// Declares the part of the error table that only the engine reads.
#pragma once

#include <wshake/detail/field_table.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// The part of an error's row that only the engine reads. `message` and `rule` are the texts of error_info, with their
// sizes.
struct error_text {
  octets message;
  octets rule;
  detail::field_id field;  // the field that the rule is about; field_id::none if it is about no single field
  bool ends_connection;    // a response with this error is the last response on its connection
};

const error_text& text_of(errc code) noexcept;

}  // namespace wshake
