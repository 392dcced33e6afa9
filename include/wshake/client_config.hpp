// SPDX-License-Identifier: BSL-1.0
// client_config: options that connections of a client share, checked once.
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

// Options that all connections of a client share: an aggregate, from which a client_config is made.
struct client_options {
  // Fields that every handshake sends. A field of the request replaces all fields of the same name in this list: see
  // client_request::header. CONNECT is sent without the fields in this list, because a proxy reads CONNECT.
  array_view<field> header = {};

  // The value of User-Agent, unless `header` or the fields of a request have User-Agent. An empty value leaves the
  // field out.
  octets product = "wshake";

  // True: your codec for permessage-deflate can compress with a window of 2^8 octets, which zlib cannot. False: a
  // response that demands such a window fails the handshake.
  bool window_of_8 = false;

  // If a 101 answers none of the subprotocols that were offered, fail with errc::subprotocol_not_answered, as browsers
  // do (RFC 6455 section 1.9). A request that offers no subprotocol is not affected. By default the connection opens
  // without a subprotocol, and agreed() shows that there is none.
  bool require_subprotocol = false;

  // Send `Connection: Upgrade, close`: no further request follows on the connection. A client that never reuses a
  // connection must send `close` (RFC 9112 section 9.3). After a refusal of such a request next().same_connection is
  // false. A 101 opens the WebSocket as usual. CONNECT is sent without `close`, because a proxy would close the tunnel
  // (RFC 9112 section 9.6).
  bool close = false;

  // Accept response heads with the deviations from RFC 9112 that browsers accept:
  // - a bare LF ends a line;
  // - empty lines stand before the status line, at most limits::empty_lines of them;
  // - the minor version has more than one digit (HTTP/1.10);
  // - several SP stand before the status code;
  // - white space stands before a colon;
  // - a value contains control octets other than CR, LF and NUL.
  //
  // All other rules stay strict. Two readers may disagree on the end of a head that deviates, so after a refusal with
  // such a head next().same_connection is false. The option also holds for the responses that a tunnel reads.
  bool lenient = false;

  // Limits on responses.
  limits limit = {};
};

namespace detail {

// Returns the name of the first invalid member, and the index of the invalid element if the member is a list.
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

// The configuration of clients and tunnels: client_options, checked once. A client_config never changes, and any number
// of threads may use it at the same time.
//
// An invalid constexpr configuration does not compile. If the configuration is invalid at run time, no request is
// written: start(), write_request() and write_connect() return errc::bad_config.
//
// Lifetime: the configuration and everything that it points to must outlive every client and tunnel made with it.
class client_config {
 public:
  // The default configuration.
  constexpr client_config() noexcept = default;

  // Copies the options, but not the lists and texts that they point to.
  constexpr client_config(const client_options& options) noexcept
      : options_(options), error_(detail::find_fault(options)) {}

  // The options that the configuration was made from.
  [[nodiscard]] constexpr const client_options& options() const noexcept { return options_; }

  // errc::bad_config, the name of the invalid member, and the index of the invalid element if the member is a list;
  // errc::none if the options are valid.
  [[nodiscard]] constexpr const diagnostic& error() const noexcept { return error_; }

 private:
  friend struct config_access;

  client_options options_;
  diagnostic error_;
};

// The default configuration.
inline constexpr client_config default_client_config = {};

}  // namespace wshake
