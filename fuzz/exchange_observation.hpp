// SPDX-License-Identifier: BSL-1.0
// A copy of everything that a client or a tunnel reports at one moment, so that two moments can be compared.
#pragma once

#include <cstddef>

#include <wshake/client.hpp>
#include <wshake/tunnel.hpp>

#include "description.hpp"

namespace fuzz {

struct exchange_observation {
  wshake::client_event state = {};
  wshake::errc error = {};
  std::size_t error_at = 0;
  text error_field;
  bool same_connection = false;
  text response;
  text next;
  text redirect;  // empty if the response is no redirect
  text agreed;
};

inline bool lies_in(wshake::octets part, const block& whole) {
  return part.empty() || (part.data() >= whole.data() && part.end() <= whole.data() + whole.size());
}

inline void require_inside(const wshake::response_head& response, const wshake::continuation& next, const block& storage) {
  require(lies_in(response.raw, storage) && lies_in(response.reason, storage), "views lie in the storage");
  for (const wshake::field& line : response.header) {
    require(lies_in(line.name, storage) && lies_in(line.value, storage), "views lie in the storage", line.name);
  }
  require(lies_in(next.location, storage) && lies_in(next.retry_after, storage), "views lie in the storage");
  for (const wshake::challenge& one : next.challenges) {
    require(lies_in(one.scheme, storage) && lies_in(one.token68, storage) && lies_in(one.parameters, storage),
            "views lie in the storage");
  }
}

inline void observe_more(const wshake::tunnel&, const block&, exchange_observation&) {}

inline void observe_more(const wshake::client& client, const block& storage, exchange_observation& seen) {
  const wshake::agreement agreed = client.agreed();
  require(lies_in(agreed.subprotocol, storage), "views lie in the storage");
  seen.agreed = describe_agreement(agreed);

  const wshake::write_result dry = client.redirect_uri({});
  require(!dry, "nothing fits into nothing");
  const bool redirects = client.next().what == wshake::continuation::kind::redirect;
  require((dry.error == wshake::errc::need_room) == redirects, "a redirect has a URI");
  require(redirects || dry.error == wshake::errc::wrong_state, "and nothing else has");
  if (!redirects) return;
  // `needed` includes the dot segments of the redirect, which redirect_uri() does not write.
  const block exact(dry.needed);
  const wshake::write_result done = client.redirect_uri(wshake::mutable_octets(exact.data(), exact.size()));
  require(static_cast<bool>(done) && done.written.size() <= dry.needed, "as much as need_room said is enough");
  seen.redirect = text(exact.view().substr(0, done.written.size()));
}

template <class Role>
exchange_observation observe(const Role& role, const block& storage) {
  exchange_observation seen;
  seen.state = role.state();
  seen.error = role.error().code;
  seen.error_at = role.error().offset;
  seen.error_field = text(std::string_view(role.error().field));
  const wshake::response_head response = role.response();
  const wshake::continuation next = role.next();
  seen.same_connection = next.same_connection;
  require_inside(response, next, storage);
  seen.response = describe_response(response);
  seen.next = describe_continuation(next);
  observe_more(role, storage, seen);
  return seen;
}

inline void require_same(const exchange_observation& left, const exchange_observation& right, const char* when) {
  const auto show = [](const char* which, const exchange_observation& seen) {
    std::fprintf(stderr, "%s: %s, %s at %zu, same_connection %d\n", which, wshake::describe(seen.state),
                 wshake::describe(seen.error).name, seen.error_at, seen.same_connection);
    print("  field", seen.error_field);
    print("  response", seen.response);
    print("  next", seen.next);
    print("  redirect", seen.redirect);
    print("  agreed", seen.agreed);
  };
  const bool same = left.state == right.state && left.error == right.error && left.error_at == right.error_at &&
                    left.error_field == right.error_field && left.same_connection == right.same_connection &&
                    left.response == right.response && left.next == right.next && left.redirect == right.redirect &&
                    left.agreed == right.agreed;
  if (same) return;
  show("left ", left);
  show("right", right);
  require(false, when);
}

// Checks the invariants of the observed state.
inline void check_observation(const exchange_observation& seen) {
  using wshake::client_event;
  using wshake::errc;
  switch (seen.state) {
    case client_event::failed:
      require(seen.error == errc::truncated || (seen.error >= errc::tls_record && seen.error <= errc::bad_field_value) ||
                  seen.error == errc::bad_content_length || seen.error == errc::conflicting_content_length ||
                  (seen.error >= errc::missing_upgrade && seen.error <= errc::too_many_interim_responses) ||
                  seen.error == errc::http_version_too_old || seen.error == errc::empty_extensions ||
                  seen.error == errc::bad_extensions || seen.error == errc::empty_subprotocols ||
                  seen.error == errc::bad_subprotocols,
              "a failure has an error");
      require(*wshake::describe(seen.error).rule != '\0', "a failure has a rule");
      break;
    case client_event::closed:
      require(seen.error == errc::none || (seen.error >= errc::bad_chunk && seen.error <= errc::body_too_large) ||
                  seen.error == errc::truncated,
              "an end has no error but one in a refusal's body");
      break;
    case client_event::need_more:
    case client_event::open:
    case client_event::done:
    case client_event::idle:
      require(seen.error == errc::none, "no error");
      break;
    case client_event::interim:
    case client_event::refused:
    case client_event::body:
      require(false, "state() reports no event that passes");
      break;
  }
  require(seen.state == client_event::done || !seen.same_connection, "a connection goes on from done only");
  require(seen.state != client_event::open || seen.response.substr(0, 2) != "0:", "the answer that opens is there");
}

}  // namespace fuzz
