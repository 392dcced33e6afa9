// SPDX-License-Identifier: BSL-1.0
// Writers of the handshake's messages: a client's request, a server's 101 or refusal, and the caller's fields in them.
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

// The fields that the caller adds to one message. A field in `given` or `argument` replaces the fields of the same name
// in `common`. write() writes `given`, then `argument`, then `common`.
struct extra_fields {
  detail::message_kind kind = {};
  octets product;
  array_view<field> given;     // from the message's options
  array_view<field> argument;  // from the last argument of the public function
  array_view<field> common;    // from the configuration, which has checked these fields and the product

  // The error of the first field in `given` or `argument` that cannot be sent: errc::bad_argument or
  // errc::reserved_field, with the field's index and name. If both lists are empty, the usual case, no list is copied:
  // a copy would load a list in one piece right after its pointer and size were stored, and stall on store forwarding.
  diagnostic fault() const noexcept { return given.size() + argument.size() != 0 ? given_fault() : diagnostic{}; }
  bool has(octets name) const noexcept;

  // True if write() writes a field named `name` whose value, a list, has a member.
  bool has_member(octets name) const noexcept;

  // Writes the product, as Server in an answer and as User-Agent in a request, unless an extra field has this name.
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
  // True if `given` or `argument` has a field of this name.
  bool replaces(octets name) const noexcept;
  diagnostic given_fault() const noexcept;
  void write_all(base::writer& out) const noexcept;
};

inline extra_fields response_fields(const server_config& config, array_view<field> given,
                                    array_view<field> argument) noexcept {
  return {detail::message_kind::response, config.options().product, given, argument, config.options().header};
}

// The parts of a written request against which the client checks the answer. The members are views of the output, and
// are invalid if the output was too small.
struct request_places {
  octets host = {};  // without a port
  octets target = {};
  octets extensions = {};    // the value of Sec-WebSocket-Extensions
  octets subprotocols = {};  // the value of Sec-WebSocket-Protocol
};

// Writes a request with the given key. If `beside`, the digest of the key, is not null, the function advances it by one
// step after each part of the work.
write_result write_request_with_key(mutable_octets out, const client_request& request, octets key,
                                    const client_config& config, array_view<field> header, request_places& written,
                                    key::digest* beside = nullptr) noexcept;

// `accept_front`: the 101 up to the accept value. `continue_response`: the 100 that precedes the 101 if the request
// expects a 100 (RFC 9110 section 10.1.1).
inline constexpr octets accept_front =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: ";
inline constexpr octets continue_response = "HTTP/1.1 100 Continue\r\n\r\n";

// Sets `chosen` to the choice among the request's offers that results in the agreement `agreed`. Returns an error if no
// choice results in it.
diagnostic find_choice(const handshake_request& request, const agreement& agreed, choice& chosen) noexcept;

// Writes the fields that an acceptance has in every HTTP version, and the empty line. `extensions` comes from
// accept_options. Returns an error if `extensions` breaks a rule.
diagnostic put_agreement(base::writer& out, const choice& chosen, const extension_list& offered, octets extensions,
                         const extra_fields& extra) noexcept;

// At namespace scope, because compilers put the initializer of a local constant into writable data, which the test
// `library` rejects.
inline constexpr diagnostic bad_status = {errc::bad_status, 0, "status"};

// The contents of an answer other than an acceptance. plan_refusal() finds them before anything is written.
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

// Finds the contents of the answer to a request with this method and of this HTTP version. If `config` is invalid, the
// answer is a 500, and `options` and `header` are ignored.
refusal plan_refusal(octets method, unsigned version, const server_config& config, const response_options& options,
                     array_view<field> header) noexcept;

// Writes the status line of HTTP/1.1, and the fields about the connection: Connection and Upgrade.
void put_refusal_front(base::writer& out, std::uint16_t status, octets phrase, bool close) noexcept;

// put_refusal_fields() writes the fields that a refusal has in every HTTP version, and the empty line.
void put_refusal_fields(base::writer& out, const refusal& it) noexcept;
void put_refusal_body(base::writer& out, const refusal& it) noexcept;

// The error of the first invalid member of `request` or field of `extra`.
diagnostic request_fault(const client_request& request, const extra_fields& extra) noexcept;

// Writes the offers of extensions and subprotocols, and stores views of them in `places`.
void put_offers(base::writer& out, const client_request& request, request_places& places) noexcept;

// Writes the 101 to a request that passed check(). `digest` is the digest of the request's key, `chosen` the choice
// among the request's offers. `offered` has all extensions that the request offers. If options.extensions is empty, the
// function does not read `offered`.
write_result write_accept(mutable_octets out, const detail::sha1_state& digest, const choice& chosen,
                          const extension_list& offered, const server_config& config, const accept_options& options,
                          array_view<field> header) noexcept;

}  // namespace wshake
