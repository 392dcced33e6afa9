// SPDX-License-Identifier: BSL-1.0
// Notes for people: the meaning of a request's parts for the handshake, and advice for a broken rule.
#pragma once

#include <iterator>
#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

#include "wshake_text.hpp"

namespace tool {

// A note on "GET /chat HTTP/1.1" without its line end.
inline std::string note_on_request_line(octets line) {
  const std::string_view text = line;
  const std::size_t first = text.find(' ');
  const std::size_t last = text.rfind(' ');
  if (first == text.npos || last == first) return "a method, a target and a version are wanted here";
  const std::string_view method = text.substr(0, first);
  const std::string_view target = text.substr(first + 1, last - first - 1);
  const std::string_view version = text.substr(last + 1);
  return (method == "GET" ? "GET, as a handshake must be" : visible(method) + ", but a handshake is a GET") +
         "; the target " + visible_beginning(target, 60) + "; " +
         (version == "HTTP/1.1"   ? "HTTP/1.1 or later can upgrade"
          : version == "HTTP/1.0" ? "HTTP/1.0 can't upgrade"
                                  : "version " + visible_beginning(version, 20));
}

inline std::string note_on_key(octets key) {
  if (!wshake::is_key(key)) return "not a valid nonce: " + why_bad_key(key);
  const wshake::accept_value value = wshake::accept_key(key);
  return "the nonce; Sec-WebSocket-Accept: " + visible(value) + " proves that it was read";
}

// A note on one field line. Empty if the handshake ignores the field.
inline std::string note_on_field(octets name, octets value) {
  const auto is = [&](std::string_view other) { return same_name(name, other); };
  const wshake::field line[] = {{"List", value}};
  const wshake::token_list tokens(wshake::fields(line).values("List"));

  if (is("Host")) return "whom the client means to reach; required once";
  if (is("Upgrade")) {
    return tokens.contains_ignoring_case("websocket") ? "asks for websocket" : "asks for something else than websocket";
  }
  if (is("Connection")) {
    return tokens.contains_ignoring_case("upgrade")
               ? "lists upgrade: the field Upgrade is meant for the next hop, which is this server"
               : "does not list upgrade: a field Upgrade would count for nothing";
  }
  if (is("Sec-WebSocket-Version")) {
    return value == "13" ? "the version of RFC 6455" : "only 13 is spoken, the version of RFC 6455";
  }
  if (is("Sec-WebSocket-Key")) return note_on_key(value);
  if (is("Sec-WebSocket-Protocol")) {
    const auto count = static_cast<std::size_t>(std::ranges::distance(tokens));
    return "offers " + count_of(count, "subprotocol") + ", the most wanted first; the server picks one or none";
  }
  if (is("Sec-WebSocket-Extensions")) return "offers extensions; the server agrees to those that it can do";
  if (is("Sec-WebSocket-Accept")) return "belongs in the response; not looked at";
  if (is("Origin")) return "the page that connects, in the browser's words; a server may refuse it";
  if (is("Content-Length") && value == "0") return "no body, as it must be";
  if (is("Content-Length") || is("Transfer-Encoding")) return "announces a body; a handshake has none";
  if (is("Expect")) return "100-continue is answered before the 101; nothing else can be expected";
  if (is("Authorization") || is("Cookie")) return "credentials: the application's business";
  return {};
}

// Advice for a broken rule. Empty if the message is enough.
inline std::string advice_on(wshake::errc error) {
  using wshake::errc;
  switch (error) {
    case errc::tls_record:
      return "The client speaks TLS to a port without it: wss:// where ws:// was meant?";
    case errc::upgrade_stripped:
    case errc::http_version_too_old:
      return "If a proxy sent it: nginx needs proxy_http_version 1.1 and proxy_set_header for Upgrade and Connection.";
    case errc::connection_lacks_upgrade:
      return "A proxy that is not set up for WebSocket may have replaced the field Connection.";
    case errc::missing_version:
    case errc::unsupported_version:
      return "Clients older than RFC 6455 sent other versions, or none.";
    case errc::body_on_handshake:
      return "Its body would be read as frames by servers that do not look; that is a way to smuggle requests.";
    default:
      return {};
  }
}

}  // namespace tool
