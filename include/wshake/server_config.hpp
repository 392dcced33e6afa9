// SPDX-License-Identifier: BSL-1.0
// server_config: holds the options that all connections of a server share, and checks them once.
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

// Options that all connections of a server share: an aggregate, from which you make a server_config.
struct server_options {
  // The subprotocols that this server supports, the preferred one first. The server chooses the first subprotocol in
  // this list that the client offers (RFC 6455 section 4.2.2(5.5)). If the list is empty, the server chooses no
  // subprotocol, unless the options of accept() name one.
  array_view<octets> subprotocols = {};

  // Refuse a handshake that offers no subprotocol (errc::missing_subprotocol) or none of `subprotocols`
  // (errc::no_common_subprotocol).
  bool require_subprotocol = false;

  // The origins that may connect: each element is an origin as browsers send it (RFC 6454 section 6.2), or a pattern.
  // - "https://example.com": this origin.
  // - "https://*.example.com": all subdomains of example.com at any depth, but not example.com itself.
  // - "https://example.com:*": the scheme and host with any port, or without a port.
  // - "chrome-extension://*": all origins of the scheme.
  // - "null": browsers send "null" for pages without an origin, such as a sandboxed frame of any site.
  //
  // Letter case has no meaning in schemes and hosts. A missing port is the default port of the scheme (RFC 6454 section
  // 4). Write internationalized host names in their ASCII form (xn--), and IPv6 addresses in their shortest form. If
  // the list is empty and same_host_origin is false, all origins may connect. A handshake without Origin is accepted
  // even if the list is not empty: see require_origin.
  array_view<octets> origins = {};

  // Also allow an origin with scheme http or https if it has the host and port of the request. The request's host and
  // port come from Host, from the authority of an absolute-form target, or over HTTP/2 and HTTP/3 from :authority. A
  // Host without a port matches an origin with the default port of the origin's scheme. The library does not compare
  // the origin's scheme with the connection, because it does not see TLS. A proxy in front of the server must pass Host
  // on unchanged.
  //
  // Your duty: check that handshake().authority is one of your hosts. Otherwise a page of any host whose name resolves
  // to your address may connect (DNS rebinding).
  bool same_host_origin = false;

  // Refuse a handshake without Origin, with errc::missing_origin.
  bool require_origin = false;

  // permessage-deflate; disabled by default.
  deflate_config deflate = {};

  // Fields that every response has. A field that you give for a single response replaces all fields of the same name in
  // this list: see accept_options::header and response_options::header.
  array_view<field> header = {};

  // The value of Server, unless `header` or the fields of a response have Server. An empty value leaves the field out.
  octets product = "wshake";

  // Close the connection after every refusal. By default the connection stays open if the request allows it.
  bool close_refused = false;

  // Limits on requests.
  limits limit = {};
};

namespace detail {

// These functions are not constexpr: if a constexpr configuration is invalid, the compiler's message names the function
// that was called.
inline void a_subprotocol_is_not_a_token() noexcept {}
inline void no_subprotocol_is_spoken_but_one_is_required() noexcept {}
inline void an_origin_can_never_match() noexcept {}

inline constexpr diagnostic subprotocol_is_required_in_vain = {errc::bad_config, 0, "require_subprotocol"};

// Returns errc::bad_config with the name of the first invalid member, and with the index of the invalid element if the
// member is a list. Returns ok() if all members are valid.
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

// A server's configuration: server_options, checked once. A server_config never changes, and any number of threads may
// use it at the same time.
//
// An invalid constexpr configuration does not compile. If the configuration is invalid at run time, the server refuses
// every request with errc::bad_config and a 500 that has neither Server nor fields of your own.
//
// Lifetime: the configuration and everything that it points to must outlive every server made with it.
class server_config {
 public:
  // The default configuration.
  constexpr server_config() noexcept = default;

  // Copies the options, but not the lists and texts that they point to.
  constexpr server_config(const server_options& options) noexcept
      : options_(options), error_(detail::find_fault(options)) {}

  // The options that the configuration was made from.
  [[nodiscard]] constexpr const server_options& options() const noexcept { return options_; }

  // errc::bad_config, the name of the invalid member, and the index of the invalid element if the member is a list;
  // errc::none if the options are valid.
  [[nodiscard]] constexpr const diagnostic& error() const noexcept { return error_; }

  // The size of a buffer that is large enough for every answer of accept(out) and respond(out), called without further
  // arguments.
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
