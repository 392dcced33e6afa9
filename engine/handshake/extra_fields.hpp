// SPDX-License-Identifier: BSL-1.0
// The fields of a message that are not the handshake's own: the caller's, and the product.
#pragma once

#include <span>

#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

#include "http/writer.hpp"

namespace wshake {

// What is given for one message stands before what the configuration gives for all, and replaces it by name.
struct extra_fields {
  octets product_name;  // "Server" or "User-Agent"
  octets product;
  std::span<const field> given;
  std::span<const field> common;
  std::span<const octets> reserved = {};  // names that this message must not have, beside those that none must have

  // errc::bad_argument or errc::reserved_field where a field can't be sent.
  errc fault() const noexcept;
  bool has(octets name) const noexcept;
  void write_product(http::writer& out) const noexcept;  // unless it is among the caller's fields
  void write(http::writer& out) const noexcept;          // the caller's fields
};

}  // namespace wshake
