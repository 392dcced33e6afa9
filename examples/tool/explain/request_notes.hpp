// SPDX-License-Identifier: BSL-1.0
// Functions that write notes for people: what the parts of a request mean for the handshake, and advice on a broken
// rule.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

#include "../wshake_text.hpp"

namespace tool {

// Returns a note on a request line such as "GET /chat HTTP/1.1", given without its line end.
inline std::string note_on_request_line(octets line) {
  const std::string_view text = line;
  const std::size_t first = text.find(' ');
  const std::size_t last = text.rfind(' ');
  if (first == text.npos || last == first) return "method, target and version are expected here";
  const std::string_view method = text.substr(0, first);
  const std::string_view target = text.substr(first + 1, last - first - 1);
  const std::string_view version = text.substr(last + 1);
  return (method == "GET" ? "GET, as required" : visible(method) + ", but a handshake uses GET") + "; target " +
         visible_beginning(target, 60) + "; " +
         (version == "HTTP/1.1"   ? "HTTP/1.1 allows an upgrade"
          : version == "HTTP/1.0" ? "HTTP/1.0 does not allow an upgrade"
                                  : "version " + visible_beginning(version, 20));
}

inline std::string note_on_key(octets key) {
  if (!wshake::is_key(key)) return "not a valid key: " + why_bad_key(key);
  const wshake::accept_value value = wshake::accept_key(key);
  return "the key; the right Sec-WebSocket-Accept is " + visible(value);
}

// Returns a note on one field line of a request, or an empty text if the handshake ignores the field.
inline std::string note_on_field(octets name, octets value) {
  const auto is = [&](std::string_view other) { return same_name(name, other); };
  const wshake::field line[] = {{"List", value}};
  const wshake::token_list tokens(wshake::fields(line).values("List"));

  if (is("Host")) return "the host that the client wants; required once";
  if (is("Upgrade")) {
    return tokens.contains_ignoring_case("websocket") ? "asks for WebSocket" : "does not ask for WebSocket";
  }
  if (is("Connection")) {
    return tokens.contains_ignoring_case("upgrade")
               ? "lists upgrade, as required: Upgrade is for the next hop, this server"
               : "does not list upgrade: Upgrade has no effect";
  }
  if (is("Sec-WebSocket-Version")) {
    return value == "13" ? "the version of RFC 6455" : "not supported; RFC 6455 is version 13";
  }
  if (is("Sec-WebSocket-Key")) return note_on_key(value);
  if (is("Sec-WebSocket-Protocol")) {
    std::size_t count = 0;
    for (auto each = tokens.begin(); each != tokens.end(); ++each) ++count;
    return "offers " + count_of(count, "subprotocol") + ", most preferred first; the server chooses one or none";
  }
  if (is("Sec-WebSocket-Extensions")) return "offers extensions; the server accepts those that it supports";
  if (is("Sec-WebSocket-Accept")) return "belongs in the response; ignored";
  if (is("Origin")) return "the origin of the page, written by the browser; a server may refuse it";
  if (is("Content-Length") && value == "0") return "no body, as required";
  if (is("Content-Length") || is("Transfer-Encoding")) return "announces a body, which a handshake must not have";
  if (is("Expect")) return "only 100-continue is supported; it is answered before the 101";
  if (is("Authorization") || is("Cookie")) return "credentials, which the application checks";
  return {};
}

// True for a field of an HTTP/1.1 connection, which no header list may have (RFC 9113 section 8.2.2).
inline bool is_connection_specific(octets name) {
  constexpr octets names[] = {"connection", "upgrade", "keep-alive", "proxy-connection", "transfer-encoding"};
  return std::any_of(std::begin(names), std::end(names), [&](octets each) { return same_name(name, each); });
}

// Returns a note on one field of a request's header list, or an empty text if the handshake ignores the field.
inline std::string note_on_list_field(octets name, octets value) {
  const auto is = [&](std::string_view other) { return name == other; };
  if (is(":method")) return value == "CONNECT" ? "as required" : "a handshake uses CONNECT";
  if (is(":protocol")) return same_name(value, "websocket") ? "asks for WebSocket" : "asks for another protocol";
  if (is(":scheme")) {
    if (same_name(value, "https")) return "stands for wss";
    return same_name(value, "http") ? "stands for ws" : "must be https for wss, or http for ws";
  }
  if (is(":authority")) return "the host that the client wants";
  if (is(":path"))
    return value.first(1) == "/" ? "the resource name" : "not a resource name, which begins with a slash";
  if (is(":status")) return "belongs in a response";
  if (is("host")) return "must be the same host as :authority";
  if (is_connection_specific(name)) return "belongs to a connection of HTTP/1.1; not allowed in a header list";
  if (is("te")) return "must be trailers";
  if (is("sec-websocket-key")) {
    return "not needed; " + std::string{wshake::is_key(value)
                                            ? "answered by sec-websocket-accept, because some clients expect it"
                                            : "ignored, because it is not a valid key"};
  }
  if (is("content-length")) return "announces a body, which a handshake must not have, not even an empty one";
  if (is("expect")) return "only 100-continue is supported";
  return note_on_field(name, value);
}

// Returns advice for a request that breaks a rule, or an empty text if the text of the error is enough.
inline std::string advice_on(wshake::errc error) {
  using wshake::errc;
  switch (error) {
    case errc::tls_record:
      return "The client uses TLS on a port without TLS. Its URI may need ws:// instead of wss://.";
    case errc::upgrade_stripped:
    case errc::http_version_too_old:
      return "If the request comes from nginx: set proxy_http_version 1.1, and Upgrade and Connection with "
             "proxy_set_header.";
    case errc::connection_lacks_upgrade:
      return "A proxy that is not configured for WebSocket may have replaced Connection.";
    case errc::missing_version:
    case errc::unsupported_version:
      return "Clients older than RFC 6455 send another version, or none.";
    case errc::body_on_handshake:
      return "A server that does not check would read the body as frames, which allows request smuggling.";
    default:
      return {};
  }
}

// Returns advice for a header list, of a request or a response, that breaks a rule for all header lists.
inline std::string advice_on_list_syntax(wshake::errc error) {
  using wshake::errc;
  switch (error) {
    case errc::connection_specific_field:
      return "A gateway that forwards a message of HTTP/1.1 must remove the field.";
    case errc::upper_case_field_name:
      return "If a debugger wrote the file, the debugger may have changed the names. Names are sent in lower case.";
    case errc::white_space_around_value:
      return "One space after the colon belongs to the form of the file. Further spaces belong to the value.";
    case errc::misplaced_pseudo_field:
      return "Fields whose names begin with a colon must come first.";
    default:
      return {};
  }
}

// Returns advice for a request's header list that breaks a rule.
inline std::string advice_on_list(wshake::errc error) {
  using wshake::errc;
  switch (error) {
    case errc::not_extended_connect:
      return "A client can ask for WebSocket only after the server has sent SETTINGS_ENABLE_CONNECT_PROTOCOL = 1.";
    case errc::another_protocol:
      return "A server of the other protocol, such as connect-udp, answers the request by that protocol.";
    case errc::host_differs:
      return "A gateway may have changed only one of :authority and host.";
    case errc::missing_version:
      return "A proxy may have removed the field.";
    case errc::missing_pseudo_field:
    case errc::missing_target:
      return "A CONNECT with :protocol also has :scheme, :path and :authority (RFC 8441 \xC2\xA7"
             "4).";
    case errc::body_on_handshake:
      return "The stream carries frames after the handshake, so Content-Length is wrong, even if it is 0.";
    default:
      return advice_on_list_syntax(error);
  }
}

}  // namespace tool
