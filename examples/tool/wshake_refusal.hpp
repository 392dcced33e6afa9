// SPDX-License-Identifier: BSL-1.0
// Describes a server's refusal in words for people: its important fields, its body, and the client's next step.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "wshake_text.hpp"

namespace tool {

using lines = std::vector<std::string>;

// Returns the fields that explain a refusal, with the values that the server sent.
inline lines fields_of_refusal(const wshake::response_view& response) {
  constexpr std::string_view telling[] = {
      "Connection", "Content-Type",          "Content-Length",    "Location",
      "Server",     "Retry-After",           "Transfer-Encoding", "Upgrade",
      "Via",        "Sec-WebSocket-Version", "WWW-Authenticate",  "Proxy-Authenticate"};
  lines out;
  for (const wshake::field& line : response.header) {
    for (const std::string_view name : telling) {
      if (same_name(line.name, name)) out.push_back(visible(line.name) + ": " + visible_beginning(line.value));
    }
  }
  return out;
}

// Returns one element for the size of a body, one element for each of its first lines, and one element for the number
// of octets that are left out, if any.
inline lines body_lines(octets body) {
  constexpr std::size_t most = 20;
  lines out = {"body, " + count_of(body.size(), "byte")};
  while (!body.empty() && out.size() <= most) {
    const octets line = first_line(body);
    out.push_back("  " + visible_beginning(line));
    body = body.from(line.size());
  }
  if (!body.empty()) out.push_back("  and " + count_of(body.size(), "more byte"));
  return out;
}

// Returns the consequences of a refusal for the handshake: "redirects to ...", "asks for credentials: ...". `target`:
// the URI of the redirect, resolved against the URI of the request; empty if it is unknown.
inline lines wishes_of(const wshake::continuation& next, octets target) {
  switch (next.what) {
    case wshake::continuation::kind::redirect: {
      if (target.empty()) return {"redirects to " + visible_beginning(next.location)};
      const char* origin = next.downgrade     ? ", without encryption"
                           : next.same_origin ? ", the same origin"
                                              : ", another origin: credentials must not follow";
      return {"redirects to " + visible_beginning(target) + origin};
    }
    case wshake::continuation::kind::authenticate: {
      lines out;
      for (const wshake::challenge& each : next.challenges) {
        out.push_back("asks for credentials" + std::string{next.by_proxy ? " for a proxy: " : ": "} +
                      visible(each.scheme));
        if (!each.realm().empty()) out.back() += ", realm " + visible_beginning(each.realm());
      }
      return out;
    }
    case wshake::continuation::kind::retry_later:
      if (next.retry_seconds) return {"asks to try again in " + count_of(*next.retry_seconds, "second")};
      if (next.retry_after.empty()) return {"may succeed later"};
      return {"asks to try again after " + visible_beginning(next.retry_after)};
    case wshake::continuation::kind::reconnect:
      return {"asks for the same request on another connection"};
    case wshake::continuation::kind::resend:
      return {"asks for the same request after the TLS handshake, not as early data"};
    case wshake::continuation::kind::use_http_1_1:
      return {"asks for a handshake over HTTP/1.1"};
    case wshake::continuation::kind::nothing:
      break;
  }
  return {};
}

}  // namespace tool
