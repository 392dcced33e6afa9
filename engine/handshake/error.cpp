// SPDX-License-Identifier: BSL-1.0
// The error table: the only place where a code meets its text, its clause, its status and its field.
#include <wshake/error.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "error_row.hpp"

namespace wshake {

namespace {

using detail::known;

// What happens to the connection when a request breaks the rule and is answered.
enum class afterwards : bool { goes_on, ends };
using enum afterwards;

struct row {
  // Of string literals, so that their sizes need not be counted when a response is written.
  template <std::size_t M, std::size_t R>
  constexpr row(errc the_code, const char* name, const char (&message)[M], const char (&rule)[R], std::uint16_t status,
                afterwards connection, known about = known::none) noexcept
      : code(the_code), info{name, message, rule, status}, text{message, rule, about, connection == ends} {}

  errc code;
  error_info info;
  error_text text;
};

#define WSHAKE_CODE(code) errc::code, #code,

constexpr row table[] = {
    {WSHAKE_CODE(none) "no error", "", 0, goes_on},

    {WSHAKE_CODE(need_room) "the buffer is too small", "", 0, goes_on},
    {WSHAKE_CODE(storage_too_small) "the storage is too small for what is kept of a request", "", 0, goes_on},
    {WSHAKE_CODE(wrong_state) "the verb does not fit the state", "", 0, goes_on},
    {WSHAKE_CODE(bad_status) "status is not allowed here", "", 0, goes_on},
    {WSHAKE_CODE(bad_uri) "not a ws or wss URI", "", 0, goes_on},
    {WSHAKE_CODE(bad_argument) "a field name that is no token, or a control octet in a value", "", 0, goes_on},
    {WSHAKE_CODE(reserved_field) "the handshake writes this field by itself", "", 0, goes_on},
    {WSHAKE_CODE(missing_field) "401 needs WWW-Authenticate, 407 needs Proxy-Authenticate", "", 0, goes_on},
    {WSHAKE_CODE(subprotocol_not_offered) "the client did not offer this subprotocol", "", 0, goes_on},
    {WSHAKE_CODE(extension_not_offered) "the client did not offer this extension", "", 0, goes_on},

    {WSHAKE_CODE(tls_record) "a TLS record where HTTP was expected", "RFC 8446 §5.1", 400, ends},
    {WSHAKE_CODE(too_many_empty_lines) "too many empty lines before the request line", "RFC 9112 §2.2", 400, ends},
    {WSHAKE_CODE(bad_method) "the method is not a token", "RFC 9110 §9.1", 400, ends},
    {WSHAKE_CODE(method_too_long) "the method is too long", "RFC 9112 §3", 501, ends},
    {WSHAKE_CODE(bad_target) "the request target is empty or has an octet that it must not have", "RFC 9112 §3.2", 400,
     ends},
    {WSHAKE_CODE(target_too_long) "the request target is too long", "RFC 9112 §3", 414, ends},
    {WSHAKE_CODE(bad_http_version) "the HTTP version is missing or malformed", "RFC 9112 §2.3", 400, ends},
    {WSHAKE_CODE(unsupported_http_version) "the HTTP version is not 1.x", "RFC 9110 §15.6.6", 505, ends},
    {WSHAKE_CODE(bad_status_line) "the status line has no code of three digits", "RFC 9112 §4", 502, ends},

    {WSHAKE_CODE(head_too_large) "the head is too large", "RFC 6585 §5", 431, ends},
    {WSHAKE_CODE(field_line_too_long) "a field line is too long", "RFC 6585 §5", 431, ends},
    {WSHAKE_CODE(too_many_field_lines) "there are too many field lines", "RFC 6585 §5", 431, ends},

    {WSHAKE_CODE(bare_cr) "a CR without LF", "RFC 9112 §2.2", 400, ends},
    {WSHAKE_CODE(bare_lf) "an LF without CR", "RFC 9112 §2.2", 400, ends},
    {WSHAKE_CODE(leading_white_space) "white space before the first field line", "RFC 9112 §2.2", 400, ends},
    {WSHAKE_CODE(folded_line) "a field line is continued by white space", "RFC 9112 §5.2", 400, ends},
    {WSHAKE_CODE(empty_field_name) "a field line without a name", "RFC 9112 §5", 400, ends},
    {WSHAKE_CODE(bad_field_name) "a field name is not a token", "RFC 9110 §5.1", 400, ends},
    {WSHAKE_CODE(space_before_colon) "white space between a field name and its colon", "RFC 9112 §5.1", 400, ends},
    {WSHAKE_CODE(missing_colon) "a field line without a colon", "RFC 9112 §5", 400, ends},
    {WSHAKE_CODE(bad_field_value) "a control octet in a field value", "RFC 9110 §5.5", 400, ends},

    {WSHAKE_CODE(transfer_encoding_in_http_1_0) "Transfer-Encoding in an HTTP/1.0 request", "RFC 9112 §6.1", 400, ends,
     known::transfer_encoding},
    {WSHAKE_CODE(content_length_and_transfer_encoding) "both Content-Length and Transfer-Encoding", "RFC 9112 §6.3(3)",
     400, ends, known::transfer_encoding},
    {WSHAKE_CODE(bad_content_length) "Content-Length is not a number", "RFC 9112 §6.3(5)", 400, ends,
     known::content_length},
    {WSHAKE_CODE(conflicting_content_length) "Content-Length has different values", "RFC 9112 §6.3(5)", 400, ends,
     known::content_length},
    {WSHAKE_CODE(bad_transfer_encoding) "Transfer-Encoding is malformed or does not end in chunked", "RFC 9112 §6.3(4)",
     400, ends, known::transfer_encoding},
    {WSHAKE_CODE(unknown_transfer_coding) "Transfer-Encoding names a coding other than chunked", "RFC 9112 §6.1", 501,
     ends, known::transfer_encoding},

    {WSHAKE_CODE(missing_host) "Host is missing", "RFC 9112 §3.2", 400, goes_on, known::host},
    {WSHAKE_CODE(repeated_host) "Host is repeated", "RFC 9112 §3.2", 400, goes_on, known::host},
    {WSHAKE_CODE(bad_host) "Host is not a host with an optional port", "RFC 9112 §3.2", 400, goes_on, known::host},

    {WSHAKE_CODE(upgrade_stripped) "a WebSocket key without Upgrade: a proxy on the path is not set up for WebSocket",
     "RFC 6455 §4.2.1(3)", 426, goes_on, known::upgrade},
    {WSHAKE_CODE(not_an_upgrade) "no upgrade to WebSocket is asked for", "RFC 6455 §4.2.1(3)", 426, goes_on,
     known::upgrade},
    {WSHAKE_CODE(connection_lacks_upgrade) "Connection does not list upgrade", "RFC 6455 §4.2.1(4)", 426, goes_on,
     known::connection},
    {WSHAKE_CODE(http_version_too_old) "HTTP/1.0 can't be upgraded", "RFC 9110 §7.8", 426, goes_on},

    {WSHAKE_CODE(bad_handshake_method) "a handshake's method is GET", "RFC 6455 §4.2.1(1)", 405, goes_on},
    {WSHAKE_CODE(bad_target_form) "a handshake's target is a path or an absolute URI with a host", "RFC 6455 §4.2.1(1)",
     400, goes_on},
    {WSHAKE_CODE(body_on_handshake) "a body is announced on a handshake", "RFC 6455 §4.1", 400, ends},
    {WSHAKE_CODE(missing_version) "Sec-WebSocket-Version is missing", "RFC 6455 §4.2.1(6)", 400, goes_on, known::version},
    {WSHAKE_CODE(repeated_version) "Sec-WebSocket-Version is repeated", "RFC 6455 §11.3.5", 400, goes_on, known::version},
    {WSHAKE_CODE(unsupported_version) "Sec-WebSocket-Version is not 13", "RFC 6455 §4.4", 426, goes_on, known::version},
    {WSHAKE_CODE(missing_key) "Sec-WebSocket-Key is missing", "RFC 6455 §4.2.1(5)", 400, goes_on, known::key},
    {WSHAKE_CODE(repeated_key) "Sec-WebSocket-Key is repeated", "RFC 6455 §11.3.1", 400, goes_on, known::key},
    {WSHAKE_CODE(bad_key) "Sec-WebSocket-Key is not the base64 of 16 octets", "RFC 6455 §4.2.1(5)", 400, goes_on,
     known::key},
    {WSHAKE_CODE(bad_extensions) "Sec-WebSocket-Extensions is outside its grammar", "RFC 6455 §9.1", 400, goes_on,
     known::extensions},
    {WSHAKE_CODE(bad_subprotocols) "Sec-WebSocket-Protocol is not a list of tokens", "RFC 6455 §4.1(10)", 400, goes_on,
     known::subprotocol},
    {WSHAKE_CODE(too_many_subprotocols) "there are too many subprotocols", "RFC 6455 §4.1(10)", 400, goes_on,
     known::subprotocol},
    {WSHAKE_CODE(repeated_subprotocol) "a subprotocol is offered twice", "RFC 6455 §4.1(10)", 400, goes_on,
     known::subprotocol},
    {WSHAKE_CODE(bad_expect) "Expect asks for something other than 100-continue", "RFC 9110 §10.1.1", 417, goes_on,
     known::expect},
    {WSHAKE_CODE(repeated_origin) "Origin is repeated", "RFC 6454 §7.3", 400, goes_on, known::origin},
    {WSHAKE_CODE(missing_origin) "Origin is missing", "RFC 6455 §4.2.2(4)", 403, goes_on, known::origin},
    {WSHAKE_CODE(forbidden_origin) "this origin may not connect", "RFC 6455 §4.2.2(4)", 403, goes_on, known::origin},
    {WSHAKE_CODE(no_common_subprotocol) "no subprotocol in common", "RFC 6455 §4.2.2(5)", 400, goes_on,
     known::subprotocol},

    {WSHAKE_CODE(upgrade_not_confirmed) "the 101 lacks Upgrade: websocket", "RFC 6455 §4.1", 502, ends, known::upgrade},
    {WSHAKE_CODE(connection_not_confirmed) "the Connection of the 101 does not list upgrade", "RFC 6455 §4.1", 502,
     ends, known::connection},
    {WSHAKE_CODE(missing_accept) "Sec-WebSocket-Accept is missing", "RFC 6455 §4.1", 502, ends, known::accept},
    {WSHAKE_CODE(repeated_accept) "Sec-WebSocket-Accept is repeated", "RFC 6455 §11.3.3", 502, ends, known::accept},
    {WSHAKE_CODE(wrong_accept) "Sec-WebSocket-Accept does not answer the key", "RFC 6455 §4.1", 502, ends, known::accept},
    {WSHAKE_CODE(unexpected_extension) "an extension that was not offered", "RFC 6455 §4.1", 502, ends, known::extensions},
    {WSHAKE_CODE(bad_deflate_answer) "the parameters of permessage-deflate answer no offer", "RFC 7692 §7.1", 502, ends,
     known::extensions},
    {WSHAKE_CODE(several_subprotocols) "more than one subprotocol in the answer", "RFC 6455 §11.3.4", 502, ends,
     known::subprotocol},
    {WSHAKE_CODE(unexpected_subprotocol) "a subprotocol that was not offered", "RFC 6455 §4.1", 502, ends,
     known::subprotocol},
    {WSHAKE_CODE(too_many_interim_responses) "too many interim responses", "RFC 9110 §15.2", 502, ends},

    {WSHAKE_CODE(bad_chunk) "the chunked body is malformed", "RFC 9112 §7.1", 400, ends},
    {WSHAKE_CODE(body_too_large) "the body is too large", "RFC 9110 §15.5.14", 413, ends},
    {WSHAKE_CODE(truncated) "the octets end inside a message", "RFC 9112 §8", 400, ends},
    {WSHAKE_CODE(timed_out) "the request did not arrive in time", "RFC 9110 §15.5.9", 408, ends},
};

#undef WSHAKE_CODE

static_assert(std::size(table) == errc_count);

constexpr bool in_order() noexcept {
  for (unsigned code = 0; code < errc_count; ++code) {
    if (table[code].code != static_cast<errc>(code)) return false;
  }
  return true;
}
static_assert(in_order());

const row& row_of(errc code) noexcept {
  const auto index = static_cast<unsigned>(code);
  return table[index < errc_count ? index : 0];
}

}  // namespace

const error_info& describe(errc code) noexcept { return row_of(code).info; }

const error_text& text_of(errc code) noexcept { return row_of(code).text; }

}  // namespace wshake
