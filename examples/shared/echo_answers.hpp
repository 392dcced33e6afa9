// SPDX-License-Identifier: BSL-1.0
// Makes the decisions that the library leaves to the application: which client may open which resource of the echo
// servers.
#pragma once

#include <array>
#include <cstring>
#include <optional>
#include <string_view>

#include <wshake/wshake.hpp>

// The configuration that all connections share, and its subprotocols. Both must outlive the connections.
inline constexpr std::array<wshake::octets, 2> echo_subprotocols = {"chat", "superchat"};
inline constexpr wshake::server_config echo_config({.subprotocols = echo_subprotocols});

// Returns the path of the resource, without the query.
inline std::string_view requested_path(const wshake::handshake_request& request) {
  const std::string_view name = request.resource_name;
  return name.substr(0, name.find('?'));
}
inline std::string_view requested_path(const wshake::server& server) { return requested_path(server.handshake()); }

// True if the request is a handshake, or has Sec-WebSocket-Key and no Upgrade. The server refuses a handshake without
// Upgrade, and the refusal says that a proxy may have removed Upgrade.
inline bool is_for_handshake(const wshake::request_view& request) {
  return wshake::is_upgrade(request) || request.header.count("Sec-WebSocket-Key") != 0;
}

// True if the fields of a request carry the Basic credentials of alice.
inline bool knows_password(const wshake::fields& header) {
  const auto value = header.find("Authorization");
  if (!value) return false;
  std::array<char, 256> buffer;
  const wshake::basic_credentials given = wshake::read_basic(*value, buffer);
  // The time of the comparison must not reveal how much of a guess is right.
  const bool user = wshake::equal_constant_time(given.user, "alice");
  const bool password = wshake::equal_constant_time(given.password, "wonderland");
  explicit_bzero(buffer.data(), buffer.size());
  return given.valid && user && password;
}

// True if the request carries the secret of alice's session in the cookie `session` or in the member `token` of the
// query. A page that opens a WebSocket cannot set the field Authorization.
inline bool has_session(wshake::octets resource_name, const wshake::fields& header) {
  constexpr wshake::octets secret = "looking-glass";
  const auto session = wshake::find_cookie(header, "session");
  if (session && wshake::equal_constant_time(*session, secret)) return true;
  std::array<char, 64> buffer;
  const wshake::query_member token = wshake::find_query_member(resource_name, "token", buffer);
  const bool same = token && wshake::equal_constant_time(*token.value, secret);
  explicit_bzero(buffer.data(), buffer.size());
  return same;
}

// Returns the refusal of a handshake, or nothing if the client may open the resource. `header` has all fields of the
// request.
inline std::optional<wshake::response_options> refusal_of(const wshake::handshake_request& request,
                                                          const wshake::fields& header) {
  static constexpr wshake::field challenge[] = {{"WWW-Authenticate", "Basic realm=\"wshake\", charset=\"UTF-8\""}};
  const std::string_view path = requested_path(request);
  if (path == "/forbidden") return wshake::response_options{.status = 403};
  if (path != "/private" || knows_password(header) || has_session(request.resource_name, header)) return std::nullopt;
  return wshake::response_options{.status = 401, .header = challenge};
}

// Answers a handshake with 101 or a refusal. The server must be in the state upgrade. `header` has all fields of the
// request: after server.adopt(), server.request() has only the fields that the handshake uses.
inline wshake::write_result answer_handshake(wshake::server& server, const wshake::fields& header,
                                             wshake::mutable_octets out) {
  const auto refusal = refusal_of(server.handshake(), header);
  return refusal ? server.respond(out, *refusal) : server.accept(out);
}
