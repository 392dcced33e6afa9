// SPDX-License-Identifier: BSL-1.0
// server_options, in which a configuration is written down, and server_config, which is made of them and checked.
#pragma once

#include <cstddef>
#include <type_traits>

#include <wshake/array_view.hpp>
#include <wshake/deflate.hpp>
#include <wshake/detail/origin.hpp>
#include <wshake/detail/sendable.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// What all connections of a server share, as you write it down. A server_config is made of it.
struct server_options {
  // The subprotocols that this server speaks, the most wanted first. The first one that a client offers is chosen
  // (RFC 6455 §4.2.2(5.5)). Empty: none, unless accept() is told.
  array_view<octets> subprotocols = {};

  // Refuse a handshake that offers none of `subprotocols`, with errc::no_common_subprotocol.
  bool require_subprotocol = false;

  // The origins that may connect: each element is an origin as browsers send it (RFC 6454 §6.2), or a pattern.
  // - "https://example.com": this one.
  // - "https://*.example.com": the subdomains, however deep, and not the name itself.
  // - "https://example.com:*": with any port, or none.
  // - "chrome-extension://*": all of the scheme.
  // - "null": what browsers send for pages without an origin, such as a sandboxed frame of any site.
  // Scheme and host are compared without letter case, and a port that is left out is the scheme's own (§4). Names of
  // other scripts are in their ASCII form (xn--), IPv6 addresses in their shortest. Without a list and same_host_origin
  // all may connect. A client that is no browser may send no Origin: see require_origin.
  array_view<octets> origins = {};

  // The origins at the request's own host and port may connect, beside those of `origins`: http and https, at what Host
  // says, or the authority of an absolute-form target. The scheme is not compared, for the library does not see TLS: a
  // Host without a port goes with an origin without one. A proxy in front must pass Host on as it came.
  //
  // Your duty: a Host that is none of yours leads to a page of its owner's: see handshake().authority.
  bool same_host_origin = false;

  // Refuse a handshake without Origin, with errc::missing_origin.
  bool require_origin = false;

  // permessage-deflate; disabled by default.
  deflate_config deflate = {};

  // Fields for every response. A field of the same name given for one response replaces it.
  array_view<field> header = {};

  // The value of Server, for every response without another one. Empty: no such field.
  octets product = "wshake";

  // Close the connection after every refusal. By default it lives on if the request allows it.
  bool close_refused = false;

  // Limits on the octets of a client.
  limits limit = {};
};

namespace detail {

// These are not constexpr, so that a compiler names the one that a bad constant configuration reaches.
inline void a_subprotocol_is_not_a_token() noexcept {}
inline void no_subprotocol_is_spoken_but_one_is_required() noexcept {}
inline void an_origin_can_never_match() noexcept {}

inline constexpr diagnostic subprotocol_is_required_in_vain = {errc::bad_config, 0, "require_subprotocol"};

// The first member that no server can work with: its name, and the index in its list.
constexpr diagnostic find_fault(const server_options& options) noexcept {
  const auto bad = [](octets member, std::size_t index) { return diagnostic{errc::bad_config, index, member}; };
  for (std::size_t index = 0; index < options.subprotocols.size(); ++index) {
    if (is_token(options.subprotocols[index])) continue;
    if (std::is_constant_evaluated()) a_subprotocol_is_not_a_token();
    return bad("subprotocols", index);
  }
  if (options.require_subprotocol && options.subprotocols.empty()) {
    if (std::is_constant_evaluated()) no_subprotocol_is_spoken_but_one_is_required();
    return subprotocol_is_required_in_vain;
  }
  for (std::size_t index = 0; index < options.origins.size(); ++index) {
    if (can_match(options.origins[index])) continue;
    if (std::is_constant_evaluated()) an_origin_can_never_match();
    return bad("origins", index);
  }
  const std::size_t index = find_unsendable(options.header, message_kind::response);
  if (index != options.header.size()) {
    if (std::is_constant_evaluated()) a_field_cannot_be_sent();
    return bad("header", index);
  }
  if (has_control(options.product)) {
    if (std::is_constant_evaluated()) the_product_cannot_be_sent();
    return bad_product;
  }
  return {};
}

}  // namespace detail

// A server's configuration: server_options, checked once. Any number of threads may use it; it never changes.
//
// A bad constant does not compile. A bad one at run time refuses every request with a plain 500 and errc::bad_config.
//
// Lifetime: it and all that it points to outlive every server made with it.
class server_config {
 public:
  // The default configuration.
  constexpr server_config() noexcept = default;

  // The options are copied; the lists and texts that they point to are not.
  constexpr server_config(const server_options& options) noexcept
      : options_(options), error_(detail::find_fault(options)) {}

  // The options that it was made of.
  [[nodiscard]] constexpr const server_options& options() const noexcept { return options_; }

  // errc::bad_config, the name of the member at fault, and the index in its list. errc::none if all is well.
  [[nodiscard]] constexpr const diagnostic& error() const noexcept { return error_; }

  // Octets of buffer that suffice for every answer without options of its own: accept(out), respond(out).
  [[nodiscard]] constexpr std::size_t response_size() const noexcept {
    constexpr std::size_t largest_fixed_part = 384;
    std::size_t longest_subprotocol = 0;
    for (const octets each : options_.subprotocols) {
      if (each.size() > longest_subprotocol) longest_subprotocol = each.size();
    }
    std::size_t size = largest_fixed_part + options_.product.size() + longest_subprotocol;
    for (const field& line : options_.header) size += line.name.size() + 2 + line.value.size() + 2;
    return size;
  }

 private:
  friend struct config_access;

  server_options options_;
  diagnostic error_;
};

// The default configuration.
inline constexpr server_config default_server_config = {};

}  // namespace wshake
