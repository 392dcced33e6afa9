// SPDX-License-Identifier: BSL-1.0
// errc: the error codes, and their descriptions. diagnostic: an error code and its offset.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/attributes.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// The error codes: first the codes for misuse of the API, then one code for each rule that a peer can break, in the
// order in which the library applies the rules. If a message breaks several rules, the library reports the first of
// them.
enum class errc : std::uint8_t {
  none,  // nothing is wrong

  // Misuse of the API. A function that returns one of these codes has changed no state, and the content of its buffer
  // is unspecified.
  need_room,                     // the buffer is too small; a buffer of write_result::needed octets suffices
  storage_too_small,             // the storage cannot hold the host, target and offers of the client's request
  wrong_state,                   // the verb, such as accept() or start(), does not fit the state
  bad_status,                    // outside 200 to 599, 2xx to CONNECT or an unknown method, 426 over HTTP/2 or 3
  bad_uri,                       // a URI, or a resolved reference, is invalid or not ws, wss, http or https
  bad_argument,                  // an argument, such as a field or a body, is malformed or contradicts another one
  bad_window_bits,               // a *_max_window_bits of a deflate_offer is neither 0 nor from 8 to 15
  reserved_field,                // a field that only the library may write, or a hop-by-hop field such as TE
  missing_field,                 // a 401 lacks WWW-Authenticate, or a 407 lacks Proxy-Authenticate
  subprotocol_not_offered,       // accept() was given a subprotocol that the client did not offer
  extension_not_offered,         // accept() was given an extension that the client did not offer
  wrong_carrier,                 // the call or the response does not fit the HTTP version of the request
  extended_connect_not_allowed,  // the server has not sent SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1
  bad_config,                    // the configuration has an invalid member; a server answers 500

  // Errors in a header of the PROXY protocol, found as the octets of the header arrive: see read_proxy_header(). Close
  // the connection without an answer.
  missing_proxy_header,    // the octets begin with no signature of the PROXY protocol
  bad_proxy_line,          // the line of version 1 is malformed
  bad_proxy_command,       // the version is not 2, or the command is neither LOCAL nor PROXY
  bad_proxy_family,        // the address family or the transport protocol is not assigned
  bad_proxy_length,        // the header is too small for its addresses
  bad_proxy_tlv,           // a TLV does not fit into the header
  proxy_header_too_large,  // the header exceeds the caller's `limit` (version 1: 107 octets)

  // Errors in the first line of a head, found as the octets of the line arrive.
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

  // Limits on a head, checked as the octets of the head arrive.
  head_too_large,
  field_line_too_long,
  too_many_field_lines,

  // Errors in field lines, which the library checks when the head is complete. Of several such errors, the library
  // reports the error with the lowest offset.
  bare_cr,
  bare_lf,
  leading_white_space,
  folded_line,
  empty_field_name,
  bad_field_name,
  space_before_colon,
  missing_colon,
  bad_field_value,

  // Errors in header lists of HTTP/2 and HTTP/3: see is_malformed(). The library checks the pseudo-header fields first,
  // then the other fields in the order of the list.
  upper_case_field_name,
  white_space_around_value,
  connection_specific_field,
  bad_te,
  misplaced_pseudo_field,
  unknown_pseudo_field,
  repeated_pseudo_field,
  misused_pseudo_field,
  missing_pseudo_field,
  bad_pseudo_field,
  switching_protocols,

  // Errors in Content-Length and Transfer-Encoding, which frame the body of a message.
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

  // Errors in the host of a request.
  missing_host,
  repeated_host,
  bad_host,
  bad_host_port,
  bad_authority,
  host_differs,

  // The request does not ask for an upgrade to WebSocket. The state of a server is then server_state::request, and
  // server::error() has the code.
  upgrade_stripped,
  not_an_upgrade,
  connection_lacks_upgrade,
  http_version_too_old,
  not_extended_connect,
  another_protocol,

  // Errors in the opening handshake of a client.
  bad_handshake_method,
  bad_target_form,
  bad_target_authority,
  bad_scheme,
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

  // Errors in a server's response, which therefore opens no WebSocket. A client also reports http_version_too_old,
  // empty_extensions, bad_extensions, empty_subprotocols and bad_subprotocols for a response.
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
  unexpected_success,

  // Refusals by a SOCKS5 proxy, and errors in its replies. socks_failure and the seven codes behind it are the reply
  // codes 1 to 8 (RFC 1928 section 6).
  bad_socks_version,               // the version is not 5
  no_socks_method,                 // the proxy accepts no offered method; the proxy may demand a login
  socks_method_not_offered,        // the proxy chose a method that was not offered
  bad_socks_login_version,         // the version of the reply to the login is not 1
  socks_login_refused,             // the proxy refuses the user or the password
  socks_failure,                   // general failure
  socks_forbidden,                 // the proxy's rules do not allow the connection
  socks_network_unreachable,       // the proxy cannot reach the network
  socks_host_unreachable,          // the proxy cannot reach the host, or cannot resolve its name
  socks_connection_refused,        // the target refuses the proxy's connection
  socks_ttl_expired,               // the TTL expired
  socks_command_unsupported,       // the proxy does not support CONNECT
  socks_address_type_unsupported,  // the proxy does not support the kind of the target's address
  bad_socks_reply_code,            // the reply code is not assigned
  bad_socks_reserved,              // the reserved octet is not 0
  bad_socks_address_type,          // the reply's address is no IPv4 address, IPv6 address or name
  socks_truncated,                 // the proxy's octets end inside a message

  // Errors in bodies, truncation, and deadlines. A server finds errors in a body while it skips the body of an answered
  // request, a client or tunnel while it reads the body of a refusal. An error in a body leads to the state closed.
  bad_chunk,            // the size, the data or a line end of a chunked body is malformed
  bad_chunk_extension,  // the text behind a chunk's size is not a chunk extension
  bad_trailer,          // a trailer is not a field line
  forbidden_trailer,    // a trailer is Transfer-Encoding, Content-Length or Host
  body_too_large,       // a body exceeds limits::skipped_body or limits::refused_body
  truncated,            // the peer's octets end inside a message
  timed_out,            // the caller's deadline passed: see server::respond()
};

// The number of codes, errc::none included.
inline constexpr unsigned errc_count = static_cast<unsigned>(errc::timed_out) + 1;

// The description of a code. All texts are in static memory and end with a NUL. All texts except `rule` are ASCII. A
// code for misuse of the API has an empty `rule` and the `status` 0, unless the code is bad_config.
struct error_info {
  const char* name;      // the enumerator: "bad_key"
  const char* message;   // one sentence for a log or a response: "Sec-WebSocket-Key is not the base64 of 16 bytes"
  const char* rule;      // the rule's clause: document, section sign (U+00A7 in UTF-8), number; empty if there is none
  std::uint16_t status;  // the default status of an answer; 502 for errors in a server's response; 0 if there is none
};

namespace detail {

// `code` is an `unsigned`, not an `errc` of 8 bits. A caller that g++ compiles may pass an 8-bit argument above 127
// with ones in the upper bits of the register. A function that clang compiles expects zeros in these bits.
[[nodiscard]] WSHAKE_API const error_info& describe_code(unsigned code) noexcept;

}  // namespace detail

// The description of `code`. A value that is no enumerator gets the description of errc::none.
[[nodiscard]] inline const error_info& describe(errc code) noexcept {
  return detail::describe_code(static_cast<unsigned>(code));
}

// An error: its code, its offset, and the field or argument that the error is about.
struct diagnostic {
  errc code = errc::none;  // none: nothing is wrong
  std::size_t offset = 0;  // the offset of an octet, or an index in a list: see the function that returns this struct
  octets field = {};       // the name of a field, an argument or a member that the error is about, if there is one

  // True if nothing is wrong.
  [[nodiscard]] constexpr bool ok() const noexcept { return code == errc::none; }

  // True if all members are equal.
  friend constexpr bool operator==(const diagnostic&, const diagnostic&) noexcept = default;

  // True if the code is `expected`.
  friend constexpr bool operator==(const diagnostic& found, errc expected) noexcept { return found.code == expected; }
};

}  // namespace wshake
