// SPDX-License-Identifier: BSL-1.0
// A copy of everything that a server reports at one moment, so that two moments can be compared.
#pragma once

#include <cstddef>

#include <wshake/server.hpp>

#include "description.hpp"

namespace fuzz {

struct observation {
  wshake::server_state state = {};
  wshake::errc error = {};
  std::size_t error_at = 0;
  text error_field;
  bool keep_alive = false;
  text request;
  text handshake;
  text agreed;
};

inline observation observe(const wshake::server& server) {
  observation seen;
  seen.state = server.state();
  seen.error = server.error().code;
  seen.error_at = server.error().offset;
  const wshake::octets field = server.error().field;
  seen.error_field = text(std::string_view(field));
  seen.keep_alive = server.keep_alive();

  const wshake::request_head request = server.request();
  append_value(seen.request, request.raw);
  append_value(seen.request, request.method);
  append_value(seen.request, request.target);
  append_number(seen.request, request.version);
  for (const wshake::field& line : request.header) {
    append_value(seen.request, line.name);
    append_value(seen.request, line.value);
  }
  seen.handshake = describe_handshake(server.handshake());
  seen.agreed = describe_agreement(server.agreed());
  return seen;
}

inline void require_same(const observation& left, const observation& right, const char* when) {
  const auto name_of = [](const observation& seen) { return wshake::describe(seen.error).name; };
  const auto show = [&](const char* which, const observation& seen) {
    std::fprintf(stderr, "%s: state %u error %s at %zu keep_alive %d\n", which, static_cast<unsigned>(seen.state),
                 name_of(seen), seen.error_at, seen.keep_alive);
    print("  field", seen.error_field);
    print("  request", seen.request);
    print("  handshake", seen.handshake);
    print("  agreed", seen.agreed);
  };
  const bool same = left.state == right.state && left.error == right.error && left.error_at == right.error_at &&
                    left.error_field == right.error_field && left.keep_alive == right.keep_alive &&
                    left.request == right.request && left.handshake == right.handshake && left.agreed == right.agreed;
  if (same) return;
  show("left ", left);
  show("right", right);
  require(false, when);
}

// Checks the invariants of the observed state. `arrived` bounds error().offset: the number of octets that have arrived,
// or after adopt() the number of fields.
inline void check_observation(const observation& seen, std::size_t arrived) {
  using wshake::errc;
  using wshake::server_state;
  const wshake::error_info& row = wshake::describe(seen.error);
  require(row.name != nullptr && *row.name != '\0' && row.message != nullptr && row.rule != nullptr,
          "an error has a row");
  switch (seen.state) {
    case server_state::failed:
      require((seen.error >= errc::tls_record && seen.error <= errc::no_common_subprotocol) ||
                  seen.error == errc::truncated,
              "a failure has an error");
      require(seen.error < errc::upgrade_stripped || seen.error > errc::http_version_too_old,
              "a failure is no request");
      require(row.status >= 400 && row.status <= 599, "a failure has a status");
      require(*row.rule != '\0', "a failure has a rule");
      require(seen.error_at <= arrived, "an error is within the octets that arrived");
      break;
    case server_state::request:
      require(seen.error >= errc::upgrade_stripped && seen.error <= errc::http_version_too_old, "why it is no upgrade");
      require(seen.error_at <= arrived, "an error is within the octets that arrived");
      break;
    case server_state::responded:
      break;
    case server_state::closed:
      require(seen.error == errc::none || (seen.error >= errc::bad_chunk && seen.error <= errc::body_too_large) ||
                  seen.error == errc::truncated,
              "an end has no error but one in a body that is skipped");
      require(seen.error_at <= arrived, "an error is within the octets that arrived");
      break;
    case server_state::need_more:
    case server_state::upgrade:
    case server_state::open:
      require(seen.error == errc::none, "no error");
      break;
  }
  const bool readable =
      seen.state == server_state::upgrade || seen.state == server_state::request || seen.state == server_state::open;
  require(!readable || seen.request.substr(0, 2) != "0:", "the request is there");
  require(seen.state != server_state::need_more || seen.request.substr(0, 2) == "0:", "the request is not there");
}

}  // namespace fuzz
