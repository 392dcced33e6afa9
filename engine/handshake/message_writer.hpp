// SPDX-License-Identifier: BSL-1.0
// The messages of the handshake as they are written: the caller's fields, a client's request, a server's 101.
#pragma once

#include <wshake/answer.hpp>
#include <wshake/array_view.hpp>
#include <wshake/client_config.hpp>
#include <wshake/client_request.hpp>
#include <wshake/detail/sendable.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

#include "base/writer.hpp"
#include "key/digest.hpp"
#include "negotiate.hpp"

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

// Where in a client's request stands what the answer is compared with. Views into the output; meaningless where it is
// too small.
struct request_places {
  octets host = {};  // without a port
  octets target = {};
  octets extensions = {};    // the value of Sec-WebSocket-Extensions
  octets subprotocols = {};  // the value of Sec-WebSocket-Protocol
};

// The request with a key of its own. The digest of that is made beside it.
write_result write_request_with_key(mutable_octets out, const client_request& request, octets key,
                                    const client_config& config, array_view<field> header, request_places& written,
                                    key::digest* beside = nullptr) noexcept;

// The 101 to a request that has been checked, with the digest of its key and what was chosen among its offers.
// `offered`, all its extensions, is looked at only where the options answer some.
write_result write_accept(mutable_octets out, const detail::sha1_state& digest, const choice& chosen,
                          const extension_list& offered, const server_config& config, const accept_options& options,
                          array_view<field> header) noexcept;

}  // namespace wshake
