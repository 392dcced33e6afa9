// SPDX-License-Identifier: BSL-1.0
// The fields of a message that are not the handshake's own: the caller's, and the product.
#pragma once

#include <wshake/array_view.hpp>
#include <wshake/detail/sendable.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

#include "base/writer.hpp"

namespace wshake {

// The fields of one message, those of its options and those of its argument, replace the configuration's by name. They
// are written in this order.
struct extra_fields {
  detail::message_kind kind;
  octets product;
  array_view<field> given;     // in the options
  array_view<field> argument;  // behind them
  array_view<field> common;    // in the configuration, which has checked them and the product

  // errc::bad_argument or errc::reserved_field, and the index and name of the first given field that can't be sent. The
  // usual empty lists are not copied: a list loaded whole, right after its halves were stored, waits for store
  // forwarding.
  diagnostic fault() const noexcept { return given.size() + argument.size() != 0 ? given_fault() : diagnostic{}; }
  bool has(octets name) const noexcept;

  // Is a list of that name written that has a member?
  bool has_member(octets name) const noexcept;

  // The product, unless it is among the caller's fields.
  void write_product(http::writer& out) const noexcept {
    const octets name = kind == detail::message_kind::response ? octets("Server") : octets("User-Agent");
    if (!product.empty() && !(has_any() && has(name))) out.put_field(name, product);
  }
  // The caller's fields.
  void write(http::writer& out) const noexcept {
    if (has_any()) write_all(out);
  }

 private:
  bool has_any() const noexcept { return given.size() + argument.size() + common.size() != 0; }
  // True if the message has such a field of its own, which the configuration's gives way to.
  bool replaces(octets name) const noexcept;
  diagnostic given_fault() const noexcept;
  void write_all(http::writer& out) const noexcept;
};

}  // namespace wshake
