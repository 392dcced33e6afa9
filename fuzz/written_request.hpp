// SPDX-License-Identifier: BSL-1.0
// Finds the rules that a caller's request breaks, and checks the octets that start() writes if no rule is broken.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include <wshake/client_request.hpp>
#include <wshake/server_config.hpp>
#include <wshake/tunnel.hpp>

#include "naive_check.hpp"
#include "naive_deflate.hpp"
#include "naive_uri.hpp"
#include "slow_accept.hpp"

namespace fuzz {

using faults = std::vector<wshake::errc>;

inline bool is_among(const faults& all, wshake::errc one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

inline naive_uri naive_where(const wshake::uri& where) {
  naive_uri found;
  found.secure = where.secure;
  found.host = text(std::string_view(where.host));
  found.port = where.port != 0 ? where.port : where.secure ? 443 : 80;
  found.resource_name = text(std::string_view(where.resource_name));
  if (!starts_with(found.resource_name, "/")) found.resource_name.insert(0, "/");
  return found;
}

inline bool is_own_field(std::string_view name) {
  for (const char* const own : {"Host", "Connection", "Upgrade", "Origin", "Expect", "Content-Length",
                                "Transfer-Encoding", "Trailer", "TE", "Keep-Alive", "Proxy-Connection"}) {
    if (same_ignoring_case(name, own)) return true;
  }
  return same_ignoring_case(name.substr(0, 14), "Sec-WebSocket-");
}

// Adds errors to `found` if no request may contain `line`, a field that the caller wants to send.
inline void add_faults_of(const wshake::field& line, faults& found) {
  using wshake::errc;
  if (!is_token(line.name) || !all_of(line.value, is_value_octet)) found.push_back(errc::bad_argument);
  if (is_own_field(line.name)) found.push_back(errc::reserved_field);
}

// start() writes no request with an invalid configuration, even if the request would not contain the invalid part.
inline bool is_sound(const wshake::client_options& config) {
  faults found;
  for (const wshake::field& line : config.header) add_faults_of(line, found);
  return found.empty() && all_of(config.product, is_value_octet);
}

// Collects the faults that the requests of a client and of a tunnel can both have.
inline faults faults_of(const wshake::uri& where, wshake::array_view<wshake::field> header,
                        const wshake::client_options& config) {
  using wshake::errc;
  if (!is_sound(config)) return {errc::bad_config};
  faults found;
  const std::string_view host = where.host;
  // True if `host` has no port.
  const bool whole = starts_with(host, "[") ? host.back() == ']' : host.find(':') == std::string_view::npos;
  if (!is_host(host) || !whole || !is_resource_name(where.resource_name)) found.push_back(errc::bad_uri);
  for (const wshake::field& line : header) add_faults_of(line, found);
  return found;
}

// The fields of a configuration are for the server behind the proxy, so the tunnel's request leaves them out.
inline wshake::client_options without_header(wshake::client_options config) {
  config.header = {};
  return config;
}

inline faults faults_of(const wshake::tunnel_request& request, const wshake::client_options& config) {
  return faults_of(request.where, request.header, config);
}

inline faults faults_of(const wshake::client_request& request, const wshake::client_options& config) {
  using wshake::errc;
  faults found = faults_of(request.where, request.header, config);
  if (is_among(found, errc::bad_config)) return found;
  if (!all_of(request.origin, is_value_octet)) found.push_back(errc::bad_argument);
  if (request.absolute_form && request.where.secure) found.push_back(errc::bad_argument);
  if (request.subprotocols.size() > 64) found.push_back(errc::too_many_subprotocols);
  for (std::size_t at = 0; at < request.subprotocols.size(); ++at) {
    const std::string_view one = request.subprotocols[at];
    if (!is_token(one)) found.push_back(errc::bad_subprotocols);
    for (std::size_t earlier = 0; earlier < at; ++earlier) {
      if (std::string_view(request.subprotocols[earlier]) == one) found.push_back(errc::repeated_subprotocol);
    }
  }
  for (const wshake::deflate_offer& offer : request.deflate) {
    for (const unsigned window : {offer.server_max_window_bits, offer.client_max_window_bits}) {
      if (window != 0 && (window < 8 || window > 15)) found.push_back(errc::bad_window_bits);
    }
  }
  const auto extensions = read_extensions({request.extensions});
  if (!extensions) found.push_back(errc::bad_extensions);
  if (extensions && !request.extensions.empty() && extensions->empty()) found.push_back(errc::empty_extensions);
  return found;
}

// Checks that the written request has the caller's fields, the configuration's fields, and User-Agent.
inline void check_extra(const lines& written, wshake::array_view<wshake::field> given,
                        const wshake::client_options& config, std::size_t own) {
  std::vector<wshake::field> expected(given.begin(), given.end());
  const auto has = [](wshake::array_view<wshake::field> list, std::string_view name) {
    for (const wshake::field& line : list) {
      if (same_ignoring_case(line.name, name)) return true;
    }
    return false;
  };
  for (const wshake::field& line : config.header) {
    if (!has(given, line.name)) expected.push_back(line);
  }
  if (!config.product.empty() && !has(expected, "User-Agent")) expected.push_back({"User-Agent", config.product});
  for (const wshake::field& line : expected) {
    std::vector<std::string_view> values;
    for (const wshake::field& one : expected) {
      if (same_ignoring_case(one.name, line.name)) values.push_back(trim(one.value));
    }
    require(values_of(written, line.name) == values, "the caller's fields are written", line.name);
  }
  require(written.size() == expected.size() + own, "and no others");
}

inline void check_deflate(const naive_extension& written, const wshake::deflate_offer& asked) {
  require(written.name == "permessage-deflate", "offers of permessage-deflate come first");
  const auto offer = read_deflate(written, false);
  require(offer.has_value(), "an offer is in order");
  require(offer->server_no_context_takeover == asked.server_no_context_takeover, "the offer is the caller's");
  require(offer->client_no_context_takeover == asked.client_no_context_takeover, "the offer is the caller's");
  require(offer->server_max_window_bits == asked.server_max_window_bits, "the offer is the caller's");
  require(offer->client_window_offered == (asked.client_max_window_bits != 0), "the offer is the caller's");
  require(window_or_15(offer->client_max_window_bits) == window_or_15(asked.client_max_window_bits), "the caller's");
}

inline void check_offers(const lines& written, const wshake::client_request& request) {
  // RFC 9110 §5.6.1.1: a sender writes no empty members of a list.
  for (const std::string_view value : values_of(written, "Sec-WebSocket-Extensions")) {
    const auto is_empty = [](std::string_view member) { return trim(member).empty(); };
    for (std::string_view rest = value;;) {
      const std::size_t comma = rest.find(',');
      require(!is_empty(rest.substr(0, comma)), "no empty member is sent", value);
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  const auto extensions = read_extensions(values_of(written, "Sec-WebSocket-Extensions"));
  const auto others = read_extensions({request.extensions});
  require(extensions && extensions->size() == request.deflate.size() + others->size(), "all extensions are offered");
  for (std::size_t at = 0; at < extensions->size(); ++at) {
    if (at < request.deflate.size()) {
      check_deflate((*extensions)[at], request.deflate[at]);
    } else {
      require((*extensions)[at].name == (*others)[at - request.deflate.size()].name, "in the caller's order");
    }
  }
  const auto subprotocols = members_of(values_of(written, "Sec-WebSocket-Protocol"));
  require(subprotocols.size() == request.subprotocols.size(), "all subprotocols are offered");
  for (std::size_t at = 0; at < subprotocols.size(); ++at) {
    require_same(subprotocols[at], request.subprotocols[at], "in the caller's order");
  }
}

// RFC 6455 §4.1
inline void check_written(std::string_view out, const wshake::client_request& request, const wshake::nonce& nonce,
                          const wshake::client_options& config) {
  const naive_uri where = naive_where(request.where);
  const head written = read_head(out);
  const naive_request as_server = {written.method, written.target, 11, written.header};
  wshake::server_options any;
  any.limit.subprotocols = 64;
  require(written.version == "HTTP/1.1" && naive_check(as_server, any) == wshake::errc::none, "a handshake in order",
          out);
  text target = request.absolute_form ? "http://" + where.authority() : text();
  target += where.resource_name;
  require_same(written.target, target, "the target is the resource name, or an absolute URI");
  require_same(values_of(written.header, "Host")[0], where.authority(), "Host is where it goes");
  const text key = slow_base64({reinterpret_cast<const char*>(nonce.data()), nonce.size()});
  require_same(values_of(written.header, "Sec-WebSocket-Key")[0], key, "the key is the nonce");
  const auto origin = values_of(written.header, "Origin");
  require(origin.size() == (request.origin.empty() ? 0 : 1), "Origin if it is given", out);
  if (!origin.empty()) require_same(origin[0], trim(request.origin), "Origin");
  check_offers(written.header, request);
  // RFC 9112 §9.3: close announces the last request of a connection
  const text connection = config.close ? "Upgrade, close" : "Upgrade";
  require(values_of(written.header, "Connection").size() == 1, "one Connection", out);
  require_same(values_of(written.header, "Connection")[0], connection, "Connection");
  const std::size_t extension_lines = request.deflate.empty() && request.extensions.empty() ? 0 : 1;
  const std::size_t subprotocol_lines = request.subprotocols.empty() ? 0 : 1;
  check_extra(written.header, request.header, config, 5 + origin.size() + extension_lines + subprotocol_lines);
  const bool plain = request.header.empty() && config.header.empty() && written.header.size() == 6 && !config.close;
  if (plain && config.product == wshake::client_options().product) {
    require(out.size() == wshake::plain_request_size(where.authority().size(), written.target.size()), "its size", out);
  }
}

// RFC 9112 §3.2.3
inline void check_written(std::string_view out, const wshake::tunnel_request& request,
                          const wshake::client_options& config) {
  const naive_uri where = naive_where(request.where);
  text authority = where.host;
  authority += ':';
  append_number(authority, where.port);
  const head written = read_head(out);
  require(written.method == "CONNECT" && written.version == "HTTP/1.1", "a tunnel is asked for by CONNECT", out);
  require_same(written.target, authority, "the target is host and port");
  require(values_of(written.header, "Host").size() == 1, "one Host", out);
  require_same(values_of(written.header, "Host")[0], authority, "Host says the same");
  check_extra(written.header, request.header, without_header(config), 1);
}

}  // namespace fuzz
