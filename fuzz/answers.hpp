// SPDX-License-Identifier: BSL-1.0
// Checks a 101 or a refusal against the request, and against the state and the agreement that the server reports.
#pragma once

#include <string_view>

#include <wshake/server.hpp>

#include "plan.hpp"
#include "response.hpp"
#include "slow_accept.hpp"

namespace fuzz {

// Checks the output of accept() by RFC 6455 §4.2.2.
inline void check_accepted(std::string_view out, std::string_view raw_request, const wshake::server& server) {
  const head request = read_head(raw_request);
  if (lists(request.header, "Expect", "100-continue")) {
    constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
    require(out.substr(0, interim.size()) == interim, "a 100 comes before the 101 (RFC 9110 §7.8)", out);
    out.remove_prefix(interim.size());
  }
  const response answer = read_complete_response(out, false);
  require(answer.status == 101, "a handshake is accepted by 101", out);
  require(answer.value("Upgrade") == "websocket", "Upgrade", out);
  require(same_ignoring_case(answer.value("Connection"), "upgrade"), "Connection", out);
  const auto keys = values_of(request.header, "Sec-WebSocket-Key");
  require(keys.size() == 1 && keys.front().size() == 24, "an accepted request has one key", raw_request);
  require(answer.value("Sec-WebSocket-Accept") == std::string_view(slow_accept(keys.front())), "the right accept", out);

  const wshake::agreement agreed = server.agreed();
  require(answer.has("Sec-WebSocket-Protocol") == !agreed.subprotocol.empty(), "a subprotocol is told if chosen", out);
  if (!agreed.subprotocol.empty()) {
    require_same(answer.value("Sec-WebSocket-Protocol"), agreed.subprotocol, "the subprotocol told is the one agreed");
    bool offered = false;
    for (const std::string_view member : members_of(values_of(request.header, "Sec-WebSocket-Protocol"))) {
      offered = offered || member == agreed.subprotocol;
    }
    require(offered, "a subprotocol that is chosen was offered", out);
  }
  const std::string_view extensions = answer.value("Sec-WebSocket-Extensions");
  require(!answer.has("Sec-WebSocket-Extensions") || !extensions.empty(), "no empty list of extensions", out);
  if (agreed.deflate.agreed) {
    require(extensions.substr(0, 18) == "permessage-deflate", "the agreed extension is told", out);
    require(!values_of(request.header, "Sec-WebSocket-Extensions").empty(), "and was offered", out);
  }
}

struct refusal {
  const response_plan& options;
  wshake::server_state state;  // the server's state before respond()
  wshake::errc error;          // the server's error before respond()
  std::string_view method;     // the method of the request, if it is known
  bool method_known = false;
};

// Returns the status that a refusal must have, or 0 if the status in the options is invalid for this request.
inline unsigned expected_status(const refusal& it) {
  using wshake::server_state;
  const wshake::response_options& options = it.options.options;
  // A 2xx answer to CONNECT would open a tunnel (RFC 9110 §9.3.6).
  if (options.status / 100 == 2 && it.method == "CONNECT") return 0;
  if (options.status != 0) return options.status >= 200 && options.status <= 599 ? options.status : 0;
  if (options.error != wshake::errc::none) return wshake::describe(options.error).status;
  if (it.state == server_state::upgrade) return 403;
  if (it.state == server_state::request) return 426;
  if (it.state == server_state::need_more) return 408;
  return wshake::describe(it.error).status;
}

inline bool may_be_written(const refusal& it) {
  const unsigned status = expected_status(it);
  if (status == 0 || !it.options.header.legal || !it.options.legal_reason) return false;
  if (it.options.options.body && it.options.options.content_length) return false;
  return (status != 401 && status != 407) || it.options.header.has_challenges;
}

inline void check_refused(std::string_view out, const refusal& it, const wshake::server& server) {
  const wshake::response_options& options = it.options.options;
  const bool to_head = it.method_known && it.method == "HEAD";
  const bool head_only = options.content_length.has_value();
  const bool maybe_to_head = !it.method_known && read_response(out).body.empty();
  const response answer = head_only || maybe_to_head ? read_response(out) : read_complete_response(out, to_head);
  require(answer.status == expected_status(it), "the status of a refusal", out);
  if (!options.reason.empty()) require_same(answer.reason, options.reason, "the reason phrase is the caller's");
  const bool bodiless = to_head || answer.status == 204 || answer.status == 205 || answer.status == 304;
  if (head_only) {
    require(answer.body.empty(), "the body is the caller's to send", out);
    require(bodiless || maybe_to_head || answer.value("Content-Length") == "4096", "its length is the caller's word",
            out);
  } else if (options.body && !bodiless && !maybe_to_head) {
    require_same(answer.body, *options.body, "the body is the caller's");
  }
  require(lists(answer.header, "Connection", "close") == !server.keep_alive(), "close is said if it is meant", out);
  require(!server.keep_alive() || !options.close, "a refusal that ends the connection ends it", out);
  require(!server.keep_alive() || options.error != wshake::errc::timed_out, "so does the end of patience", out);
  if (answer.status == wshake::describe(options.error).status && options.error == wshake::errc::missing_version) {
    require(answer.value("Sec-WebSocket-Version") == "13", "which version is spoken (RFC 6455 §4.2.2)", out);
  }
  for (const wshake::field& line : options.header) {
    const auto values = values_of(answer.header, line.name);
    bool found = false;
    for (const std::string_view value : values) found = found || value == line.value;
    require(found, "the caller's fields are written", out);
  }
}

}  // namespace fuzz
