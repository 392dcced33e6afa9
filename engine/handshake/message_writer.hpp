// SPDX-License-Identifier: BSL-1.0
// Writers of the handshake's messages: extra fields, a client's request, a server's 101.
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

// The extra fields of one message. Fields from the message's options and from the verb's last argument replace the
// configuration's fields of the same name. write() writes the fields of `given`, then of `argument`, then of `common`.
struct extra_fields {
  detail::message_kind kind = {};
  octets product;
  array_view<field> given;     // from the message's options
  array_view<field> argument;  // from the verb's last argument
  array_view<field> common;    // from the configuration, which has checked these fields and the product

  // The first field of the options or the argument that cannot be sent: errc::bad_argument or errc::reserved_field,
  // with its index and name. Checks the sizes first and leaves empty lists, the usual case, uncopied: loading a list in
  // one piece right after its halves were stored would stall on store forwarding.
  diagnostic fault() const noexcept { return given.size() + argument.size() != 0 ? given_fault() : diagnostic{}; }
  bool has(octets name) const noexcept;

  // True if a list field named `name` is written and has a member.
  bool has_member(octets name) const noexcept;

  // Writes the product as Server or User-Agent, unless an extra field has that name.
  void write_product(base::writer& out) const noexcept {
    const octets name = kind == detail::message_kind::response ? octets("Server") : octets("User-Agent");
    if (!product.empty() && !(has_any() && has(name))) out.put_field(name, product);
  }
  // Writes the extra fields.
  void write(base::writer& out) const noexcept {
    if (has_any()) write_all(out);
  }

 private:
  bool has_any() const noexcept { return given.size() + argument.size() + common.size() != 0; }
  // True if the message has its own field of this name. It replaces the configuration's field.
  bool replaces(octets name) const noexcept;
  diagnostic given_fault() const noexcept;
  void write_all(base::writer& out) const noexcept;
};

// The extra fields of a server's answer.
inline extra_fields response_fields(const server_config& config, array_view<field> given,
                                    array_view<field> argument) noexcept {
  return {detail::message_kind::response, config.options().product, given, argument, config.options().header};
}

// The parts of a client's request that its answer is checked against. Views into the output; invalid if the output was
// too small.
struct request_places {
  octets host = {};  // without a port
  octets target = {};
  octets extensions = {};    // the value of Sec-WebSocket-Extensions
  octets subprotocols = {};  // the value of Sec-WebSocket-Protocol
};

// Writes a request with the given key. `beside`, the digest of the key, takes steps between the parts.
write_result write_request_with_key(mutable_octets out, const client_request& request, octets key,
                                    const client_config& config, array_view<field> header, request_places& written,
                                    key::digest* beside = nullptr) noexcept;

// The front of the 101, up to the accept value, and the 100 that precedes the 101 if the client waits for a 100 (RFC
// 9110 section 10.1.1).
inline constexpr octets accept_front =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: ";
inline constexpr octets continue_response = "HTTP/1.1 100 Continue\r\n\r\n";

// Turns an agreement into the choice among the offers that leads to it. Returns the fault of an agreement that answers
// none of the offers.
diagnostic find_choice(const handshake_request& request, const agreement& agreed, choice& chosen) noexcept;

// Writes the fields of an acceptance that every HTTP version has, and the empty line. `extensions` comes from
// accept_options. Returns the rule that `extensions` breaks.
diagnostic put_agreement(base::writer& out, const choice& chosen, const extension_list& offered, octets extensions,
                         const extra_fields& extra) noexcept;

// At namespace scope, because compilers keep the initializer of a local constant in writable memory.
inline constexpr diagnostic bad_status = {errc::bad_status, 0, "status"};

// An answer other than an acceptance, before it is written.
struct refusal {
  diagnostic broken = {};  // why the answer cannot be written
  extra_fields extra = {};
  octets phrase = {};
  octets body = {};
  std::size_t size = 0;  // of the body
  std::uint16_t status = 0;
  errc error = errc::none;      // the error that the answer reports
  errc explained = errc::none;  // the error that the default body explains
  bool explain = false;         // the body is the default body
  bool has_head_only = false;   // the message has neither body nor Content-Length
  bool has_body = false;        // the body is written
  bool close = false;
  bool is_list = false;  // the answer is a header list
};

// Plans the answer to a request with this method and of this HTTP version. A configuration with a fault leads to a
// plain 500.
refusal plan_refusal(octets method, unsigned version, const server_config& config, const response_options& options,
                     array_view<field> header) noexcept;

// Writes the status line of HTTP/1.1, and the fields about the connection: Connection and Upgrade.
void put_refusal_front(base::writer& out, std::uint16_t status, octets phrase, bool close) noexcept;

// Write the fields that every HTTP version has, with the empty line, and the body.
void put_refusal_fields(base::writer& out, const refusal& it) noexcept;
void put_refusal_body(base::writer& out, const refusal& it) noexcept;

// The first member or field of a client's request that is invalid.
diagnostic request_fault(const client_request& request, const extra_fields& extra) noexcept;

// Writes the offers of extensions and subprotocols.
void put_offers(base::writer& out, const client_request& request, request_places& places) noexcept;

// Writes the 101 to a request that passed check(). `digest` is the digest of the request's key, `chosen` the choice
// among the request's offers. `offered`, all extensions that the request offers, is read only if the options have
// extensions.
write_result write_accept(mutable_octets out, const detail::sha1_state& digest, const choice& chosen,
                          const extension_list& offered, const server_config& config, const accept_options& options,
                          array_view<field> header) noexcept;

}  // namespace wshake
