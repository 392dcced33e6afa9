// SPDX-License-Identifier: BSL-1.0
// A route of a server: the configuration that the fuzz target gives to configure(), and the naive judgement of a
// request by this configuration.
#pragma once

#include <string_view>

#include <wshake/server.hpp>

#include "configuration.hpp"
#include "naive_check.hpp"
#include "observation.hpp"

namespace fuzz {

// Returns the configuration that `bits` selects: its skipped_body, origins, subprotocols, permessage-deflate, fields of
// the answer, and close_refused. All other options have their defaults.
inline configuration route_of(unsigned char bits) {
  char digits[configuration_size + 1] = "00000000";
  digits[2] = static_cast<char>(((bits & 0x80) != 0 ? 'p' : '0') | ((bits & 0x20) != 0 ? 8 : 0));
  digits[3] = static_cast<char>(((bits & 0x40) != 0 ? 'p' : '0') | (bits & 15));
  digits[4] = static_cast<char>('0' | (bits >> 4 & 1));
  digits[6] = static_cast<char>('0' | (bits >> 2 & 15));
  return configure({digits, configuration_size});
}

// True if configure() judges the request a second time after a server has reported `seen`.
inline bool is_judged_again(const observation& seen) {
  using wshake::errc;
  using wshake::server_state;
  if (seen.state == server_state::upgrade || seen.state == server_state::request) return true;
  return seen.state == server_state::failed &&
         (seen.error == errc::missing_origin || seen.error == errc::forbidden_origin ||
          seen.error == errc::missing_subprotocol || seen.error == errc::no_common_subprotocol);
}

// Returns the error of a request under a configuration, by the naive rules. configure() does not apply the limits on a
// head again.
inline wshake::errc judge_naively(const wshake::request_view& request, wshake::server_options config) {
  config.limit = {};
  naive_request it = {request.method, request.target, request.version, {}};
  for (const wshake::field& line : request.header) it.header.push_back({line.name, line.value, 0});
  return naive_check(it, config);
}

// Calls configure() and checks its effect.
inline void configure_and_check(wshake::server& server, const configuration& route) {
  const observation before = observe(server);
  const wshake::server_state result = server.configure(route.config);
  require(result == server.state(), "configure() returns the state");
  if (!is_judged_again(before)) {
    require_same(before, observe(server), "configure() judges a request that is not answered");
    return;
  }
  require(server.error() == judge_naively(server.request(), route.options), "it judges as the naive rules do");
  const observation after = observe(server);
  require_same(before.request, after.request, "it keeps the request");
  require_same(before.handshake, after.handshake, "and the handshake");
  if (route.options.close_refused) require(!after.keep_alive, "the route closes after a refusal");
  const wshake::server_state again = server.configure(route.config);
  require(again == result, "the same configuration gives the same result");
  require_same(after, observe(server), "as often as it is called");
}

}  // namespace fuzz
