// SPDX-License-Identifier: BSL-1.0
// errc: everything that can be wrong, one code a rule, and what each means.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/octets.hpp>

namespace wshake {

// Everything that can be wrong, one code a rule. The order is the order in which the rules are applied: where a request
// breaks several, the first one is named.
enum class errc : std::uint8_t {
  none,  // nothing is wrong

  // What a caller asked for cannot be done. Nothing was written and nothing changed.
  need_room,                // the buffer is too small; write_result::needed is the size that suffices
  storage_too_small,        // the storage can't hold what client::start() keeps in it; write_result::needed suffices
  wrong_state,              // the verb does not fit the state
  bad_status,               // a refusal's status is outside 200 to 599, or 2xx to CONNECT
  bad_uri,                  // not the URI of a WebSocket, or a reference that does not lead to one
  bad_argument,             // an argument is outside its grammar: a field, a reason phrase, credentials
  bad_window_bits,          // a window of a deflate_offer is neither 0 nor from 8 to 15
  reserved_field,           // a field that the handshake writes by itself
  missing_field,            // 401 without WWW-Authenticate, 407 without Proxy-Authenticate
  subprotocol_not_offered,  // accept() was given a subprotocol that the client did not offer
  extension_not_offered,    // accept() was given an extension that the client did not offer
  bad_config,               // the configuration has a member that nobody can work with; a server answers 500

  // The first line, judged as its octets arrive.
  tls_record,
  proxy_protocol,
  too_many_empty_lines,
  missing_method,
  bad_method,
  method_too_long,
  missing_target,
  bad_target,
  white_space_in_target,
  target_too_long,
  missing_http_version,
  bad_http_version,
  leading_zero_in_version,
  unsupported_http_version,
  space_after_version,
  bad_status_line,
  missing_status_code,
  bad_status_code,
  bad_reason_phrase,
  status_line_too_long,

  // Limits, judged as the octets arrive.
  head_too_large,
  field_line_too_long,
  too_many_field_lines,

  // The lines of a complete head; the lowest octet position wins.
  bare_cr,
  bare_lf,
  leading_white_space,
  folded_line,
  empty_field_name,
  bad_field_name,
  space_before_colon,
  missing_colon,
  bad_field_value,

  // The message's framing.
  transfer_encoding_in_http_1_0,
  content_length_and_transfer_encoding,
  bad_content_length,
  conflicting_content_length,
  bad_transfer_encoding,
  empty_transfer_coding,
  repeated_chunked,
  chunked_parameter,
  final_coding_not_chunked,
  unknown_transfer_coding,

  // The host.
  missing_host,
  repeated_host,
  bad_host,
  bad_host_port,

  // No upgrade to WebSocket is asked for: server_state::request, error() says why.
  upgrade_stripped,
  not_an_upgrade,
  connection_lacks_upgrade,
  http_version_too_old,

  // The opening handshake.
  bad_handshake_method,
  bad_target_form,
  bad_target_authority,
  body_on_handshake,
  missing_version,
  repeated_version,
  unsupported_version,
  missing_key,
  repeated_key,
  bad_key,
  empty_extensions,
  bad_extensions,
  empty_subprotocols,
  bad_subprotocols,
  too_many_subprotocols,
  repeated_subprotocol,
  bad_expect,
  repeated_origin,
  missing_origin,
  forbidden_origin,
  missing_subprotocol,
  no_common_subprotocol,

  // The server's answer, of which these say that it is no WebSocket; before them come errc::http_version_too_old and
  // those of Sec-WebSocket-Extensions and Sec-WebSocket-Protocol outside their grammar.
  missing_upgrade,
  several_upgrades,
  upgrade_not_confirmed,
  connection_not_confirmed,
  missing_accept,
  repeated_accept,
  wrong_accept,
  unexpected_extension,
  repeated_deflate,
  unknown_deflate_parameter,
  repeated_deflate_parameter,
  unexpected_deflate_value,
  missing_deflate_value,
  bad_deflate_window,
  deflate_parameter_not_offered,
  deflate_window_above_offer,
  missing_deflate_parameter,
  unsupported_deflate_window,
  bad_deflate_answer,
  several_subprotocols,
  unexpected_subprotocol,
  subprotocol_not_answered,
  too_many_interim_responses,

  // What comes between or instead of heads. Trouble in the body of a request that has been answered, or of a refusal,
  // closes the connection.
  bad_chunk,            // the size, the data or a line's end of a chunked body is malformed
  bad_chunk_extension,  // what follows a chunk's size is no extension
  bad_trailer,          // a trailer is no field line
  forbidden_trailer,    // a trailer is Transfer-Encoding, Content-Length or Host
  body_too_large,       // a body exceeds limits::skipped_body or limits::refused_body
  truncated,            // the peer's octets ended inside a message
  timed_out,            // the caller says so: server::respond() with this error
};

// How many codes there are, errc::none among them.
inline constexpr unsigned errc_count = static_cast<unsigned>(errc::timed_out) + 1;

// What a code means. All text is ASCII in static memory, ended by NUL.
struct error_info {
  const char* name;      // the enumerator: "bad_key"
  const char* message;   // one sentence for a log or a response: "Sec-WebSocket-Key is not the base64 of 16 bytes"
  const char* rule;      // the clause: "RFC 6455 §4.2.1(5)" in UTF-8; empty for a caller's mistake
  std::uint16_t status;  // what a server answers by default, 502 for what only a server does; 0 for a caller's mistake
};

// The row of `code`; a value that is no enumerator gets the row of errc::none.
[[nodiscard]] const error_info& describe(errc code) noexcept;

// A code, where it was found, and the field or argument that it is about.
struct diagnostic {
  errc code = errc::none;  // none: nothing is wrong
  std::size_t offset = 0;  // of an octet, or the index of an element in a list: the function or verb says which
  octets field = {};       // the name of a field, or of a member; empty if the code is about none

  // Nothing is wrong.
  [[nodiscard]] constexpr bool ok() const noexcept { return code == errc::none; }

  // All members are equal.
  friend constexpr bool operator==(const diagnostic&, const diagnostic&) noexcept = default;

  // The code alone.
  friend constexpr bool operator==(const diagnostic& found, errc expected) noexcept { return found.code == expected; }
};

}  // namespace wshake
