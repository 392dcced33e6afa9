// SPDX-License-Identifier: BSL-1.0
// client_options, in which a configuration is written down, and client_config, which is made of them and checked.
#pragma once

#include <cstddef>
#include <type_traits>

#include <wshake/array_view.hpp>
#include <wshake/detail/sendable.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// What all connections of a client share, as you write it down. A client_config is made of it.
struct client_options {
  // Fields for every handshake; not for a tunnel's CONNECT, which a proxy reads. A field of the same name given for one
  // request replaces it.
  array_view<field> header = {};

  // The value of User-Agent, for every request without another one. Empty: no such field.
  octets product = "wshake";

  // The codec can compress with a window of 2^8, which zlib can't. Unless it is set, an answer that demands it fails
  // the handshake.
  bool window_of_8 = false;

  // Fail a 101 that answers none of the subprotocols offered, with errc::subprotocol_not_answered, as browsers do (RFC
  // 6455 §1.9). A request that offers none requires none. By default agreed() says that there is none, and you decide.
  bool require_subprotocol = false;

  // Say to a server that this is the connection's only request: `Connection: Upgrade, close`. After it
  // next().same_connection is false. A client that never asks twice on one connection has to say so (RFC 9112 §9.3). It
  // changes nothing for a handshake that opens, and nothing of a tunnel: a proxy would close behind the 2xx that opens
  // it (§9.6).
  bool close = false;

  // Take response heads that break RFC 9112 in what browsers overlook: a bare LF ends a line; empty lines stand before
  // the status line, as many as `limit` allows; the minor version has further digits (HTTP/1.10); several SP stand
  // before the status code; white space stands before a colon; a value contains control octets other than CR, LF and
  // NUL. All else is judged as strictly. After a refusal whose head needs it next().same_connection is false: two
  // readers may disagree on where such a head ends. For a tunnel, too.
  bool lenient = false;

  // Limits on the octets of a server.
  limits limit = {};
};

namespace detail {

// The first member that no client can work with: its name, and the index in its list.
constexpr diagnostic find_fault(const client_options& options) noexcept {
  const std::size_t index = find_unsendable(options.header, message_kind::request);
  if (index != options.header.size()) {
    if (std::is_constant_evaluated()) a_field_cannot_be_sent();
    return {errc::bad_config, index, "header"};
  }
  if (has_control(options.product)) {
    if (std::is_constant_evaluated()) the_product_cannot_be_sent();
    return bad_product;
  }
  return {};
}

}  // namespace detail

// The configuration of clients and tunnels: client_options, checked once. Any number of threads may use it; it never
// changes.
//
// A bad constant does not compile. With a bad one at run time no request is written: errc::bad_config.
//
// Lifetime: it and all that it points to outlive every client and tunnel made with it.
class client_config {
 public:
  // The default configuration.
  constexpr client_config() noexcept = default;

  // The options are copied; the lists and texts that they point to are not.
  constexpr client_config(const client_options& options) noexcept
      : options_(options), error_(detail::find_fault(options)) {}

  // The options that it was made of.
  [[nodiscard]] constexpr const client_options& options() const noexcept { return options_; }

  // errc::bad_config, the name of the member at fault, and the index in its list. errc::none if all is well.
  [[nodiscard]] constexpr const diagnostic& error() const noexcept { return error_; }

 private:
  friend struct config_access;

  client_options options_;
  diagnostic error_;
};

// The default configuration.
inline constexpr client_config default_client_config = {};

}  // namespace wshake
