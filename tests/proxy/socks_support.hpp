// SPDX-License-Identifier: BSL-1.0
// The tests of socks share this header. It has messages as octets, requests, and a role's visible state.
#pragma once

#include <initializer_list>
#include <string>

#include <wshake/socks.hpp>

#include "../support.hpp"

namespace wshake {

inline doctest::String toString(socks_state state) { return describe(state); }

}  // namespace wshake

namespace wshake::test {

inline std::string bytes(std::initializer_list<unsigned> octets) {
  std::string text;
  for (const unsigned octet : octets) text += static_cast<char>(octet);
  return text;
}

// A request for the host and port of a URI, without or with a login.
inline socks_request to_target(octets text) {
  socks_request request;
  request.where = parse_uri(text).found;
  return request;
}
inline socks_request with_login(octets text, octets user, octets password) {
  socks_request request = to_target(text);
  request.user = user;
  request.password = password;
  return request;
}

// The proxy's messages (RFC 1928 §3, §6, RFC 1929 §2).
inline const std::string no_login = bytes({5, 0});
inline const std::string asks_login = bytes({5, 2});
inline const std::string login_taken = bytes({1, 0});
inline const std::string connected = bytes({5, 0, 0, 1, 192, 0, 2, 1, 0x1f, 0x90});

// The results of all functions that only read a role, as text. If two roles have equal texts, no caller can tell the
// roles apart.
inline std::string describe_state(const socks& role) {
  const diagnostic error = role.error();
  return std::string(describe(role.state())) + ' ' + describe(error.code).name + ' ' + std::to_string(error.offset) +
         std::string(std::string_view(error.field));
}

}  // namespace wshake::test
