// SPDX-License-Identifier: BSL-1.0
// Functions that write notes for people: what the parts of a response mean for the handshake, and advice on a refusal
// or a broken rule.
#pragma once

#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

#include "../wshake_text.hpp"
#include "question.hpp"
#include "request_notes.hpp"

namespace tool {

// True if the text begins like a status line. A request line begins with a method instead.
inline bool is_http(std::string_view text) { return text.starts_with("HTTP/"); }

inline bool is_interim(unsigned status) { return status / 100 == 1 && status != 101; }

// Returns a note that says what the status of a response means for a handshake.
inline std::string note_on_status(unsigned status) {
  if (status == 101) return "the server switches protocols";
  if (is_interim(status)) return "an interim response; the final one follows";
  switch (status) {
    case 401:
      return "the server asks for credentials";
    case 407:
      return "a proxy asks for credentials";
    case 426:
      return "the server requires an upgrade, or another version";
    case 429:
    case 503:
      return "the server asks to try again later";
    default:
      break;
  }
  if (status / 100 == 2) return "success of a plain request, or of CONNECT";
  if (status / 100 == 3) return "redirects to another URI";
  return status / 100 == 4 ? "the server rejects the request" : "the server failed";
}

// Returns the status of "HTTP/1.1 101 Switching Protocols", or 0 if the line has no status.
inline unsigned status_in(octets line) {
  unsigned status = 0;
  const octets digits = line.from(9).first(3);
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (digits[at] < '0' || digits[at] > '9') return 0;
    status = status * 10 + static_cast<unsigned>(digits[at] - '0');
  }
  return status;
}

inline std::string note_on_status_line(octets line) {
  const unsigned status = status_in(line);
  if (status < 100) return "version and status code of three digits are expected here";
  const bool is_old = std::string_view{line}.starts_with("HTTP/1.0");
  return std::to_string(status) + ": " + note_on_status(status) +
         (is_old && status == 101 ? ", but HTTP/1.0 does not allow an upgrade" : "");
}

inline std::string note_on_accept(octets value, const asked& request) {
  if (request.key.empty()) return "proves that the server read the key; --key KEY checks it";
  const wshake::accept_value right = wshake::accept_key(request.key);
  return value == right ? "matches the key" : "does not match the key; the right value is " + visible(right);
}

// Returns a note on one field line of a response with the status `status`, or an empty text if the handshake ignores
// the field.
inline std::string note_on_response_field(octets name, octets value, unsigned status, const asked& request) {
  const auto is = [&](std::string_view other) { return same_name(name, other); };
  const wshake::field line[] = {{"List", value}};
  const wshake::token_list tokens(wshake::fields(line).values("List"));
  const bool opens = status == 101;

  if (is("Upgrade")) {
    if (!opens) return "protocols that the server supports";
    return same_name(value, "websocket") ? "confirms websocket" : "does not confirm websocket";
  }
  if (is("Connection")) {
    if (tokens.contains_ignoring_case("close")) return "the connection closes after this response";
    if (!opens) return {};
    return tokens.contains_ignoring_case("upgrade") ? "lists upgrade, as required"
                                                    : "does not list upgrade: Upgrade has no effect";
  }
  if (is("Sec-WebSocket-Accept")) return opens ? note_on_accept(value, request) : "belongs in a 101; ignored";
  if (is("Sec-WebSocket-Protocol")) return opens ? "the subprotocol that the server chose" : "ignored";
  if (is("Sec-WebSocket-Extensions")) return opens ? "the extensions that the server accepts" : "ignored";
  if (is("Sec-WebSocket-Version")) return opens ? "belongs in a refusal; ignored" : "versions that the server supports";
  if (is("Sec-WebSocket-Key")) return "belongs in the request; ignored";
  if (is("Content-Length") || is("Transfer-Encoding")) {
    if (opens || is_interim(status)) return "has no effect: this response has no body";
    return is("Content-Length") ? "the size of the body" : "the coding of the body; overrides Content-Length";
  }
  if (is("Location")) return status / 100 == 3 ? "the URI to use instead" : "";
  if (is("WWW-Authenticate")) return status == 401 ? "how to authenticate in Authorization" : "";
  if (is("Proxy-Authenticate")) return status == 407 ? "how to authenticate in Proxy-Authorization" : "";
  if (is("Retry-After")) return "when to try again, in seconds or as a date";
  if (is("Set-Cookie")) return "cookies, which the application keeps";
  return {};
}

// Returns a note on one field of a response's header list, or an empty text if the handshake ignores the field.
// `status` is the status of the list, 0 if it is unknown.
inline std::string note_on_list_response_field(octets name, octets value, unsigned status) {
  const auto is = [&](std::string_view other) { return name == other; };
  const bool opens = status == 200;
  if (is(":status")) {
    if (value == "101") return "does not exist in HTTP/2 and HTTP/3";
    if (opens) return "the WebSocket opens";
    if (status == 0) return {};
    return status / 100 == 2 ? "success, but a WebSocket opens with 200 only" : note_on_status(status);
  }
  if (name.first(1) == ":") return "belongs in a request";
  if (is_connection_specific(name)) return "belongs to a connection of HTTP/1.1; not allowed in a header list";
  if (is("sec-websocket-accept")) return "not needed; ignored";
  if (is("content-length") && opens) return "ignored: the stream carries frames";
  return note_on_response_field(name, value, opens ? 101 : status, {});
}

// Returns advice for a response that breaks the rule of `error`, or an empty text if the text of the error is enough.
inline std::string advice_on_answer(wshake::errc error) {
  using wshake::errc;
  switch (error) {
    case errc::http_version_too_old:
      return "A proxy may have answered with its own version.";
    case errc::missing_upgrade:
    case errc::connection_not_confirmed:
      return "A proxy that is not configured for WebSocket may have removed or replaced the field.";
    case errc::wrong_accept:
      return "The value must be the base64 of the SHA-1 of the key's 24 characters and "
             "258EAFA5-E914-47DA-95CA-C5AB0DC85B11.";
    case errc::unexpected_subprotocol:
      return "The comparison is case-sensitive.";
    default:
      return {};
  }
}

// Returns advice for a response's header list that breaks the rule of `error`.
inline std::string advice_on_list_answer(wshake::errc error) {
  using wshake::errc;
  switch (error) {
    case errc::switching_protocols:
      return "A gateway must send 200 in place of the 101 of an HTTP/1.1 server (RFC 8441 \xC2\xA7"
             "5).";
    case errc::unexpected_success:
      return "RFC 9110 \xC2\xA7"
             "9.3.6 lets any 2xx open the stream, but browsers take 200 only.";
    default: {
      const std::string advice = advice_on_list_syntax(error);
      return advice.empty() ? advice_on_answer(error) : advice;
    }
  }
}

// Returns advice for a handshake that is refused with the status `status`.
inline std::string advice_on_refusal(unsigned status) {
  if (status / 100 == 2)
    return "The server answered a plain request. The path may be wrong, or a proxy may have removed Upgrade.";
  if (status == 426) return "A proxy may have removed Upgrade from the request.";
  return {};
}

}  // namespace tool
