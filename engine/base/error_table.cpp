// SPDX-License-Identifier: BSL-1.0
// The error table: maps each code to its text, clause, status and field. No other file maps codes.
#include <wshake/error.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "error_row.hpp"

namespace wshake {

namespace {

using detail::field_id;

// Whether the connection continues after a response that reports the error of a row.
enum class afterwards : bool { continues, ends };
using enum afterwards;

struct row {
  // Takes string literals, whose sizes the compiler knows, so that no size is computed when a response is written.
  template <std::size_t M, std::size_t R>
  constexpr row(errc the_code, const char* name, const char (&message)[M], const char (&rule)[R], std::uint16_t status,
                afterwards connection, field_id about = field_id::none) noexcept
      : code(the_code), info{name, message, rule, status}, text{message, rule, about, connection == ends} {}

  errc code;
  error_info info;
  error_text text;
};

#define WSHAKE_CODE(code) errc::code, #code,

// Writes the section sign as its octets in UTF-8: the octets of the sign itself would depend on the encoding in which
// the compiler reads sources.
#define WSHAKE_CLAUSE(document, section) document " \xC2\xA7" section

constexpr row rows[] = {
    {WSHAKE_CODE(none) "no error", "", 0, continues},

    {WSHAKE_CODE(need_room) "buffer is too small", "", 0, continues},
    {WSHAKE_CODE(storage_too_small) "request does not fit into the storage", "", 0, continues},
    {WSHAKE_CODE(wrong_state) "call is not allowed in this state", "", 0, continues},
    {WSHAKE_CODE(bad_status) "status is not allowed in this response", "", 0, continues},
    {WSHAKE_CODE(bad_uri) "URI is not valid for WebSocket", "", 0, continues},
    {WSHAKE_CODE(bad_argument) "argument is invalid", "", 0, continues},
    {WSHAKE_CODE(bad_window_bits) "window bits are neither 0 nor from 8 to 15", "", 0, continues},
    {WSHAKE_CODE(reserved_field) "field must not be set by the caller", "", 0, continues},
    {WSHAKE_CODE(missing_field) "field that the status requires is missing", "", 0, continues},
    {WSHAKE_CODE(subprotocol_not_offered) "chosen subprotocol was not offered", "", 0, continues},
    {WSHAKE_CODE(extension_not_offered) "chosen extension was not offered", "", 0, continues},
    {WSHAKE_CODE(wrong_carrier) "call does not fit the HTTP version of the request", "", 0, continues},
    {WSHAKE_CODE(extended_connect_not_allowed) "SETTINGS_ENABLE_CONNECT_PROTOCOL was not received", "", 0, continues},
    {WSHAKE_CODE(bad_config) "configuration is invalid", WSHAKE_CLAUSE("RFC 9110", "15.6.1"), 500, ends},

    {WSHAKE_CODE(missing_proxy_header) "PROXY protocol header is missing", WSHAKE_CLAUSE("PROXY protocol", "2.2"), 400,
     ends},
    {WSHAKE_CODE(bad_proxy_line) "line of the PROXY protocol is malformed", WSHAKE_CLAUSE("PROXY protocol", "2.1"), 400,
     ends},
    {WSHAKE_CODE(bad_proxy_command) "version or command of the PROXY protocol is unknown",
     WSHAKE_CLAUSE("PROXY protocol", "2.2"), 400, ends},
    {WSHAKE_CODE(bad_proxy_family) "address family or transport of the PROXY protocol is unknown",
     WSHAKE_CLAUSE("PROXY protocol", "2.2"), 400, ends},
    {WSHAKE_CODE(bad_proxy_length) "PROXY protocol header is too small for its addresses",
     WSHAKE_CLAUSE("PROXY protocol", "2.2"), 400, ends},
    {WSHAKE_CODE(bad_proxy_tlv) "TLV does not fit into the PROXY protocol header",
     WSHAKE_CLAUSE("PROXY protocol", "2.2"), 400, ends},
    {WSHAKE_CODE(proxy_header_too_large) "PROXY protocol header is too large", WSHAKE_CLAUSE("PROXY protocol", "2"),
     400, ends},

    {WSHAKE_CODE(tls_record) "TLS record was received where HTTP was expected", WSHAKE_CLAUSE("RFC 8446", "5.1"), 400,
     ends},
    {WSHAKE_CODE(proxy_protocol) "PROXY protocol header was received where HTTP was expected",
     WSHAKE_CLAUSE("RFC 9112", "3"), 400, ends},
    {WSHAKE_CODE(too_many_empty_lines) "too many empty lines precede the first line", WSHAKE_CLAUSE("RFC 9112", "2.2"),
     400, ends},
    {WSHAKE_CODE(missing_method) "method is missing", WSHAKE_CLAUSE("RFC 9112", "3"), 400, ends},
    {WSHAKE_CODE(bad_method) "method contains an invalid byte", WSHAKE_CLAUSE("RFC 9110", "9.1"), 400, ends},
    {WSHAKE_CODE(method_too_long) "method is too long", WSHAKE_CLAUSE("RFC 9112", "3"), 501, ends},
    {WSHAKE_CODE(missing_target) "request target is missing", WSHAKE_CLAUSE("RFC 9112", "3.2"), 400, ends},
    {WSHAKE_CODE(bad_target) "request target contains an invalid byte", WSHAKE_CLAUSE("RFC 9112", "3.2"), 400, ends},
    {WSHAKE_CODE(white_space_in_target) "request target contains white space", WSHAKE_CLAUSE("RFC 9112", "3.2"), 400,
     ends},
    {WSHAKE_CODE(target_too_long) "request target is too long", WSHAKE_CLAUSE("RFC 9112", "3"), 414, ends},
    {WSHAKE_CODE(missing_http_version) "HTTP version is missing", WSHAKE_CLAUSE("RFC 9112", "2.3"), 400, ends},
    {WSHAKE_CODE(bad_http_version) "HTTP version is malformed", WSHAKE_CLAUSE("RFC 9112", "2.3"), 400, ends},
    {WSHAKE_CODE(leading_zero_in_version) "HTTP version has a leading zero", WSHAKE_CLAUSE("RFC 9112", "2.3"), 400, ends},
    {WSHAKE_CODE(unsupported_http_version) "HTTP version is not supported", WSHAKE_CLAUSE("RFC 9110", "15.6.6"), 505,
     ends},
    {WSHAKE_CODE(space_after_version) "white space follows the HTTP version", WSHAKE_CLAUSE("RFC 9112", "3"), 400, ends},
    {WSHAKE_CODE(bad_status_line) "parts of the status line are not separated by one space",
     WSHAKE_CLAUSE("RFC 9112", "4"), 502, ends},
    {WSHAKE_CODE(missing_status_code) "status code is missing", WSHAKE_CLAUSE("RFC 9112", "4"), 502, ends},
    {WSHAKE_CODE(bad_status_code) "status code is not three digits from 100 to 999", WSHAKE_CLAUSE("RFC 9112", "4"),
     502, ends},
    {WSHAKE_CODE(bad_reason_phrase) "reason phrase contains a control character", WSHAKE_CLAUSE("RFC 9112", "4"), 502,
     ends},
    {WSHAKE_CODE(status_line_too_long) "status line is too long", WSHAKE_CLAUSE("RFC 9112", "4"), 502, ends},

    {WSHAKE_CODE(head_too_large) "head is too large", WSHAKE_CLAUSE("RFC 6585", "5"), 431, ends},
    {WSHAKE_CODE(field_line_too_long) "field line is too long", WSHAKE_CLAUSE("RFC 6585", "5"), 431, ends},
    {WSHAKE_CODE(too_many_field_lines) "message has too many field lines", WSHAKE_CLAUSE("RFC 6585", "5"), 431, ends},

    {WSHAKE_CODE(bare_cr) "CR is not followed by LF", WSHAKE_CLAUSE("RFC 9112", "2.2"), 400, ends},
    {WSHAKE_CODE(bare_lf) "LF is not preceded by CR", WSHAKE_CLAUSE("RFC 9112", "2.2"), 400, ends},
    {WSHAKE_CODE(leading_white_space) "first field line begins with white space", WSHAKE_CLAUSE("RFC 9112", "2.2"), 400,
     ends},
    {WSHAKE_CODE(folded_line) "field line is folded", WSHAKE_CLAUSE("RFC 9112", "5.2"), 400, ends},
    {WSHAKE_CODE(empty_field_name) "field name is empty", WSHAKE_CLAUSE("RFC 9112", "5"), 400, ends},
    {WSHAKE_CODE(bad_field_name) "field name contains an invalid byte", WSHAKE_CLAUSE("RFC 9110", "5.1"), 400, ends},
    {WSHAKE_CODE(space_before_colon) "white space separates field name and colon", WSHAKE_CLAUSE("RFC 9112", "5.1"),
     400, ends},
    {WSHAKE_CODE(missing_colon) "field line has no colon", WSHAKE_CLAUSE("RFC 9112", "5"), 400, ends},
    {WSHAKE_CODE(bad_field_value) "field value contains a control character", WSHAKE_CLAUSE("RFC 9110", "5.5"), 400, ends},

    {WSHAKE_CODE(upper_case_field_name) "field name contains an upper-case letter", WSHAKE_CLAUSE("RFC 9113", "8.2.1"),
     400, ends},
    {WSHAKE_CODE(white_space_around_value) "field value begins or ends with white space",
     WSHAKE_CLAUSE("RFC 9113", "8.2.1"), 400, ends},
    {WSHAKE_CODE(connection_specific_field) "field is specific to an HTTP/1.1 connection",
     WSHAKE_CLAUSE("RFC 9113", "8.2.2"), 400, ends},
    {WSHAKE_CODE(bad_te) "TE is not trailers", WSHAKE_CLAUSE("RFC 9113", "8.2.2"), 400, ends},
    {WSHAKE_CODE(misplaced_pseudo_field) "pseudo-header field follows a field line", WSHAKE_CLAUSE("RFC 9113", "8.3"),
     400, ends},
    {WSHAKE_CODE(unknown_pseudo_field) "pseudo-header field is unknown", WSHAKE_CLAUSE("RFC 9113", "8.3"), 400, ends},
    {WSHAKE_CODE(repeated_pseudo_field) "pseudo-header field is repeated", WSHAKE_CLAUSE("RFC 9113", "8.3"), 400, ends},
    {WSHAKE_CODE(misused_pseudo_field) "pseudo-header field does not belong to this message",
     WSHAKE_CLAUSE("RFC 9113", "8.3"), 400, ends},
    {WSHAKE_CODE(missing_pseudo_field) "pseudo-header field is missing", WSHAKE_CLAUSE("RFC 9113", "8.3.1"), 400, ends},
    {WSHAKE_CODE(bad_pseudo_field) "pseudo-header field contains an invalid byte", WSHAKE_CLAUSE("RFC 9113", "8.3"),
     400, ends},
    {WSHAKE_CODE(switching_protocols) "status is 101, which HTTP/2 and HTTP/3 do not have",
     WSHAKE_CLAUSE("RFC 9113", "8.6"), 502, ends},

    {WSHAKE_CODE(transfer_encoding_in_http_1_0) "HTTP/1.0 request has Transfer-Encoding",
     WSHAKE_CLAUSE("RFC 9112", "6.1"), 400, ends, field_id::transfer_encoding},
    {WSHAKE_CODE(content_length_and_transfer_encoding) "Content-Length and Transfer-Encoding are both present",
     WSHAKE_CLAUSE("RFC 9112", "6.3(3)"), 400, ends, field_id::transfer_encoding},
    {WSHAKE_CODE(bad_content_length) "Content-Length is not a number", WSHAKE_CLAUSE("RFC 9112", "6.3(5)"), 400, ends,
     field_id::content_length},
    {WSHAKE_CODE(conflicting_content_length) "Content-Length has conflicting values",
     WSHAKE_CLAUSE("RFC 9112", "6.3(5)"), 400, ends, field_id::content_length},
    {WSHAKE_CODE(bad_transfer_encoding) "Transfer-Encoding is malformed", WSHAKE_CLAUSE("RFC 9112", "6.1"), 400, ends,
     field_id::transfer_encoding},
    {WSHAKE_CODE(empty_transfer_coding) "Transfer-Encoding has an empty list member",
     WSHAKE_CLAUSE("RFC 9110", "5.6.1.1"), 400, ends, field_id::transfer_encoding},
    {WSHAKE_CODE(repeated_chunked) "Transfer-Encoding lists chunked more than once", WSHAKE_CLAUSE("RFC 9112", "6.1"),
     400, ends, field_id::transfer_encoding},
    {WSHAKE_CODE(chunked_parameter) "transfer coding chunked has a parameter", WSHAKE_CLAUSE("RFC 9112", "7.1"), 400,
     ends, field_id::transfer_encoding},
    {WSHAKE_CODE(final_coding_not_chunked) "final transfer coding is not chunked", WSHAKE_CLAUSE("RFC 9112", "6.3(4)"),
     400, ends, field_id::transfer_encoding},
    {WSHAKE_CODE(unknown_transfer_coding) "Transfer-Encoding names a coding other than chunked",
     WSHAKE_CLAUSE("RFC 9112", "6.1"), 501, ends, field_id::transfer_encoding},

    {WSHAKE_CODE(missing_host) "Host is missing", WSHAKE_CLAUSE("RFC 9112", "3.2"), 400, continues, field_id::host},
    {WSHAKE_CODE(repeated_host) "Host is repeated", WSHAKE_CLAUSE("RFC 9112", "3.2"), 400, continues, field_id::host},
    {WSHAKE_CODE(bad_host) "Host is malformed", WSHAKE_CLAUSE("RFC 9112", "3.2"), 400, continues, field_id::host},
    {WSHAKE_CODE(bad_host_port) "port in Host is not a number up to 65535", WSHAKE_CLAUSE("RFC 9112", "3.2"), 400,
     continues, field_id::host},
    {WSHAKE_CODE(bad_authority) ":authority is not a valid host", WSHAKE_CLAUSE("RFC 9113", "8.3.1"), 400, continues,
     field_id::authority},
    {WSHAKE_CODE(host_differs) "Host differs from :authority", WSHAKE_CLAUSE("RFC 9113", "8.3.1"), 400, continues,
     field_id::host},

    {WSHAKE_CODE(upgrade_stripped) "Upgrade is missing beside Sec-WebSocket-Key: a proxy may have removed it",
     WSHAKE_CLAUSE("RFC 6455", "4.2.1(3)"), 426, continues, field_id::upgrade},
    {WSHAKE_CODE(not_an_upgrade) "upgrade to WebSocket is not requested", WSHAKE_CLAUSE("RFC 6455", "4.2.1(3)"), 426,
     continues, field_id::upgrade},
    {WSHAKE_CODE(connection_lacks_upgrade) "Connection does not list upgrade", WSHAKE_CLAUSE("RFC 6455", "4.2.1(4)"),
     426, continues, field_id::connection},
    {WSHAKE_CODE(http_version_too_old) "HTTP/1.0 does not allow an upgrade", WSHAKE_CLAUSE("RFC 9110", "7.8"), 426,
     continues},
    {WSHAKE_CODE(not_extended_connect) "request is no CONNECT with :protocol", WSHAKE_CLAUSE("RFC 8441", "4"), 405,
     continues, field_id::protocol},
    {WSHAKE_CODE(another_protocol) ":protocol is not websocket", WSHAKE_CLAUSE("RFC 9220", "3"), 501, continues,
     field_id::protocol},

    {WSHAKE_CODE(bad_handshake_method) "method is not GET", WSHAKE_CLAUSE("RFC 6455", "4.2.1(1)"), 405, continues},
    {WSHAKE_CODE(bad_target_form) "request target is neither a path nor an http, https, ws or wss URI",
     WSHAKE_CLAUSE("RFC 6455", "4.2.1(1)"), 400, continues},
    {WSHAKE_CODE(bad_target_authority) "request target has an invalid host or port", WSHAKE_CLAUSE("RFC 9112", "3.2.2"),
     400, continues},
    {WSHAKE_CODE(bad_scheme) ":scheme is neither http nor https", WSHAKE_CLAUSE("RFC 8441", "5"), 400, continues,
     field_id::scheme},
    {WSHAKE_CODE(body_on_handshake) "handshake request announces a body or ends its stream",
     WSHAKE_CLAUSE("RFC 9110", "9.3.1"), 400, ends},
    {WSHAKE_CODE(missing_version) "Sec-WebSocket-Version is missing", WSHAKE_CLAUSE("RFC 6455", "4.2.1(6)"), 400,
     continues, field_id::version},
    {WSHAKE_CODE(repeated_version) "Sec-WebSocket-Version is repeated", WSHAKE_CLAUSE("RFC 6455", "11.3.5"), 400,
     continues, field_id::version},
    {WSHAKE_CODE(unsupported_version) "Sec-WebSocket-Version is not 13", WSHAKE_CLAUSE("RFC 6455", "4.4"), 426,
     continues, field_id::version},
    {WSHAKE_CODE(missing_key) "Sec-WebSocket-Key is missing", WSHAKE_CLAUSE("RFC 6455", "4.2.1(5)"), 400, continues,
     field_id::key},
    {WSHAKE_CODE(repeated_key) "Sec-WebSocket-Key is repeated", WSHAKE_CLAUSE("RFC 6455", "11.3.1"), 400, continues,
     field_id::key},
    {WSHAKE_CODE(bad_key) "Sec-WebSocket-Key is not the base64 of 16 bytes", WSHAKE_CLAUSE("RFC 6455", "4.2.1(5)"), 400,
     continues, field_id::key},
    {WSHAKE_CODE(empty_extensions) "Sec-WebSocket-Extensions lists no extension", WSHAKE_CLAUSE("RFC 6455", "9.1"), 400,
     continues, field_id::extensions},
    {WSHAKE_CODE(bad_extensions) "Sec-WebSocket-Extensions is malformed", WSHAKE_CLAUSE("RFC 6455", "9.1"), 400,
     continues, field_id::extensions},
    {WSHAKE_CODE(empty_subprotocols) "Sec-WebSocket-Protocol lists no subprotocol", WSHAKE_CLAUSE("RFC 6455", "4.3"),
     400, continues, field_id::subprotocol},
    {WSHAKE_CODE(bad_subprotocols) "Sec-WebSocket-Protocol is malformed", WSHAKE_CLAUSE("RFC 6455", "4.3"), 400,
     continues, field_id::subprotocol},
    {WSHAKE_CODE(too_many_subprotocols) "too many subprotocols are offered", WSHAKE_CLAUSE("RFC 9110", "5.4"), 400,
     continues, field_id::subprotocol},
    {WSHAKE_CODE(repeated_subprotocol) "subprotocol is repeated", WSHAKE_CLAUSE("RFC 6455", "4.1(10)"), 400, continues,
     field_id::subprotocol},
    {WSHAKE_CODE(bad_expect) "Expect is not 100-continue", WSHAKE_CLAUSE("RFC 9110", "10.1.1"), 417, continues,
     field_id::expect},
    {WSHAKE_CODE(repeated_origin) "Origin is repeated", WSHAKE_CLAUSE("RFC 6454", "7.3"), 400, continues,
     field_id::origin},
    {WSHAKE_CODE(missing_origin) "Origin is missing", WSHAKE_CLAUSE("RFC 6455", "4.2.2(4)"), 403, continues,
     field_id::origin},
    {WSHAKE_CODE(forbidden_origin) "Origin is not allowed", WSHAKE_CLAUSE("RFC 6455", "4.2.2(4)"), 403, continues,
     field_id::origin},
    {WSHAKE_CODE(missing_subprotocol) "Sec-WebSocket-Protocol is missing", WSHAKE_CLAUSE("RFC 6455", "4.2.2(4)"), 400,
     continues, field_id::subprotocol},
    {WSHAKE_CODE(no_common_subprotocol) "no offered subprotocol is supported", WSHAKE_CLAUSE("RFC 6455", "4.2.2(4)"),
     400, continues, field_id::subprotocol},

    {WSHAKE_CODE(missing_upgrade) "Upgrade is missing from the 101 response", WSHAKE_CLAUSE("RFC 6455", "4.1"), 502,
     ends, field_id::upgrade},
    {WSHAKE_CODE(several_upgrades) "Upgrade of the 101 response has more than one member",
     WSHAKE_CLAUSE("RFC 6455", "4.1"), 502, ends, field_id::upgrade},
    {WSHAKE_CODE(upgrade_not_confirmed) "Upgrade of the 101 response is not websocket",
     WSHAKE_CLAUSE("RFC 6455", "4.1"), 502, ends, field_id::upgrade},
    {WSHAKE_CODE(connection_not_confirmed) "Connection of the 101 response does not list upgrade",
     WSHAKE_CLAUSE("RFC 6455", "4.1"), 502, ends, field_id::connection},
    {WSHAKE_CODE(missing_accept) "Sec-WebSocket-Accept is missing", WSHAKE_CLAUSE("RFC 6455", "4.1"), 502, ends,
     field_id::accept},
    {WSHAKE_CODE(repeated_accept) "Sec-WebSocket-Accept is repeated", WSHAKE_CLAUSE("RFC 6455", "11.3.3"), 502, ends,
     field_id::accept},
    {WSHAKE_CODE(wrong_accept) "Sec-WebSocket-Accept does not match the key", WSHAKE_CLAUSE("RFC 6455", "4.1"), 502,
     ends, field_id::accept},
    {WSHAKE_CODE(unexpected_extension) "response names an extension that was not offered",
     WSHAKE_CLAUSE("RFC 6455", "4.1"), 502, ends, field_id::extensions},
    {WSHAKE_CODE(repeated_deflate) "response names permessage-deflate more than once", WSHAKE_CLAUSE("RFC 7692", "5"),
     502, ends, field_id::extensions},
    {WSHAKE_CODE(unknown_deflate_parameter) "permessage-deflate parameter is unknown", WSHAKE_CLAUSE("RFC 7692", "7"),
     502, ends, field_id::extensions},
    {WSHAKE_CODE(repeated_deflate_parameter) "permessage-deflate parameter is repeated", WSHAKE_CLAUSE("RFC 7692", "7"),
     502, ends, field_id::extensions},
    {WSHAKE_CODE(unexpected_deflate_value) "permessage-deflate parameter has a value but takes none",
     WSHAKE_CLAUSE("RFC 7692", "7"), 502, ends, field_id::extensions},
    {WSHAKE_CODE(missing_deflate_value) "permessage-deflate parameter has no value but needs one",
     WSHAKE_CLAUSE("RFC 7692", "7"), 502, ends, field_id::extensions},
    {WSHAKE_CODE(bad_deflate_window) "permessage-deflate window is not a number from 8 to 15",
     WSHAKE_CLAUSE("RFC 7692", "7"), 502, ends, field_id::extensions},
    {WSHAKE_CODE(deflate_parameter_not_offered) "client_max_window_bits was not offered",
     WSHAKE_CLAUSE("RFC 7692", "7.1.2.2"), 502, ends, field_id::extensions},
    {WSHAKE_CODE(deflate_window_above_offer) "server_max_window_bits exceeds the offered value",
     WSHAKE_CLAUSE("RFC 7692", "7.1.2.1"), 502, ends, field_id::extensions},
    {WSHAKE_CODE(missing_deflate_parameter) "requested permessage-deflate parameter is missing",
     WSHAKE_CLAUSE("RFC 7692", "7.1"), 502, ends, field_id::extensions},
    {WSHAKE_CODE(unsupported_deflate_window) "client_max_window_bits=8 is not supported",
     WSHAKE_CLAUSE("RFC 7692", "7.1.2.2"), 502, ends, field_id::extensions},
    {WSHAKE_CODE(bad_deflate_answer) "permessage-deflate parameters match no offer", WSHAKE_CLAUSE("RFC 7692", "7"),
     502, ends, field_id::extensions},
    {WSHAKE_CODE(several_subprotocols) "response names more than one subprotocol", WSHAKE_CLAUSE("RFC 6455", "11.3.4"),
     502, ends, field_id::subprotocol},
    {WSHAKE_CODE(unexpected_subprotocol) "response names a subprotocol that was not offered",
     WSHAKE_CLAUSE("RFC 6455", "4.1"), 502, ends, field_id::subprotocol},
    {WSHAKE_CODE(subprotocol_not_answered) "response names no subprotocol", WSHAKE_CLAUSE("RFC 6455", "1.9"), 502, ends,
     field_id::subprotocol},
    {WSHAKE_CODE(too_many_interim_responses) "too many interim responses were received",
     WSHAKE_CLAUSE("RFC 9110", "15.2"), 502, ends},
    {WSHAKE_CODE(unexpected_success) "status of the success is not 200", WSHAKE_CLAUSE("RFC 8441", "5"), 502, ends},

    {WSHAKE_CODE(bad_socks_version) "version of SOCKS message is not 5",
     WSHAKE_CLAUSE(WSHAKE_CLAUSE("RFC 1928", "3,"), "6"), 502, ends},
    {WSHAKE_CODE(no_socks_method) "SOCKS proxy accepts no offered method", WSHAKE_CLAUSE("RFC 1928", "3"), 502, ends},
    {WSHAKE_CODE(socks_method_not_offered) "SOCKS method was not offered", WSHAKE_CLAUSE("RFC 1928", "3"), 502, ends},
    {WSHAKE_CODE(bad_socks_login_version) "version of SOCKS login reply is not 1", WSHAKE_CLAUSE("RFC 1929", "2"), 502,
     ends},
    {WSHAKE_CODE(socks_login_refused) "SOCKS proxy refuses user or password", WSHAKE_CLAUSE("RFC 1929", "2"), 502, ends},
    {WSHAKE_CODE(socks_failure) "SOCKS proxy reports a general failure", WSHAKE_CLAUSE("RFC 1928", "6"), 502, ends},
    {WSHAKE_CODE(socks_forbidden) "SOCKS proxy does not allow the connection", WSHAKE_CLAUSE("RFC 1928", "6"), 502, ends},
    {WSHAKE_CODE(socks_network_unreachable) "SOCKS proxy cannot reach the network", WSHAKE_CLAUSE("RFC 1928", "6"), 502,
     ends},
    {WSHAKE_CODE(socks_host_unreachable) "SOCKS proxy cannot reach the host", WSHAKE_CLAUSE("RFC 1928", "6"), 502, ends},
    {WSHAKE_CODE(socks_connection_refused) "host refused the connection of the SOCKS proxy",
     WSHAKE_CLAUSE("RFC 1928", "6"), 502, ends},
    {WSHAKE_CODE(socks_ttl_expired) "TTL expired behind the SOCKS proxy", WSHAKE_CLAUSE("RFC 1928", "6"), 502, ends},
    {WSHAKE_CODE(socks_command_unsupported) "SOCKS proxy does not support CONNECT", WSHAKE_CLAUSE("RFC 1928", "6"), 502,
     ends},
    {WSHAKE_CODE(socks_address_type_unsupported) "SOCKS proxy does not support the address type",
     WSHAKE_CLAUSE("RFC 1928", "6"), 502, ends},
    {WSHAKE_CODE(bad_socks_reply_code) "SOCKS reply code is not assigned", WSHAKE_CLAUSE("RFC 1928", "6"), 502, ends},
    {WSHAKE_CODE(bad_socks_reserved) "reserved byte of SOCKS reply is not 0", WSHAKE_CLAUSE("RFC 1928", "6"), 502, ends},
    {WSHAKE_CODE(bad_socks_address_type) "address type of SOCKS reply is unknown", WSHAKE_CLAUSE("RFC 1928", "6"), 502,
     ends},
    {WSHAKE_CODE(socks_truncated) "SOCKS message is truncated", WSHAKE_CLAUSE("RFC 1928", "3"), 502, ends},

    {WSHAKE_CODE(bad_chunk) "chunk size or line end is malformed", WSHAKE_CLAUSE("RFC 9112", "7.1"), 400, ends},
    {WSHAKE_CODE(bad_chunk_extension) "chunk extension is malformed", WSHAKE_CLAUSE("RFC 9112", "7.1.1"), 400, ends},
    {WSHAKE_CODE(bad_trailer) "trailer is not a field line", WSHAKE_CLAUSE("RFC 9112", "7.1.2"), 400, ends},
    {WSHAKE_CODE(forbidden_trailer) "trailer is Transfer-Encoding, Content-Length or Host",
     WSHAKE_CLAUSE("RFC 9110", "6.5.1"), 400, ends},
    {WSHAKE_CODE(body_too_large) "body is too large", WSHAKE_CLAUSE("RFC 9110", "15.5.14"), 413, ends},
    {WSHAKE_CODE(truncated) "message is truncated", WSHAKE_CLAUSE("RFC 9112", "8"), 400, ends},
    {WSHAKE_CODE(timed_out) "request did not arrive in time", WSHAKE_CLAUSE("RFC 9110", "15.5.9"), 408, ends},
};

#undef WSHAKE_CLAUSE
#undef WSHAKE_CODE

static_assert(std::size(rows) == errc_count);

constexpr bool in_order() noexcept {
  for (unsigned code = 0; code < errc_count; ++code) {
    if (rows[code].code != static_cast<errc>(code)) return false;
  }
  return true;
}
static_assert(in_order());

const row& row_of(errc code) noexcept {
  const auto index = static_cast<unsigned>(code);
  return rows[index < errc_count ? index : 0];
}

}  // namespace

const error_info& detail::describe_code(unsigned code) noexcept { return row_of(static_cast<errc>(code)).info; }

const error_text& text_of(errc code) noexcept { return row_of(code).text; }

}  // namespace wshake
