// SPDX-License-Identifier: BSL-1.0
// This header has the C functions of wshake, which perform the opening handshake of a WebSocket connection (RFC 6455
// section 4). They are for C99 and for languages that call C.
//
// Names, contracts and rules are the same as in the C++ headers: wshake_server_feed() is server::feed() in
// <wshake/server.hpp>. The C++ headers say more. Comments shorten the names of functions: feed() in a comment on a
// server stands for wshake_server_feed(), next() in a comment on a client for wshake_client_next(). <wshake/wshake.hpp>
// explains the terms of the comments, such as verb and role.
//
// No function of this header allocates or blocks, and the whole state of a connection is in your objects. One thread at
// a time may use an object; any number of threads may use a configuration at the same time.
//
// Objects live in memory that you provide: on the stack, in a pool, anywhere. Objects need no destruction: reuse their
// memory whenever you want.
//
// Options are structs that begin with their size. Zero in any other member selects the default of the member, so one
// line makes the options:
//
//   wshake_server_options options = WSHAKE_SERVER_OPTIONS(.origins = origins, .origin_count = 1);
//
// A NULL pointer to options or limits selects the defaults. Options are invalid in these cases:
// - The member `size` is below the size of the struct in version 0.1.0, or above 4,096.
// - The octets behind the members that this library knows are not zero.
// - A list has a count, but its pointer is NULL; or a list of a configuration has a pointer, but its count is 0.
// - `content_length` is not 0, but has_content_length is false; or the options of a response have both
//   has_content_length and `body`.
// Invalid options fail closed:
// - No handshake succeeds with a configuration that was made from invalid options, or for which you have called no init
//   function.
// - A verb or function that gets invalid options writes nothing and returns bad_argument.
// The library does not check the pointers of texts in a list, nor of lists that are arguments of a function. If such a
// pointer is NULL, its size or count must be 0.
//
// Views (wshake_octets, and every struct with a wshake_octets) point into the storage, an argument, the output buffer
// or static memory. The C++ headers say how long a view is valid: a view of a server's storage is valid until
// next_request(), a view of a client's or tunnel's storage until start(). An absent view has a null `data` and size 0.
#ifndef WSHAKE_WSHAKE_H
#define WSHAKE_WSHAKE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
#define WSHAKE_NOEXCEPT noexcept
#define WSHAKE_CAST(type, pointer) static_cast<type>(pointer)
#define WSHAKE_INLINE inline
extern "C" {
#else
#include <stdbool.h>
#define WSHAKE_NOEXCEPT
#define WSHAKE_CAST(type, pointer) ((type)(pointer))
#define WSHAKE_INLINE static inline
#endif

#if defined(__GNUC__) || defined(__clang__)
// WSHAKE_TWIN marks a struct of C that the library reads as its C++ counterpart. The attribute tells a compiler that a
// pointer to the C struct may point to an object of the C++ type.
#define WSHAKE_TWIN __attribute__((__may_alias__))
#define WSHAKE_NODISCARD __attribute__((__warn_unused_result__))
#else
#define WSHAKE_TWIN
#define WSHAKE_NODISCARD
#endif

// WSHAKE_C_API marks the functions that a shared library exports. The build of wshake as a shared library defines
// WSHAKE_BUILDS_SHARED.
#if !defined(WSHAKE_BUILDS_SHARED)
#define WSHAKE_C_API
#elif defined(_WIN32)
#define WSHAKE_C_API __declspec(dllexport)
#else
#define WSHAKE_C_API __attribute__((__visibility__("default")))
#endif

// --- The version. ----------------------------------------------------------------------------------------------------

// The version of this header, 0.1.0, by the rules of https://semver.org.
#define WSHAKE_VERSION_MAJOR 0
#define WSHAKE_VERSION_MINOR 1
#define WSHAKE_VERSION_PATCH 0

// The version as one number, for comparisons: 10203 for 1.2.3.
#define WSHAKE_VERSION (WSHAKE_VERSION_MAJOR * 10000 + WSHAKE_VERSION_MINOR * 100 + WSHAKE_VERSION_PATCH)

// The version of the library that the program runs with: "0.1.0", in static memory, ended by a NUL. A shared library
// may have another version than the header.
WSHAKE_C_API WSHAKE_NODISCARD const char* wshake_library_version(void) WSHAKE_NOEXCEPT;

// --- Octets and fields. ----------------------------------------------------------------------------------------------

// A view of octets in memory that somebody else owns.
typedef struct WSHAKE_TWIN wshake_octets {
  const char* data;  // the first octet; null if the view is absent
  size_t size;       // the number of octets
} wshake_octets;

// A view of writable octets: a buffer for output, or the storage of a role.
typedef struct wshake_mutable_octets {
  char* data;   // the first octet
  size_t size;  // the number of octets
} wshake_mutable_octets;

// Initializes octets with a string literal: wshake_octets host = WSHAKE_LITERAL("example.com");
#define WSHAKE_LITERAL(text) {"" text, sizeof(text) - 1}

// A view of `size` octets at `data`.
WSHAKE_INLINE wshake_octets wshake_view(const void* data, size_t size) WSHAKE_NOEXCEPT {
  wshake_octets view;
  view.data = WSHAKE_CAST(const char*, data);
  view.size = size;
  return view;
}

// A view of `size` writable octets at `data`.
WSHAKE_INLINE wshake_mutable_octets wshake_room(void* data, size_t size) WSHAKE_NOEXCEPT {
  wshake_mutable_octets room;
  room.data = WSHAKE_CAST(char*, data);
  room.size = size;
  return room;
}

// A field line (RFC 9110 section 5).
typedef struct WSHAKE_TWIN wshake_field {
  wshake_octets name;   // without the colon; letter case has no meaning
  wshake_octets value;  // without the white space around it
} wshake_field;

// --- Errors. ---------------------------------------------------------------------------------------------------------

// The error codes: first the codes for misuse of the API, then one code for each rule that a peer can break, in the
// order in which the library applies the rules. If a message breaks several rules, the library reports the first of
// them. The values are equal to the values of wshake::errc, and do not change within a soname.
typedef enum wshake_errc {
  WSHAKE_ERRC_NONE = 0,  // nothing is wrong

  // Misuse of the API. A function that returns one of these codes has changed no state, and the content of its buffer
  // is unspecified.
  WSHAKE_ERRC_NEED_ROOM = 1,          // the buffer is too small; a buffer of wshake_write_result.needed octets suffices
  WSHAKE_ERRC_STORAGE_TOO_SMALL = 2,  // the storage cannot hold the host, target and offers of the client's request
  WSHAKE_ERRC_WRONG_STATE = 3,        // the verb, such as accept() or start(), does not fit the state
  WSHAKE_ERRC_BAD_STATUS = 4,         // outside 200 to 599, 2xx to CONNECT or an unknown method, 426 over HTTP/2 or 3
  WSHAKE_ERRC_BAD_URI = 5,            // a URI, or a resolved reference, is invalid or not ws, wss, http or https
  WSHAKE_ERRC_BAD_ARGUMENT = 6,       // an argument, such as a field or a body, is malformed or contradicts another one
  WSHAKE_ERRC_BAD_WINDOW_BITS = 7,    // a *_max_window_bits of a deflate_offer is neither 0 nor from 8 to 15
  WSHAKE_ERRC_RESERVED_FIELD = 8,     // a field that only the library may write, or a hop-by-hop field such as TE
  WSHAKE_ERRC_MISSING_FIELD = 9,      // a 401 lacks WWW-Authenticate, or a 407 lacks Proxy-Authenticate
  WSHAKE_ERRC_SUBPROTOCOL_NOT_OFFERED = 10,  // accept() was given a subprotocol that the client did not offer
  WSHAKE_ERRC_EXTENSION_NOT_OFFERED = 11,    // accept() was given an extension that the client did not offer
  WSHAKE_ERRC_WRONG_CARRIER = 12,            // the call or the response does not fit the HTTP version of the request
  WSHAKE_ERRC_EXTENDED_CONNECT_NOT_ALLOWED = 13,  // no SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 was received
  WSHAKE_ERRC_BAD_CONFIG = 14,                    // the configuration has an invalid member; a server answers 500

  // Errors in a header of the PROXY protocol, found as the octets of the header arrive: see wshake_read_proxy_header().
  // Close the connection without an answer.
  WSHAKE_ERRC_MISSING_PROXY_HEADER = 15,    // the octets begin with no signature of the PROXY protocol
  WSHAKE_ERRC_BAD_PROXY_LINE = 16,          // the line of version 1 is malformed
  WSHAKE_ERRC_BAD_PROXY_COMMAND = 17,       // the version is not 2, or the command is neither LOCAL nor PROXY
  WSHAKE_ERRC_BAD_PROXY_FAMILY = 18,        // the address family or the transport protocol is not assigned
  WSHAKE_ERRC_BAD_PROXY_LENGTH = 19,        // the header is too small for its addresses
  WSHAKE_ERRC_BAD_PROXY_TLV = 20,           // a TLV does not fit into the header
  WSHAKE_ERRC_PROXY_HEADER_TOO_LARGE = 21,  // the header exceeds the caller's `limit` (version 1: 107 octets)

  // Errors in the first line of a head, found as the octets of the line arrive.
  WSHAKE_ERRC_TLS_RECORD = 22,
  WSHAKE_ERRC_PROXY_PROTOCOL = 23,
  WSHAKE_ERRC_TOO_MANY_EMPTY_LINES = 24,
  WSHAKE_ERRC_MISSING_METHOD = 25,
  WSHAKE_ERRC_BAD_METHOD = 26,
  WSHAKE_ERRC_METHOD_TOO_LONG = 27,
  WSHAKE_ERRC_MISSING_TARGET = 28,
  WSHAKE_ERRC_BAD_TARGET = 29,
  WSHAKE_ERRC_WHITE_SPACE_IN_TARGET = 30,
  WSHAKE_ERRC_TARGET_TOO_LONG = 31,
  WSHAKE_ERRC_MISSING_HTTP_VERSION = 32,
  WSHAKE_ERRC_BAD_HTTP_VERSION = 33,
  WSHAKE_ERRC_LEADING_ZERO_IN_VERSION = 34,
  WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION = 35,
  WSHAKE_ERRC_SPACE_AFTER_VERSION = 36,
  WSHAKE_ERRC_BAD_STATUS_LINE = 37,
  WSHAKE_ERRC_MISSING_STATUS_CODE = 38,
  WSHAKE_ERRC_BAD_STATUS_CODE = 39,
  WSHAKE_ERRC_BAD_REASON_PHRASE = 40,
  WSHAKE_ERRC_STATUS_LINE_TOO_LONG = 41,

  // Limits on a head, checked as the octets of the head arrive.
  WSHAKE_ERRC_HEAD_TOO_LARGE = 42,
  WSHAKE_ERRC_FIELD_LINE_TOO_LONG = 43,
  WSHAKE_ERRC_TOO_MANY_FIELD_LINES = 44,

  // Errors in field lines, which are checked when the head is complete. The fault with the lowest offset is reported.
  WSHAKE_ERRC_BARE_CR = 45,
  WSHAKE_ERRC_BARE_LF = 46,
  WSHAKE_ERRC_LEADING_WHITE_SPACE = 47,
  WSHAKE_ERRC_FOLDED_LINE = 48,
  WSHAKE_ERRC_EMPTY_FIELD_NAME = 49,
  WSHAKE_ERRC_BAD_FIELD_NAME = 50,
  WSHAKE_ERRC_SPACE_BEFORE_COLON = 51,
  WSHAKE_ERRC_MISSING_COLON = 52,
  WSHAKE_ERRC_BAD_FIELD_VALUE = 53,

  // Errors in header lists of HTTP/2 and HTTP/3: see wshake_is_malformed(). The pseudo-header fields are checked first,
  // then the other fields in the order of the list.
  WSHAKE_ERRC_UPPER_CASE_FIELD_NAME = 54,
  WSHAKE_ERRC_WHITE_SPACE_AROUND_VALUE = 55,
  WSHAKE_ERRC_CONNECTION_SPECIFIC_FIELD = 56,
  WSHAKE_ERRC_BAD_TE = 57,
  WSHAKE_ERRC_MISPLACED_PSEUDO_FIELD = 58,
  WSHAKE_ERRC_UNKNOWN_PSEUDO_FIELD = 59,
  WSHAKE_ERRC_REPEATED_PSEUDO_FIELD = 60,
  WSHAKE_ERRC_MISUSED_PSEUDO_FIELD = 61,
  WSHAKE_ERRC_MISSING_PSEUDO_FIELD = 62,
  WSHAKE_ERRC_BAD_PSEUDO_FIELD = 63,
  WSHAKE_ERRC_SWITCHING_PROTOCOLS = 64,

  // Errors in Content-Length and Transfer-Encoding, which frame the body of a message.
  WSHAKE_ERRC_TRANSFER_ENCODING_IN_HTTP_1_0 = 65,
  WSHAKE_ERRC_CONTENT_LENGTH_AND_TRANSFER_ENCODING = 66,
  WSHAKE_ERRC_BAD_CONTENT_LENGTH = 67,
  WSHAKE_ERRC_CONFLICTING_CONTENT_LENGTH = 68,
  WSHAKE_ERRC_BAD_TRANSFER_ENCODING = 69,
  WSHAKE_ERRC_EMPTY_TRANSFER_CODING = 70,
  WSHAKE_ERRC_REPEATED_CHUNKED = 71,
  WSHAKE_ERRC_CHUNKED_PARAMETER = 72,
  WSHAKE_ERRC_FINAL_CODING_NOT_CHUNKED = 73,
  WSHAKE_ERRC_UNKNOWN_TRANSFER_CODING = 74,

  // Errors in the host of a request.
  WSHAKE_ERRC_MISSING_HOST = 75,
  WSHAKE_ERRC_REPEATED_HOST = 76,
  WSHAKE_ERRC_BAD_HOST = 77,
  WSHAKE_ERRC_BAD_HOST_PORT = 78,
  WSHAKE_ERRC_BAD_AUTHORITY = 79,
  WSHAKE_ERRC_HOST_DIFFERS = 80,

  // The request does not ask for an upgrade to WebSocket. The state of a server is then WSHAKE_SERVER_REQUEST, and
  // wshake_server_error() has the code.
  WSHAKE_ERRC_UPGRADE_STRIPPED = 81,
  WSHAKE_ERRC_NOT_AN_UPGRADE = 82,
  WSHAKE_ERRC_CONNECTION_LACKS_UPGRADE = 83,
  WSHAKE_ERRC_HTTP_VERSION_TOO_OLD = 84,
  WSHAKE_ERRC_NOT_EXTENDED_CONNECT = 85,
  WSHAKE_ERRC_ANOTHER_PROTOCOL = 86,

  // Errors in the opening handshake of a client.
  WSHAKE_ERRC_BAD_HANDSHAKE_METHOD = 87,
  WSHAKE_ERRC_BAD_TARGET_FORM = 88,
  WSHAKE_ERRC_BAD_TARGET_AUTHORITY = 89,
  WSHAKE_ERRC_BAD_SCHEME = 90,
  WSHAKE_ERRC_BODY_ON_HANDSHAKE = 91,
  WSHAKE_ERRC_MISSING_VERSION = 92,
  WSHAKE_ERRC_REPEATED_VERSION = 93,
  WSHAKE_ERRC_UNSUPPORTED_VERSION = 94,
  WSHAKE_ERRC_MISSING_KEY = 95,
  WSHAKE_ERRC_REPEATED_KEY = 96,
  WSHAKE_ERRC_BAD_KEY = 97,
  WSHAKE_ERRC_EMPTY_EXTENSIONS = 98,
  WSHAKE_ERRC_BAD_EXTENSIONS = 99,
  WSHAKE_ERRC_EMPTY_SUBPROTOCOLS = 100,
  WSHAKE_ERRC_BAD_SUBPROTOCOLS = 101,
  WSHAKE_ERRC_TOO_MANY_SUBPROTOCOLS = 102,
  WSHAKE_ERRC_REPEATED_SUBPROTOCOL = 103,
  WSHAKE_ERRC_BAD_EXPECT = 104,
  WSHAKE_ERRC_REPEATED_ORIGIN = 105,
  WSHAKE_ERRC_MISSING_ORIGIN = 106,
  WSHAKE_ERRC_FORBIDDEN_ORIGIN = 107,
  WSHAKE_ERRC_MISSING_SUBPROTOCOL = 108,
  WSHAKE_ERRC_NO_COMMON_SUBPROTOCOL = 109,

  // Errors in a server's response, which therefore opens no WebSocket. A client also reports http_version_too_old,
  // empty_extensions, bad_extensions, empty_subprotocols and bad_subprotocols for a response.
  WSHAKE_ERRC_MISSING_UPGRADE = 110,
  WSHAKE_ERRC_SEVERAL_UPGRADES = 111,
  WSHAKE_ERRC_UPGRADE_NOT_CONFIRMED = 112,
  WSHAKE_ERRC_CONNECTION_NOT_CONFIRMED = 113,
  WSHAKE_ERRC_MISSING_ACCEPT = 114,
  WSHAKE_ERRC_REPEATED_ACCEPT = 115,
  WSHAKE_ERRC_WRONG_ACCEPT = 116,
  WSHAKE_ERRC_UNEXPECTED_EXTENSION = 117,
  WSHAKE_ERRC_REPEATED_DEFLATE = 118,
  WSHAKE_ERRC_UNKNOWN_DEFLATE_PARAMETER = 119,
  WSHAKE_ERRC_REPEATED_DEFLATE_PARAMETER = 120,
  WSHAKE_ERRC_UNEXPECTED_DEFLATE_VALUE = 121,
  WSHAKE_ERRC_MISSING_DEFLATE_VALUE = 122,
  WSHAKE_ERRC_BAD_DEFLATE_WINDOW = 123,
  WSHAKE_ERRC_DEFLATE_PARAMETER_NOT_OFFERED = 124,
  WSHAKE_ERRC_DEFLATE_WINDOW_ABOVE_OFFER = 125,
  WSHAKE_ERRC_MISSING_DEFLATE_PARAMETER = 126,
  WSHAKE_ERRC_UNSUPPORTED_DEFLATE_WINDOW = 127,
  WSHAKE_ERRC_BAD_DEFLATE_ANSWER = 128,
  WSHAKE_ERRC_SEVERAL_SUBPROTOCOLS = 129,
  WSHAKE_ERRC_UNEXPECTED_SUBPROTOCOL = 130,
  WSHAKE_ERRC_SUBPROTOCOL_NOT_ANSWERED = 131,
  WSHAKE_ERRC_TOO_MANY_INTERIM_RESPONSES = 132,
  WSHAKE_ERRC_UNEXPECTED_SUCCESS = 133,

  // Refusals by a SOCKS5 proxy, and errors in its replies. WSHAKE_ERRC_SOCKS_FAILURE and the seven codes behind it are
  // the reply codes 1 to 8 (RFC 1928 section 6).
  WSHAKE_ERRC_BAD_SOCKS_VERSION = 134,          // the version is not 5
  WSHAKE_ERRC_NO_SOCKS_METHOD = 135,            // the proxy accepts no offered method; the proxy may demand a login
  WSHAKE_ERRC_SOCKS_METHOD_NOT_OFFERED = 136,   // the proxy chose a method that was not offered
  WSHAKE_ERRC_BAD_SOCKS_LOGIN_VERSION = 137,    // the version of the reply to the login is not 1
  WSHAKE_ERRC_SOCKS_LOGIN_REFUSED = 138,        // the proxy refuses the user or the password
  WSHAKE_ERRC_SOCKS_FAILURE = 139,              // general failure
  WSHAKE_ERRC_SOCKS_FORBIDDEN = 140,            // the proxy's rules do not allow the connection
  WSHAKE_ERRC_SOCKS_NETWORK_UNREACHABLE = 141,  // the proxy cannot reach the network
  WSHAKE_ERRC_SOCKS_HOST_UNREACHABLE = 142,     // the proxy cannot reach the host, or cannot resolve its name
  WSHAKE_ERRC_SOCKS_CONNECTION_REFUSED = 143,   // the target refuses the proxy's connection
  WSHAKE_ERRC_SOCKS_TTL_EXPIRED = 144,          // the TTL expired
  WSHAKE_ERRC_SOCKS_COMMAND_UNSUPPORTED = 145,  // the proxy does not support CONNECT
  WSHAKE_ERRC_SOCKS_ADDRESS_TYPE_UNSUPPORTED = 146,  // the proxy does not support the kind of the target's address
  WSHAKE_ERRC_BAD_SOCKS_REPLY_CODE = 147,            // the reply code is not assigned
  WSHAKE_ERRC_BAD_SOCKS_RESERVED = 148,              // the reserved octet is not 0
  WSHAKE_ERRC_BAD_SOCKS_ADDRESS_TYPE = 149,          // the reply's address is no IPv4 address, IPv6 address or name
  WSHAKE_ERRC_SOCKS_TRUNCATED = 150,                 // the proxy's octets end inside a message

  // Errors in bodies, truncation, and deadlines. A server finds errors in a body while it skips the body of an answered
  // request, a client or tunnel while it reads the body of a refusal. An error in a body leads to the state closed.
  WSHAKE_ERRC_BAD_CHUNK = 151,            // the size, the data or a line end of a chunked body is malformed
  WSHAKE_ERRC_BAD_CHUNK_EXTENSION = 152,  // the text behind a chunk's size is not a chunk extension
  WSHAKE_ERRC_BAD_TRAILER = 153,          // a trailer is not a field line
  WSHAKE_ERRC_FORBIDDEN_TRAILER = 154,    // a trailer is Transfer-Encoding, Content-Length or Host
  WSHAKE_ERRC_BODY_TOO_LARGE = 155,       // a body exceeds the limit skipped_body or refused_body
  WSHAKE_ERRC_TRUNCATED = 156,            // the peer's octets end inside a message
  WSHAKE_ERRC_TIMED_OUT = 157             // the caller's deadline passed: see wshake_server_respond()
} wshake_errc;

// The number of codes, WSHAKE_ERRC_NONE included.
#define WSHAKE_ERRC_COUNT 158

// The description of a code. All texts are in static memory and end with a NUL. All texts except `rule` are ASCII. The
// codes for misuse of the API, except bad_config, have neither rule nor status.
typedef struct wshake_error_info {
  const char* name;     // the enumerator: "bad_key"
  const char* message;  // one sentence for a log or a response: "Sec-WebSocket-Key is not the base64 of 16 bytes"
  const char* rule;     // the rule's clause: document, section sign (U+00A7 in UTF-8), number; empty if there is none
  uint16_t status;      // the default status of an answer; 502 for errors in a server's response; 0 if there is none
} wshake_error_info;

// The description of `code`. A value that is no enumerator gets the description of WSHAKE_ERRC_NONE.
WSHAKE_C_API WSHAKE_NODISCARD wshake_error_info wshake_describe_error(wshake_errc code) WSHAKE_NOEXCEPT;

// An error code, the offset of the error, and the field or argument that the error is about.
typedef struct wshake_diagnostic {
  wshake_errc code;     // WSHAKE_ERRC_NONE: nothing is wrong
  size_t offset;        // the offset of an octet, or an index in a list: see the function that returns this struct
  wshake_octets field;  // the name of a field, an argument or a member that the error is about, if there is one
} wshake_diagnostic;

// --- States, events and results. -------------------------------------------------------------------------------------

// The states of a server. feed() consumes octets in need_more only. In every other state call the verb that the state's
// comment names. The values are equal to the values of wshake::server_state.
typedef enum wshake_server_state {
  WSHAKE_SERVER_NEED_MORE = 0,  // the head is incomplete: read from the transport and feed()
  WSHAKE_SERVER_UPGRADE = 1,    // a valid opening handshake: accept(), or respond() with a refusal
  WSHAKE_SERVER_REQUEST = 2,    // a request that does not ask for WebSocket: respond(), or answer it yourself and call
                                // next_request()
  WSHAKE_SERVER_FAILED = 3,     // the request breaks a rule, which error() names: respond()
  WSHAKE_SERVER_RESPONDED = 4,  // an answer other than 101 was written: next_request()
  WSHAKE_SERVER_OPEN = 5,       // the 101 was written, or over HTTP/2 and HTTP/3 the 200: frames follow
  WSHAKE_SERVER_CLOSED = 6      // no further request is possible on this connection: close it
} wshake_server_state;

// The number of states of a server.
#define WSHAKE_SERVER_STATE_COUNT 7

// The events of a client or a tunnel. interim, refused and body are events only: feed() reports interim and refused
// once, and body once for each piece of the body. After one of these three events call feed() again at once, with the
// octets that feed() left, or with none. All other events are also states: feed() reports the same event until a verb
// changes the state. The values are equal to the values of wshake::client_event.
typedef enum wshake_client_event {
  WSHAKE_CLIENT_IDLE = 0,       // no request was sent yet: start()
  WSHAKE_CLIENT_NEED_MORE = 1,  // the response is incomplete: read from the transport and feed()
  WSHAKE_CLIENT_INTERIM = 2,    // event only: a 1xx response. response() shows this response until the next feed()
  WSHAKE_CLIENT_REFUSED = 3,    // event only: the answer is a refusal. response() shows its head; body and done follow
  WSHAKE_CLIENT_BODY = 4,       // event only: a part of the refusal's body, in wshake_client_feed_result.data
  WSHAKE_CLIENT_DONE = 5,    // the refusal was read to its end: next() tells how to go on, start() writes a new request
  WSHAKE_CLIENT_OPEN = 6,    // the answer opens the connection: frames follow, or the octets of the tunnel
  WSHAKE_CLIENT_FAILED = 7,  // the response breaks a rule, which error() names: close the connection
  WSHAKE_CLIENT_CLOSED = 8   // no answer will come, or a refusal's body broke a rule: close the connection
} wshake_client_event;

// The number of events.
#define WSHAKE_CLIENT_EVENT_COUNT 9

// The enumerator's name, such as "need_more": a NUL-terminated ASCII text in static memory. The text is empty for a
// value that is no enumerator.
WSHAKE_C_API WSHAKE_NODISCARD const char* wshake_describe_server_state(wshake_server_state state) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD const char* wshake_describe_client_event(wshake_client_event event) WSHAKE_NOEXCEPT;

// The result of wshake_server_feed().
typedef struct wshake_server_feed_result {
  size_t consumed;            // the octets taken from the front of the argument; the rest is yours
  wshake_server_state state;  // the state after the call
} wshake_server_feed_result;

// The result of wshake_client_feed() and wshake_tunnel_feed().
typedef struct wshake_client_feed_result {
  size_t consumed;            // the octets taken from the front of the argument; the rest is yours
  wshake_client_event event;  // the event
  wshake_octets data;         // if the event is body: a part of the body, as a view of the argument
} wshake_client_feed_result;

// The result of a function that writes. Everything was written if `error.code` is WSHAKE_ERRC_NONE. The buffer must not
// overlap the function's arguments. If a server, client or tunnel writes, the buffer must not overlap its storage.
//
// Errors: `error.field` is the name of the wrong argument, member, field, subprotocol or extension. `error.offset` is
// the offset of an octet in the wrong text, the index of the wrong element in a list, or 0.
// Lifetime: `written` is a view of the buffer. `error.field` may be a view of an argument; such a view lives as long as
// the argument.
typedef struct wshake_write_result {
  wshake_octets written;    // the octets to send, from the front of the buffer; empty after any error
  size_t needed;            // after need_room or storage_too_small: the size that suffices; 0 if no storage suffices
  wshake_diagnostic error;  // why nothing was written. The role is unchanged, the buffer's content unspecified
} wshake_write_result;

// --- Header sections and lists. --------------------------------------------------------------------------------------
//
// Iterators are values. A function that takes the next member advances its iterator, but no copy of the iterator.

// The field lines of one message, in order. A wshake_fields whose octets are all zero has no lines.
typedef struct wshake_fields {
  uint64_t opaque[12];  // private to the library
} wshake_fields;

// Iterates over the lines of a header section.
typedef struct wshake_lines {
  uint64_t opaque[8];  // private to the library
} wshake_lines;

// Iterates over the values of all lines with one name.
typedef struct wshake_values {
  uint64_t opaque[4];  // private to the library
} wshake_values;

// Iterates over the members of a field that is a list of tokens. The list spans all lines of the field.
typedef struct wshake_tokens {
  uint64_t opaque[8];  // private to the library
} wshake_tokens;

// Iterates over the extensions of Sec-WebSocket-Extensions. The list spans all lines of the field. The iteration ends
// before the first extension outside the grammar.
typedef struct wshake_extensions {
  uint64_t opaque[12];  // private to the library
} wshake_extensions;

// Iterates over the parameters of one extension.
typedef struct wshake_parameters {
  uint64_t opaque[8];  // private to the library
} wshake_parameters;

// Iterates over the challenges of WWW-Authenticate or Proxy-Authenticate.
typedef struct wshake_challenges {
  uint64_t opaque[12];  // private to the library
} wshake_challenges;

// Iterates over the cookies of a request, over all lines of Cookie.
typedef struct wshake_cookies {
  uint64_t opaque[12];  // private to the library
} wshake_cookies;

// extension = extension-token *( ";" extension-param )   (RFC 6455 section 9.1)
typedef struct wshake_extension {
  wshake_octets name;            // extension-token
  wshake_octets text;            // the parameters as they were sent
  wshake_parameters parameters;  // the parameters one by one
} wshake_extension;

// extension-param = token [ "=" ( token / quoted-string ) ]   (RFC 6455 section 9.1)
typedef struct wshake_parameter {
  wshake_octets name;   // as it was sent
  wshake_octets value;  // a quoted-string without its quotes, but with the backslashes of its quoted-pairs
  bool has_value;       // false if there is no "="
} wshake_parameter;

// challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]   (RFC 9110 section 11.3)
typedef struct wshake_challenge {
  wshake_octets scheme;      // "Basic"; letter case has no meaning
  wshake_octets token68;     // the token68 that replaces the parameters, if there is one
  wshake_octets parameters;  // #auth-param as it was sent
} wshake_challenge;

// cookie-pair = cookie-name "=" cookie-value   (RFC 6265 section 4.2.1)
typedef struct wshake_cookie {
  wshake_octets name;   // before the first "="; letter case counts. Empty if there is no "="
  wshake_octets value;  // behind the first "=", quotation marks included; the whole cookie if there is no "="
} wshake_cookie;

// A header section from a list of your own, which must outlive the header section. The fields are not checked. Fields
// behind the first 65,535 are ignored.
WSHAKE_C_API WSHAKE_NODISCARD wshake_fields wshake_fields_of(const wshake_field* list, size_t count) WSHAKE_NOEXCEPT;

// The value of the first line whose name is `name`, letter case ignored. `value` may be NULL.
//
// Returns: false if no line has this name.
WSHAKE_C_API bool wshake_fields_find(const wshake_fields* header, wshake_octets name,
                                     wshake_octets* value) WSHAKE_NOEXCEPT;

// The number of lines whose name is `name`.
WSHAKE_C_API WSHAKE_NODISCARD size_t wshake_fields_count(const wshake_fields* header, wshake_octets name) WSHAKE_NOEXCEPT;

// An iterator over all lines of `header`, in order.
WSHAKE_C_API WSHAKE_NODISCARD wshake_lines wshake_fields_lines(const wshake_fields* header) WSHAKE_NOEXCEPT;

// An iterator over the values of all lines whose name is `name`, in order. If the field is a list, its lines together
// form one list.
//
// Lifetime: `name` must live as long as the result.
WSHAKE_C_API WSHAKE_NODISCARD wshake_values wshake_fields_values(const wshake_fields* header,
                                                                 wshake_octets name) WSHAKE_NOEXCEPT;

// An iterator over the cookies of a request, over all lines of Cookie, in order: see <wshake/cookie.hpp>.
WSHAKE_C_API WSHAKE_NODISCARD wshake_cookies wshake_fields_cookies(const wshake_fields* header) WSHAKE_NOEXCEPT;

// These functions take the next member and advance the iterator.
//
// Returns: false at the end; `found` is then unchanged.
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_next_line(wshake_lines* lines, wshake_field* found) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_next_value(wshake_values* values, wshake_octets* found) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_next_token(wshake_tokens* tokens, wshake_octets* found) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_next_extension(wshake_extensions* extensions,
                                                         wshake_extension* found) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_next_parameter(wshake_parameters* parameters,
                                                         wshake_parameter* found) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_next_challenge(wshake_challenges* challenges,
                                                         wshake_challenge* found) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_next_cookie(wshake_cookies* cookies, wshake_cookie* found) WSHAKE_NOEXCEPT;

// The value of the first parameter whose name is `name`, such as "realm", letter case ignored. `value` may be NULL.
//
// Returns: false if no parameter has this name.
WSHAKE_C_API bool wshake_challenge_find(const wshake_challenge* challenge, wshake_octets name,
                                        wshake_octets* value) WSHAKE_NOEXCEPT;

// The value of the first cookie whose name is `name`, as it was sent, quotation marks included. Letter case counts. A
// server should not rely on the order of cookies with the same name (RFC 6265 section 4.2.2). `value` may be NULL.
//
// Returns: false if no cookie has the name `name`.
WSHAKE_C_API bool wshake_find_cookie(const wshake_fields* header, wshake_octets name,
                                     wshake_octets* value) WSHAKE_NOEXCEPT;

// --- Limits and permessage-deflate. ----------------------------------------------------------------------------------

// Sets a member of wshake_limits to a limit of zero: the value 0 would select the default limit.
#define WSHAKE_LIMIT_ZERO UINT32_MAX

// Limits on the octets that a peer sends: see <wshake/limits.hpp>. Every limit is inclusive. A value above the maximum
// of a limit counts as the maximum.
typedef struct wshake_limits {
  size_t size;                 // the size of this struct
  uint32_t head;               // octets of a head
  uint32_t refused_body;       // octets of a refusal's body that a client reads
  uint32_t skipped_body;       // octets of an answered request's body that a server skips to keep the connection
  uint32_t target;             // octets of a request target
  uint32_t field_line;         // octets of one field line, or of a status line, without CRLF
  uint32_t field_lines;        // field lines of a head
  uint32_t method;             // octets of a method
  uint32_t empty_lines;        // empty lines before a request line or, with the client option lenient, a status line
  uint32_t subprotocols;       // members of Sec-WebSocket-Protocol
  uint32_t interim_responses;  // interim responses before the answer to a request
} wshake_limits;

// A server's configuration of permessage-deflate: see <wshake/deflate.hpp>. A window is given as the base-2 logarithm
// of its size: 9 to 15, or 8 to 15 if `window_of_8` is set. A value outside this range counts as the nearest value in
// the range.
typedef struct wshake_deflate_config {
  size_t size;                      // the size of this struct
  bool enabled;                     // accept offers of permessage-deflate
  bool server_no_context_takeover;  // the server's compressor uses a fresh window for every message
  bool client_no_context_takeover;  // make the client use a fresh window for every message
  uint8_t server_max_window_bits;   // the largest window of the server's compressor; 0 selects 15
  uint8_t client_max_window_bits;   // the largest window of the server's decompressor; 0 selects 15
  bool window_of_8;                 // your codec can compress with a window of 2^8 octets, which zlib cannot
} wshake_deflate_config;

// A client's offer: one element of Sec-WebSocket-Extensions. A window is given as the base-2 logarithm of its size, 8
// to 15. Initialize an offer with WSHAKE_DEFLATE_OFFER, then change its members.
typedef struct WSHAKE_TWIN wshake_deflate_offer {
  bool server_no_context_takeover;  // the server must use a fresh window for every message
  bool client_no_context_takeover;  // the client promises to use a fresh window for every message
  uint8_t server_max_window_bits;   // the largest window that the server may use. 0 leaves the parameter out
  uint8_t client_max_window_bits;   // the largest window that the client uses. 0 leaves the parameter out
} wshake_deflate_offer;

// The offer that browsers make. {WSHAKE_DEFLATE_OFFER} is an array with this one offer.
#define WSHAKE_DEFLATE_OFFER {false, false, 0, 15}

// The parameters of permessage-deflate that both peers agreed on.
typedef struct wshake_deflate_parameters {
  bool agreed;                      // false: messages are not compressed and the other members have no meaning
  bool server_no_context_takeover;  // the server compresses every message with a fresh window
  bool client_no_context_takeover;  // the client compresses every message with a fresh window
  uint8_t server_max_window_bits;   // the server's compressor has a window of 2 to this power; 8 to 15
  uint8_t client_max_window_bits;   // the client's compressor has a window of 2 to this power; 8 to 15
} wshake_deflate_parameters;

// The result of the negotiation: the subprotocol and the compression that both peers use.
typedef struct wshake_agreement {
  wshake_octets subprotocol;          // a view of the client's offer; empty: no subprotocol
  wshake_deflate_parameters deflate;  // permessage-deflate
} wshake_agreement;

// Initializers of structs, with the given members and the defaults of all other members: WSHAKE_LIMITS(.head = 8192).
#define WSHAKE_LIMITS(...) {.size = sizeof(wshake_limits), __VA_ARGS__}
#define WSHAKE_DEFLATE_CONFIG(...) {.size = sizeof(wshake_deflate_config), __VA_ARGS__}

// --- Messages, and the functions that need no role. ------------------------------------------------------------------

#define WSHAKE_KEY_SIZE 24     // octets of a Sec-WebSocket-Key
#define WSHAKE_ACCEPT_SIZE 28  // octets of a Sec-WebSocket-Accept
#define WSHAKE_NONCE_SIZE 16   // random octets that you supply; a key is their base64

// A request's head as views. For wshake_check() or wshake_server_adopt(), fill a wshake_request_view from the data of
// your own HTTP code. For HTTP/2 and HTTP/3, wshake_read_request_list() fills a wshake_request_view from a header list.
typedef struct wshake_request_view {
  wshake_octets method;  // "GET"; letter case counts. CONNECT over HTTP/2 and HTTP/3 (RFC 8441 section 4)
  wshake_octets target;  // as it was sent: the origin-form or the absolute-form (RFC 9112 section 3.2); or :path
  unsigned version;      // 10 to 19 for HTTP/1.0 to HTTP/1.9; 20 for HTTP/2, 30 for HTTP/3
  wshake_fields header;  // the header section, without pseudo-header fields

  // Over HTTP/2 and HTTP/3 only.
  wshake_octets protocol;   // :protocol, "websocket" for a handshake
  wshake_octets scheme;     // :scheme, "http" or "https"
  wshake_octets authority;  // :authority
  bool ends_stream;         // END_STREAM or FIN came with the header list
} wshake_request_view;

// A request's head that this library has read from octets.
typedef struct wshake_request_head {
  wshake_request_view view;  // the parts of the head
  wshake_octets raw;         // from the first octet of the request line to the end of the empty line that ends the head
} wshake_request_head;

// A response's head as views.
typedef struct wshake_response_view {
  unsigned version;      // 10 to 19 for HTTP/1.0 to HTTP/1.9; 20 for HTTP/2, 30 for HTTP/3
  unsigned status;       // 100 to 999
  wshake_octets reason;  // the reason phrase; may be empty
  wshake_fields header;  // the header section
} wshake_response_view;

// A response's head that this library has read from octets.
typedef struct wshake_response_head {
  wshake_response_view view;  // the parts of the head
  wshake_octets raw;          // from the first octet of the status line to the end of the empty line that ends the head
} wshake_response_head;

// The parts of a request that the handshake uses, as views of the request. Absent fields are absent views.
typedef struct wshake_handshake_request {
  wshake_octets authority;       // the Host field, or the authority of an absolute-form target, or :authority
  wshake_octets resource_name;   // path and query: "/chat?room=1"
  wshake_octets key;             // Sec-WebSocket-Key
  wshake_octets version;         // Sec-WebSocket-Version
  wshake_octets origin;          // Origin
  bool has_origin;               // true if there is an Origin
  bool expects_continue;         // the client waits for a 100 Continue
  wshake_tokens subprotocols;    // offered, the preferred one first
  wshake_extensions extensions;  // offered, the preferred one first
} wshake_handshake_request;

// The result of wshake_read_request(). Exactly one of these is true: `error` is set, `consumed` is above 0, more octets
// are needed.
typedef struct wshake_request_reading {
  wshake_diagnostic error;   // the broken rule (a wshake_errc up to bad_field_value) and the offset of the fault
  size_t consumed;           // octets of the head and of empty lines before the head; 0 while the head is incomplete
  wshake_request_head head;  // valid if consumed is above 0
} wshake_request_reading;

// The result of wshake_read_response(). Exactly one of these is true: `error` is set, `consumed` is above 0, more
// octets are needed.
typedef struct wshake_response_reading {
  wshake_diagnostic error;    // the broken rule (a wshake_errc up to bad_field_value) and the offset of the fault
  size_t consumed;            // octets of the head; 0 while the head is incomplete
  wshake_response_head head;  // valid if consumed is above 0
} wshake_response_reading;

// The protocols that wshake_sniff() detects.
typedef enum wshake_protocol {
  WSHAKE_PROTOCOL_NEED_MORE = 0,       // too few octets to decide; 24 octets always suffice
  WSHAKE_PROTOCOL_HTTP = 1,            // the beginning of an HTTP/1 request line: feed it to a server
  WSHAKE_PROTOCOL_TLS = 2,             // a TLS handshake record: the client expects TLS on this port
  WSHAKE_PROTOCOL_HTTP2 = 3,           // the HTTP/2 connection preface
  WSHAKE_PROTOCOL_PROXY_PROTOCOL = 4,  // the PROXY protocol of load balancers: see wshake_read_proxy_header()
  WSHAKE_PROTOCOL_UNKNOWN = 5          // no protocol in this list
} wshake_protocol;

// The 28 octets of a Sec-WebSocket-Accept value.
typedef struct wshake_accept_value {
  char data[WSHAKE_ACCEPT_SIZE];  // base64, without a final NUL
} wshake_accept_value;

#define WSHAKE_SERVER_CONFIG_SIZE 256  // octets of memory for a server's configuration
#define WSHAKE_CLIENT_CONFIG_SIZE 192  // octets of memory for the configuration of clients and tunnels

// The configuration that all connections of a server share. Make it with wshake_server_config_init(). A configuration
// never changes, and must outlive every server made with it.
typedef union wshake_server_config {
  char octets[WSHAKE_SERVER_CONFIG_SIZE];  // private to the library
  uint64_t alignment;                      // aligns the memory
  void* pointer_alignment;                 // aligns the memory
} wshake_server_config;

// The configuration that clients and tunnels share. Make it with wshake_client_config_init(). A configuration never
// changes, and must outlive every client and tunnel made with it.
typedef union wshake_client_config {
  char octets[WSHAKE_CLIENT_CONFIG_SIZE];  // private to the library
  uint64_t alignment;                      // aligns the memory
  void* pointer_alignment;                 // aligns the memory
} wshake_client_config;

// Examines the first octets that a client sent. Nothing is consumed.
WSHAKE_C_API WSHAKE_NODISCARD wshake_protocol wshake_sniff(wshake_octets first) WSHAKE_NOEXCEPT;

// Reads the request head at the front of `data` without a copy. The framing of the body and the rules of the handshake
// are not checked: see wshake_check(). If more octets are needed, call the function again with all octets received so
// far.
WSHAKE_C_API WSHAKE_NODISCARD wshake_request_reading wshake_read_request(wshake_octets data,
                                                                         const wshake_limits* limits) WSHAKE_NOEXCEPT;

// Reads the response head at the front of `data` without a copy. Folded field lines are unfolded in place. If more
// octets are needed, call the function again with all octets received so far.
WSHAKE_C_API WSHAKE_NODISCARD wshake_response_reading wshake_read_response(wshake_mutable_octets data,
                                                                           const wshake_limits* limits) WSHAKE_NOEXCEPT;

// True if the request asks for WebSocket. Such a request may break other rules of the handshake.
// - HTTP/1.1: the request has `websocket` in Upgrade and `upgrade` in Connection (RFC 6455 section 4.2.1(3,4), RFC 9110
//   section 7.8).
// - HTTP/2 and HTTP/3: the request is a CONNECT with the :protocol `websocket` (RFC 8441 section 4, RFC 9220 section
//   3).
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_is_upgrade(const wshake_request_view* request) WSHAKE_NOEXCEPT;

// Checks whether a server with the configuration `config` accepts the request. If it does, the diagnostic's code is
// WSHAKE_ERRC_NONE.
//
// Errors: the first broken rule in the order of wshake_errc; bad_config for an invalid configuration. The diagnostic's
// `field` is the name of the field that is wrong or missing. `offset` depends on the request:
// - A head that this library has read from octets: the offset of an octet in the head. For a missing field the offset
//   is the end of the head.
// - A wshake_request_view of your own: the index of a field in its list. For a missing field the offset is the size of
//   the list. For a fault in the method, the target or a pseudo-header field the offset is 0.
WSHAKE_C_API WSHAKE_NODISCARD wshake_diagnostic wshake_check(const wshake_request_view* request,
                                                             const wshake_server_config* config) WSHAKE_NOEXCEPT;

// Collects the parts of a request that the handshake uses. Nothing is checked: see wshake_check().
WSHAKE_C_API WSHAKE_NODISCARD wshake_handshake_request wshake_gather(const wshake_request_view* request) WSHAKE_NOEXCEPT;

// Chooses among a client's offers as wshake_server_accept() does without options. The request must have passed
// wshake_check().
WSHAKE_C_API WSHAKE_NODISCARD wshake_agreement wshake_negotiate(const wshake_request_view* request,
                                                                const wshake_server_config* config) WSHAKE_NOEXCEPT;

// True if `key` is the base64 of 16 octets.
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_is_key(wshake_octets key) WSHAKE_NOEXCEPT;

// The accept value of a key. `key` must have 24 octets, whose content is not checked: see wshake_is_key(). If `key` has
// another size, the result is 28 NUL octets.
//
// RFC: 6455 section 4.2.2(5.4)
WSHAKE_C_API WSHAKE_NODISCARD wshake_accept_value wshake_accept_key(wshake_octets key) WSHAKE_NOEXCEPT;

// --- Header lists of HTTP/2 and HTTP/3. ------------------------------------------------------------------------------

// The identifier of SETTINGS_ENABLE_CONNECT_PROTOCOL, in HTTP/2 and in HTTP/3. A server sends this setting with the
// value 1; a client sends an extended CONNECT only after it has received the value 1 (RFC 8441 section 3, RFC 9220
// section 3).
#define WSHAKE_ENABLE_CONNECT_PROTOCOL 8

// The result of wshake_read_request_list().
typedef struct wshake_request_list_reading {
  wshake_diagnostic error;   // the first broken rule, and the index of the field in the list
  wshake_request_view head;  // views of the list; empty after an error. Set head.ends_stream yourself
} wshake_request_list_reading;

// The result of wshake_read_response_list().
typedef struct wshake_response_list_reading {
  wshake_diagnostic error;    // the first broken rule, and the index of the field in the list
  wshake_response_view head;  // views of the list; empty after an error
} wshake_response_list_reading;

// Reads the pseudo-header fields at the front of a header list (RFC 9113 section 8.3, RFC 9114 section 4.3). `version`
// is 20 for HTTP/2 or 30 for HTTP/3. Later functions check the fields behind the pseudo-header fields: wshake_check()
// and wshake_server_adopt() check the fields of a request, wshake_check_answer() and wshake_client_adopt() the fields
// of a response. For these functions, too, the offset of an error is an index in the whole list, pseudo-header fields
// included.
//
// Errors: the codes for which wshake_is_malformed() is true, and unsupported_http_version if `version` is neither 20
// nor 30. If the list lacks a pseudo-header field, the offset is the size of the list.
// Lifetime: the list must live as long as the result.
WSHAKE_C_API WSHAKE_NODISCARD wshake_request_list_reading wshake_read_request_list(const wshake_field* list, size_t count,
                                                                                   unsigned version) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD wshake_response_list_reading wshake_read_response_list(const wshake_field* list,
                                                                                     size_t count,
                                                                                     unsigned version) WSHAKE_NOEXCEPT;

// True if a header list that breaks the rule of `code` is malformed: reset the stream with PROTOCOL_ERROR over HTTP/2,
// with H3_MESSAGE_ERROR over HTTP/3 (RFC 9113 section 8.1.1, RFC 9114 section 4.1.2). A server may send an answer
// before the reset.
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_is_malformed(wshake_errc code) WSHAKE_NOEXCEPT;

// --- The PROXY protocol. ---------------------------------------------------------------------------------------------

// The default limit of wshake_read_proxy_header() on the octets of a header of version 2.
#define WSHAKE_PROXY_HEADER_LIMIT 4096

// Says for whom the proxy opened the connection: for itself, or for a client.
typedef enum wshake_proxy_command {
  WSHAKE_PROXY_COMMAND_LOCAL = 0,  // the proxy's own connection, such as a health check: use the socket's addresses
  WSHAKE_PROXY_COMMAND_PROXY = 1   // a connection that the proxy forwards for a client
} wshake_proxy_command;

// The kind of the addresses in a header of the PROXY protocol.
typedef enum wshake_proxy_family {
  WSHAKE_PROXY_FAMILY_UNSPECIFIED = 0,  // unknown, or UNKNOWN in version 1: there are no addresses
  WSHAKE_PROXY_FAMILY_IPV4 = 1,         // IPv4 addresses and ports
  WSHAKE_PROXY_FAMILY_IPV6 = 2,         // IPv6 addresses and ports
  WSHAKE_PROXY_FAMILY_UNIX_SOCKET = 3   // addresses of Unix sockets
} wshake_proxy_family;

// The protocol of the connection that the proxy forwards.
typedef enum wshake_proxy_transport {
  WSHAKE_PROXY_TRANSPORT_UNSPECIFIED = 0,  // unknown: there are no addresses
  WSHAKE_PROXY_TRANSPORT_STREAM = 1,       // TCP, or a stream socket
  WSHAKE_PROXY_TRANSPORT_DATAGRAM = 2      // UDP, or a datagram socket
} wshake_proxy_transport;

// One end of the connection that the proxy forwards.
typedef struct wshake_proxy_endpoint {
  uint8_t ip[16];      // in network byte order: 4 octets for IPv4, 16 for IPv6; the rest is zeros
  uint16_t port;       // 0 for a Unix socket
  wshake_octets path;  // for a Unix socket: the 108 octets of the path, as sent; the path ends at its first NUL
} wshake_proxy_endpoint;

// A TLV (type, length, value) of a header of the PROXY protocol. Types: 1 ALPN, 2 authority, 3 CRC-32C, 4 padding, 5
// unique ID, 32 TLS, 48 network namespace; proxy_tlv_type in <wshake/proxy_header.hpp> has all types.
typedef struct wshake_proxy_tlv {
  uint8_t type;         // any number
  wshake_octets value;  // may be empty
} wshake_proxy_tlv;

// A header of the PROXY protocol. The views point into `data` of wshake_read_proxy_header().
typedef struct wshake_proxy_header {
  unsigned version;                   // 1 or 2
  wshake_proxy_command command;       // always PROXY in version 1
  wshake_proxy_family family;         // unspecified: use the addresses of the socket
  wshake_proxy_transport transport;   // unspecified if `family` is unspecified
  wshake_proxy_endpoint source;       // the client
  wshake_proxy_endpoint destination;  // the address to which the client connected
  wshake_octets tlvs;                 // for wshake_next_proxy_tlv()
  wshake_octets raw;                  // the header as it was sent
} wshake_proxy_header;

// The result of wshake_read_proxy_header(). More octets are needed if `error` is not set and `consumed` is 0.
typedef struct wshake_proxy_header_reading {
  wshake_diagnostic error;     // the broken rule and the offset of the fault: close the connection
  size_t consumed;             // octets of the header; 0 while the header is incomplete
  size_t most;                 // the size of the largest valid header that can begin with the octets in `data`
  wshake_proxy_header header;  // valid if consumed is above 0
} wshake_proxy_header_reading;

// Reads the header of the PROXY protocol, version 1 or 2, at the front of `data`, which holds all octets that have
// arrived so far. If more octets are needed, call this function again with all octets so far. `limit` is the largest
// size of a header of version 2; 0 selects the default.
//
// Your duty: call this function on every connection of a port that is configured for the PROXY protocol, and on no
// other port. Refuse a connection without a valid header, and let only your own proxies connect to such a port.
//
// Errors: missing_proxy_header and the six codes behind it, as soon as the octets that have arrived break a rule.
// Lifetime: `data` must live as long as the views of the result.
WSHAKE_C_API WSHAKE_NODISCARD wshake_proxy_header_reading wshake_read_proxy_header(wshake_octets data,
                                                                                   size_t limit) WSHAKE_NOEXCEPT;

// Takes the first TLV from the front of `tlvs`. `tlvs` holds the TLVs of a header. The value of a TLV of type 32 (TLS)
// contains TLVs, too: to read them, pass the octets behind the first five octets of the value as `tlvs`.
//
// Returns: false if `tlvs` begins with no complete TLV; `tlvs` and `found` are then unchanged.
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_next_proxy_tlv(wshake_octets* tlvs, wshake_proxy_tlv* found) WSHAKE_NOEXCEPT;

// --- URIs. -----------------------------------------------------------------------------------------------------------

// The parts of a ws, wss, http or https URI (RFC 6455 section 3, RFC 3986). The members of type wshake_octets are views
// of the text that wshake_parse_uri() parsed.
typedef struct wshake_uri {
  wshake_octets scheme;         // as it was written
  wshake_octets userinfo;       // before "@", percent-encoded; a secret. Not sent: see wshake_write_userinfo()
  wshake_octets host;           // an IPv6 literal includes its brackets
  wshake_octets resource_name;  // path and query as they were written: empty, or begins with "/" or "?"
  uint16_t port;                // the explicit port, or the scheme's default, 80 or 443. In a uri of your own, 0
                                // selects the default
  bool secure;                  // wss or https: TLS comes before the handshake
} wshake_uri;

// The result of wshake_parse_uri().
typedef struct wshake_uri_reading {
  wshake_diagnostic error;  // WSHAKE_ERRC_BAD_URI at the first invalid octet, or at the end of a text that is cut short
  wshake_uri found;         // empty after an error
} wshake_uri_reading;

// Parses a URI: scheme, optional userinfo, host, optional port, path and query. A fragment is an error (RFC 6455
// section 3). An octet outside the grammar of RFC 3986 is an error, too. Encode a path or query with
// wshake_write_encoded() first. Write a host in its ASCII form (xn--).
WSHAKE_C_API WSHAKE_NODISCARD wshake_uri_reading wshake_parse_uri(wshake_octets text) WSHAKE_NOEXCEPT;

// Writes `text`, a path or a query, with percent-encoding for every octet that cannot stand in a path or query.
// `others` lists further octets to encode: "%/?&=+" for a value in a query; an absent view lists none. A "%" before two
// hexadecimal digits counts as encoded and stays, unless "%" is in `others`.
//
// Errors: need_room.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_write_encoded(wshake_mutable_octets out, wshake_octets text,
                                                                       wshake_octets others) WSHAKE_NOEXCEPT;

// True if both URIs use TLS or neither does, and their hosts (letter case ignored) and ports are the same (RFC 6454
// section 5).
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_same_origin(const wshake_uri* left, const wshake_uri* right) WSHAKE_NOEXCEPT;

// Writes the request target of a handshake with the URI `where`.
//
// Errors: need_room, bad_uri.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_write_target(wshake_mutable_octets out,
                                                                      const wshake_uri* where) WSHAKE_NOEXCEPT;

// Writes the value of Host in a handshake with the URI `where`.
//
// Errors: need_room, bad_uri.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_write_host(wshake_mutable_octets out,
                                                                    const wshake_uri* where) WSHAKE_NOEXCEPT;

// Resolves `reference` against `base` and writes the result as a URI (RFC 3986 section 5.2). The result has no
// fragment. The schemes http and https become ws and wss.
//
// Errors: need_room, bad_uri.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_resolve_uri(wshake_mutable_octets out, const wshake_uri* base,
                                                                     wshake_octets reference) WSHAKE_NOEXCEPT;

// The result of wshake_find_query_member(). The query has no member with the requested name if `found` is false and
// `error` is not set.
typedef struct wshake_query_member {
  bool found;               // the query has the member, and its value was written
  wshake_octets value;      // decoded, in the buffer; empty if the member has no value
  size_t needed;            // after need_room: the buffer size that suffices
  wshake_diagnostic error;  // why the value was not written, although the query has the member
} wshake_query_member;

// Finds the first member named `name` in the query of `target`, decodes its value, and writes the decoded value to
// `out`. `target` is a request target, :path, or a resource name. The query begins behind the first "?" of `target`.
// The query is read as application/x-www-form-urlencoded (WHATWG URL section 5.1): "&" separates members, the first "="
// ends a name, "+" is a space, and "%" with two hexadecimal digits is an octet. Names are compared after they are
// decoded, and letter case counts. `out` must overlap neither `target` nor `name`. A member whose name has a "%"
// without two hexadecimal digits is skipped.
//
// Errors: need_room; bad_target if the value has a "%" without two hexadecimal digits behind it: `offset` is the offset
// of this "%" in `target`.
WSHAKE_C_API WSHAKE_NODISCARD wshake_query_member wshake_find_query_member(wshake_octets target, wshake_octets name,
                                                                           wshake_mutable_octets out) WSHAKE_NOEXCEPT;

// --- Credentials. ----------------------------------------------------------------------------------------------------

// Writes the value of Authorization or Proxy-Authorization for a user and a password (RFC 7617).
//
// Errors: need_room, bad_argument.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_write_basic(wshake_mutable_octets out, wshake_octets user,
                                                                     wshake_octets password) WSHAKE_NOEXCEPT;

// Writes the value of Authorization or Proxy-Authorization for the userinfo of a URI. Percent-encoding is decoded.
//
// Errors: need_room, bad_argument.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_write_userinfo(wshake_mutable_octets out,
                                                                        wshake_octets userinfo) WSHAKE_NOEXCEPT;

// Writes the value of Authorization with a bearer token (RFC 6750).
//
// Errors: need_room, bad_argument.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_write_bearer(wshake_mutable_octets out,
                                                                      wshake_octets token) WSHAKE_NOEXCEPT;

// The result of wshake_read_basic(). The views lie in the buffer that wshake_read_basic() was given.
typedef struct wshake_basic_credentials {
  wshake_octets user;      // the text before the first colon
  wshake_octets password;  // the text behind the first colon
  bool valid;              // false: the value is not Basic or not base64, the text lacks a colon, has a control octet,
                           // or does not fit the buffer
} wshake_basic_credentials;

// Reads a value of Authorization with scheme Basic. `out` takes the decoded text: three octets for every four octets of
// the value are enough. `out` must not overlap `value`.
WSHAKE_C_API WSHAKE_NODISCARD wshake_basic_credentials wshake_read_basic(wshake_octets value,
                                                                         wshake_mutable_octets out) WSHAKE_NOEXCEPT;

// True if both texts are equal. The time of a call depends only on the sizes of the texts, not on their content.
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_equal_constant_time(wshake_octets left, wshake_octets right) WSHAKE_NOEXCEPT;

// True for the name of a field that carries credentials, letter case ignored: Authorization, Proxy-Authorization,
// Cookie, Cookie2, WWW-Authenticate, Proxy-Authenticate. Do not send such a field to another origin after a redirect.
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_is_sensitive(wshake_octets name) WSHAKE_NOEXCEPT;

// --- The server. -----------------------------------------------------------------------------------------------------

#define WSHAKE_SERVER_STORAGE_SIZE 16384       // enough for every head within the default limits
#define WSHAKE_SMALL_SERVER_STORAGE_SIZE 4096  // enough for the heads that browsers and proxies send

// The size of a 101 that has `Server: wshake`, but no subprotocol, no extension and no further field.
#define WSHAKE_PLAIN_ACCEPT_SIZE 145

#define WSHAKE_SERVER_SIZE 128  // octets of memory for a server

// Options that all connections of a server share: see <wshake/server_config.hpp>. The lists and texts that the options
// point to must outlive the configuration and its servers.
typedef struct wshake_server_options {
  size_t size;                           // the size of this struct
  const wshake_octets* subprotocols;     // the subprotocols that this server supports, the preferred one first
  size_t subprotocol_count;              // the number of subprotocols
  const wshake_octets* origins;          // allowed origins, or patterns; empty: all, unless same_host_origin is set
  size_t origin_count;                   // the number of origins
  const wshake_field* header;            // fields that every response has
  size_t header_count;                   // the number of fields
  const wshake_deflate_config* deflate;  // NULL: disabled
  const wshake_limits* limits;           // limits on requests; NULL: the defaults
  wshake_octets product;                 // the value of Server. Absent: "wshake"; empty: the field is left out
  bool require_subprotocol;              // refuse a handshake that offers none of `subprotocols`
  bool same_host_origin;                 // also allow an origin if its host and port are those of the request
  bool require_origin;                   // refuse a handshake without Origin
  bool close_refused;                    // close the connection after every refusal
} wshake_server_options;

// Options of wshake_server_accept(): see <wshake/answer.hpp>.
typedef struct wshake_accept_options {
  size_t size;                 // the size of this struct
  wshake_octets subprotocol;   // absent: the configuration chooses. Empty: none. Otherwise one that the client offered
  wshake_octets extensions;    // answers to extensions other than permessage-deflate
  const wshake_field* header;  // further fields; they replace the configuration's fields of the same name
  size_t header_count;         // the number of fields
} wshake_accept_options;

// Options of wshake_server_respond(): see <wshake/answer.hpp>.
typedef struct wshake_response_options {
  size_t size;                 // the size of this struct
  wshake_errc error;           // the error that the answer reports; it selects the default status and body
  uint16_t status;             // 200 to 599, no 2xx to CONNECT or an unknown method. 0: that of `error` or the state
  bool close;                  // end the connection
  bool has_content_length;     // write only the head; you send the body, except in an answer to HEAD
  size_t content_length;       // the Content-Length, if has_content_length is set
  wshake_octets reason;        // the reason phrase. Empty: the registered phrase of the status, or none
  wshake_octets body;          // absent: one line of text that explains the answer
  const wshake_field* header;  // further fields; they replace the configuration's fields of the same name
  size_t header_count;         // the number of fields
} wshake_response_options;

// An answer as fields, to a request of any HTTP version. Your own code sends the fields as a header list, or writes
// them as an HTTP/1.1 head. Everything was written if `error.code` is WSHAKE_ERRC_NONE.
//
// Lifetime: the fields and the body lie in the caller's buffer. The reason phrase is `reason` of the options, or lies
// in static memory.
typedef struct wshake_field_answer {
  wshake_response_view head;  // the request's HTTP version, the status, and fields whose names are in lower case; over
                              // HTTP/1.1 also the reason phrase of a refusal
  wshake_octets body;         // the body to send behind the head; empty: none
  size_t needed;              // after need_room: the buffer size that suffices
  wshake_diagnostic error;    // why nothing was written
} wshake_field_answer;

// Tells next_request() whether you have read the body of a request that you answered yourself.
typedef enum wshake_request_body {
  WSHAKE_REQUEST_BODY_UNREAD = 0,  // the octets of the body, if any, still come through feed(), which skips them
  WSHAKE_REQUEST_BODY_READ = 1     // you have read the body from the transport
} wshake_request_body;

// The server's side of the opening handshake (RFC 6455 section 4.2). See wshake::server.
//
//   need_more - feed -+-> upgrade - accept ----> open
//                     +-> request -+- respond -> responded - next_request -> need_more, or closed
//                     +-> failed --+
typedef union wshake_server {
  char octets[WSHAKE_SERVER_SIZE];  // private to the library
  uint64_t alignment;               // aligns the memory
  void* pointer_alignment;          // aligns the memory
} wshake_server;

// Initializers of options, with the given members and the defaults of all other members:
// WSHAKE_SERVER_OPTIONS(.require_origin = true).
#define WSHAKE_SERVER_OPTIONS(...) {.size = sizeof(wshake_server_options), __VA_ARGS__}
#define WSHAKE_ACCEPT_OPTIONS(...) {.size = sizeof(wshake_accept_options), __VA_ARGS__}
#define WSHAKE_RESPONSE_OPTIONS(...) {.size = sizeof(wshake_response_options), __VA_ARGS__}

// The sizes of a configuration and a server in the library that the program runs with: at most
// WSHAKE_SERVER_CONFIG_SIZE and WSHAKE_SERVER_SIZE.
WSHAKE_C_API WSHAKE_NODISCARD size_t wshake_server_config_size(void) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD size_t wshake_server_size(void) WSHAKE_NOEXCEPT;

// Makes a configuration. A server with an invalid configuration refuses every request with a 500 that has neither
// Server nor fields of your own.
//
// Returns: bad_config, the name of the invalid member, and the index of the invalid element if the member is a list;
// WSHAKE_ERRC_NONE if the options are valid.
// Lifetime: the options are needed during the call only. The lists and texts that the options point to must outlive the
// configuration.
WSHAKE_C_API WSHAKE_NODISCARD wshake_diagnostic
wshake_server_config_init(wshake_server_config* config, const wshake_server_options* options) WSHAKE_NOEXCEPT;

// Makes a server. `storage` holds the request's head; `config` is NULL for the default configuration. Move a server
// with memcpy(); if you move its storage, call rebase().
//
// Lifetime: storage and configuration must outlive the server.
WSHAKE_C_API void wshake_server_init(wshake_server* server, wshake_mutable_octets storage,
                                     const wshake_server_config* config) WSHAKE_NOEXCEPT;

// Takes octets from the transport, up to the end of a request's head. feed() leaves you the octets behind the head:
// early WebSocket frames or the next request.
//
// State: need_more; then need_more, upgrade, request or failed, or closed while a body is being skipped. In a state
// other than need_more, feed() consumes nothing.
WSHAKE_C_API WSHAKE_NODISCARD wshake_server_feed_result wshake_server_feed(wshake_server* server,
                                                                           wshake_octets data) WSHAKE_NOEXCEPT;

// Tells the server that no more octets come.
//
// Returns: the state. The state need_more becomes closed if no octet of a head has arrived or if a body is being
// skipped, otherwise failed with truncated. In every other state nothing changes.
WSHAKE_C_API wshake_server_state wshake_server_feed_eof(wshake_server* server) WSHAKE_NOEXCEPT;

// Takes, instead of octets, a request that your own HTTP code has read. The storage gets a copy of the method, the
// target and the fields that the handshake reads. request() then shows the copy. If the request has a body, your HTTP
// code reads the body.
//
// The request may lie in the storage. The copy must then fit before the first or behind the last octet of the whole
// request, which includes the fields that are not copied. If the copy does not fit, the state becomes failed with
// head_too_large.
//
// Returns: upgrade, request or failed, by the rules of feed(); or the unchanged state if adopt() does not fit the
// state.
// State: need_more, before the first octet of a head; otherwise nothing changes.
WSHAKE_C_API wshake_server_state wshake_server_adopt(wshake_server* server,
                                                     const wshake_request_view* request) WSHAKE_NOEXCEPT;

// Judges the request again, by the configuration `config`: for example the configuration of the endpoint that the
// request target names. NULL is the default configuration. The rules that depend on a configuration are the rule on
// Origin (`origins`, `same_host_origin`, `require_origin`) and the rule on a common subprotocol
// (`require_subprotocol`). Every later verb uses the new configuration, too. The new configuration's limits on the head
// do not apply, because the server has read the head already. The limit skipped_body of the new configuration applies
// to the body.
//
// The new configuration holds for this request and its body only. You may call configure() several times: the last call
// counts. If `config` is invalid, the state becomes failed with bad_config. A later configure() does not change this
// state.
//
// Returns: the state: upgrade or failed for a handshake; request or failed for a request that asks for no upgrade.
// State: upgrade, request, and failed if a rule of the configuration is broken: missing_origin, forbidden_origin,
// missing_subprotocol or no_common_subprotocol; otherwise nothing changes.
// Lifetime: the configuration must outlive the server.
WSHAKE_C_API wshake_server_state wshake_server_configure(wshake_server* server,
                                                         const wshake_server_config* config) WSHAKE_NOEXCEPT;

// Writes the 101.
//
// Errors: wrong_state, wrong_carrier, need_room, bad_argument, reserved_field, subprotocol_not_offered;
// extension_not_offered, bad_extensions, empty_extensions and repeated_deflate for `extensions` of the options.
// State: upgrade; then open.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_server_accept(wshake_server* server, wshake_mutable_octets out,
                                                                       const wshake_accept_options* options) WSHAKE_NOEXCEPT;

// Writes an answer other than 101. keep_alive() then tells whether the connection stays open. If the state was
// need_more, close the connection, because the end of the request is unknown. If the options have neither a status nor
// an error, the status depends on the state:
// - upgrade: 403;
// - request: 426; over HTTP/2 and HTTP/3 one of two: 501 if :protocol is not `websocket`, 405 if the request is no
//   CONNECT with :protocol;
// - failed: the status of error();
// - need_more: 408, with timed_out.
//
// If respond() returns wrong_state in the state need_more, the server is skipping the body of a request that you have
// answered. If the client sends this body too slowly, call feed_eof().
//
// Errors: wrong_state, wrong_carrier, need_room, bad_status, bad_argument, reserved_field, missing_field.
// State: upgrade, request, failed, and need_more if no body is being skipped; then responded.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_server_respond(
    wshake_server* server, wshake_mutable_octets out, const wshake_response_options* options) WSHAKE_NOEXCEPT;

// accept_fields() accepts the request, and respond_fields() refuses it. Both write their answer as fields: see
// wshake_accept_fields() and wshake_respond_fields(). Answer an HTTP/2 or HTTP/3 request that adopt() took with
// accept_fields() or respond_fields(): for such a request accept() and respond() return wrong_carrier. A refusal ends
// the stream of such a request: next_request() then leads to closed.
//
// Errors: the errors of wshake_server_accept() and wshake_server_respond(), except wrong_carrier; bad_status also for
// 426 over HTTP/2 and HTTP/3, which have no Upgrade; head_too_large if the fields have more than 65,535 octets.
// State: as for wshake_server_accept() and wshake_server_respond().
WSHAKE_C_API WSHAKE_NODISCARD wshake_field_answer wshake_server_accept_fields(
    wshake_server* server, wshake_mutable_octets out, const wshake_accept_options* options) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD wshake_field_answer wshake_server_respond_fields(
    wshake_server* server, wshake_mutable_octets out, const wshake_response_options* options) WSHAKE_NOEXCEPT;

// Prepares for the next request on the connection. feed() then skips the body of the answered request, unless `body`
// says that you have read the body. If the body breaks a rule, the state becomes closed and error() names the rule. If
// next_request() returns closed only because the Content-Length of the body exceeds the limit skipped_body, error() is
// body_too_large. If the connection ends for a reason outside the body, such as `Connection: close` in the request,
// error() is WSHAKE_ERRC_NONE.
//
// Returns: the state: need_more, or closed if the connection ends.
// State: responded, or request after you have answered the request yourself; otherwise nothing changes.
WSHAKE_C_API wshake_server_state wshake_server_next_request(wshake_server* server,
                                                            wshake_request_body body) WSHAKE_NOEXCEPT;

// Prepares for a new connection, in any state.
WSHAKE_C_API void wshake_server_reset(wshake_server* server) WSHAKE_NOEXCEPT;

// Tells the server that you moved the storage with its content, or changed its size. The new storage must hold the
// octets that have arrived. All views into the old storage become invalid.
WSHAKE_C_API void wshake_server_rebase(wshake_server* server, wshake_mutable_octets storage) WSHAKE_NOEXCEPT;

// The state, as feed() reports it.
WSHAKE_C_API WSHAKE_NODISCARD wshake_server_state wshake_server_state_of(const wshake_server* server) WSHAKE_NOEXCEPT;

// The request as it was sent; after adopt(), the copy of the request. Empty if the head is incomplete or malformed, and
// after next_request().
WSHAKE_C_API WSHAKE_NODISCARD wshake_request_head wshake_server_request(const wshake_server* server) WSHAKE_NOEXCEPT;

// The parts of request() that the handshake uses; empty if request() is empty. In the state failed the parts may
// include the field that makes the request invalid.
WSHAKE_C_API WSHAKE_NODISCARD wshake_handshake_request wshake_server_handshake(const wshake_server* server) WSHAKE_NOEXCEPT;

// The error or reason, depending on the state:
// - failed: the broken rule;
// - request: why the request asks for no upgrade;
// - responded: the error that the answer reports;
// - closed because of a request's body: truncated, body_too_large, or the rule that the body breaks;
// - otherwise WSHAKE_ERRC_NONE.
//
// The offset counts the client's octets since init(), reset() or the last next_request(). After adopt() it is the
// offset that wshake_check() reports. If configure() finds an error after adopt(), the offset counts octets of
// request().raw.
WSHAKE_C_API WSHAKE_NODISCARD wshake_diagnostic wshake_server_error(const wshake_server* server) WSHAKE_NOEXCEPT;

// True if the connection stays open, depending on the state:
// - responded: next_request() leads to need_more;
// - upgrade, request and failed: respond() leaves the connection open, unless wshake_response_options.close is set;
// - otherwise false.
//
// In the states request and failed the result is false if feed() cannot skip the body, because it is too large or the
// request has Expect. If you answer the request and read the body yourself, the result of next_request() tells whether
// the connection stays open.
WSHAKE_C_API WSHAKE_NODISCARD bool wshake_server_keep_alive(const wshake_server* server) WSHAKE_NOEXCEPT;

// The agreement in the state open. In every other state the agreement is empty.
WSHAKE_C_API WSHAKE_NODISCARD wshake_agreement wshake_server_agreed(const wshake_server* server) WSHAKE_NOEXCEPT;

// Writes the 101 for a request that passed wshake_check(), with the subprotocol and permessage-deflate in `agreed`. If
// `agreed` is NULL, the 101 has no subprotocol and no permessage-deflate. `subprotocol` of the options is ignored.
//
// Errors:
// - need_room, bad_argument, reserved_field, bad_key, bad_config.
// - subprotocol_not_offered, extension_not_offered: `agreed` or the options name a subprotocol or an extension that the
//   client did not offer.
// - bad_deflate_answer: `agreed` answers none of the offers of permessage-deflate.
// - bad_extensions, empty_extensions, repeated_deflate: `extensions` of the options is invalid.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result
wshake_write_accept(wshake_mutable_octets out, const wshake_request_view* request, const wshake_agreement* agreed,
                    const wshake_server_config* config, const wshake_accept_options* options) WSHAKE_NOEXCEPT;

// Writes a complete response, Content-Length included, to a request with the method `method`. The default status is the
// status of `error` in the options, or 403 if `error` is not set. If the configuration is invalid, the response is a
// 500 without Server, and the options have no effect. Set `close` in the options if the request does not allow the
// connection to stay open; wshake_server_respond() does this by itself.
//
// Errors: need_room, bad_status, bad_argument, reserved_field, missing_field.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result
wshake_write_response(wshake_mutable_octets out, wshake_octets method, const wshake_server_config* config,
                      const wshake_response_options* options) WSHAKE_NOEXCEPT;

// Writes the answer that accepts a request: 101 over HTTP/1.1, 200 over HTTP/2 and HTTP/3 (RFC 8441 section 5). The
// request must have passed wshake_check(). The answer has the subprotocol and permessage-deflate in `agreed`. If
// `agreed` is NULL, the answer has no subprotocol and no permessage-deflate. After the 200 the stream carries WebSocket
// frames: the stream must not end with the header list. Some clients and gateways send Sec-WebSocket-Key over HTTP/2
// and HTTP/3, too: if this key is valid, the answer has Sec-WebSocket-Accept.
//
// Errors: the errors of wshake_write_accept(), but bad_key over HTTP/1.1 only; head_too_large if the fields have more
// than 65,535 octets.
WSHAKE_C_API WSHAKE_NODISCARD wshake_field_answer
wshake_accept_fields(wshake_mutable_octets out, const wshake_request_view* request, const wshake_agreement* agreed,
                     const wshake_server_config* config, const wshake_accept_options* options) WSHAKE_NOEXCEPT;

// Writes an answer that does not accept the request. The answer has Content-Length. Over HTTP/2 and HTTP/3 the default
// status of the error unsupported_version is 400, because 426 needs Upgrade (RFC 9110 section 15.5.22). The library
// leaves out Connection and Upgrade: over HTTP/1.1 your own code writes them.
//
// Errors: the errors of wshake_write_response(); bad_status also for 426 over HTTP/2 and HTTP/3; head_too_large if the
// fields have more than 65,535 octets.
WSHAKE_C_API WSHAKE_NODISCARD wshake_field_answer
wshake_respond_fields(wshake_mutable_octets out, const wshake_request_view* request, const wshake_server_config* config,
                      const wshake_response_options* options) WSHAKE_NOEXCEPT;

// --- The client, and the tunnel. -------------------------------------------------------------------------------------

#define WSHAKE_CLIENT_STORAGE_SIZE 24576       // enough for every head within the default limits
#define WSHAKE_SMALL_CLIENT_STORAGE_SIZE 4096  // enough for the heads that servers send
#define WSHAKE_TUNNEL_STORAGE_SIZE 2048        // enough for the heads that proxies send

// The size of a request without optional fields and with `User-Agent: wshake`, if the value of Host has `authority`
// octets and the target has `target` octets.
#define WSHAKE_PLAIN_REQUEST_SIZE(authority, target) (158U + (authority) + (target))

#define WSHAKE_CLIENT_SIZE 192  // octets of memory for a client
#define WSHAKE_TUNNEL_SIZE 192  // octets of memory for a tunnel

// Options that all connections of a client share: see <wshake/client_config.hpp>. The lists and texts that the options
// point to must outlive the configuration, its clients and its tunnels.
typedef struct wshake_client_options {
  size_t size;                  // the size of this struct
  const wshake_field* header;   // fields that every handshake sends
  size_t header_count;          // the number of fields
  const wshake_limits* limits;  // limits on responses; NULL: the defaults
  wshake_octets product;        // the value of User-Agent. Absent: "wshake"; empty: the field is left out
  bool window_of_8;             // your codec can compress with a window of 2^8 octets
  bool require_subprotocol;     // fail if a 101 answers none of the subprotocols that the request offers
  bool close;                   // send `Connection: Upgrade, close`: no further request follows
  bool lenient;                 // accept response heads with the deviations from RFC 9112 that browsers accept
} wshake_client_options;

// A client's opening handshake: see <wshake/client_request.hpp>.
typedef struct wshake_client_request {
  size_t size;                          // the size of this struct
  wshake_uri where;                     // from wshake_parse_uri(), or your own host, port, resource_name and secure
  wshake_octets origin;                 // the value of Origin; empty: the field is left out
  const wshake_octets* subprotocols;    // offered, the preferred one first
  size_t subprotocol_count;             // the number of subprotocols
  const wshake_deflate_offer* deflate;  // offers of permessage-deflate, the preferred one first
  size_t deflate_count;                 // the number of offers
  wshake_octets extensions;             // offers of other extensions, in the grammar of Sec-WebSocket-Extensions
  const wshake_field* header;           // further fields; they replace the configuration's fields of the same name
  size_t header_count;                  // the number of fields
  bool absolute_form;                   // write the target in absolute-form, for a forward proxy; not for wss
} wshake_client_request;

// The request for a tunnel.
typedef struct wshake_tunnel_request {
  size_t size;                 // the size of this struct
  wshake_uri where;            // the server that the proxy connects to: CONNECT names its host and port
  const wshake_field* header;  // further fields, such as Proxy-Authorization; the configuration's fields are not sent
  size_t header_count;         // the number of fields
} wshake_tunnel_request;

// A client's request as a header list (RFC 8441 section 4). Everything was written if `error.code` is WSHAKE_ERRC_NONE.
//
// Lifetime: the views of `head` lie in the caller's buffer, except method, protocol and scheme, which lie in static
// memory.
typedef struct wshake_field_request {
  wshake_request_view head;  // CONNECT with :protocol, :scheme, :authority, :path, and fields with names in lower case
  size_t needed;             // after need_room: the buffer size that suffices
  wshake_diagnostic error;   // why nothing was written
} wshake_field_request;

// The result of wshake_check_answer().
typedef struct wshake_answer_result {
  wshake_client_event event;  // open, interim, refused or failed
  wshake_diagnostic error;    // failed: the rule that the answer breaks, and the offset or index of the field
  wshake_agreement agreed;    // open: the result of the handshake, as views of the request
} wshake_answer_result;

// The kinds of the next step after a refusal.
typedef enum wshake_continuation_kind {
  WSHAKE_CONTINUATION_NOTHING = 0,       // the refusal is final
  WSHAKE_CONTINUATION_REDIRECT = 1,      // 301, 302, 303, 307, 308: send the request to `location`
  WSHAKE_CONTINUATION_AUTHENTICATE = 2,  // 401, 407: send the request again with credentials
  WSHAKE_CONTINUATION_RETRY_LATER = 3,   // 429, 503: send the request again later
  WSHAKE_CONTINUATION_RECONNECT = 4,     // 421: send the request again, on a new connection
  WSHAKE_CONTINUATION_RESEND = 5,        // 425: send the request again, not as early data of TLS
  WSHAKE_CONTINUATION_USE_HTTP_1_1 = 6   // 405 or 501, over HTTP/2 or HTTP/3: send a handshake over HTTP/1.1
} wshake_continuation_kind;

// The next step after a refusal: see <wshake/continuation.hpp>. The views `location`, `retry_after` and `challenges`
// point into the response, which must outlive them.
typedef struct wshake_continuation {
  wshake_continuation_kind what;  // the kind. Members from `location` on are set only for the kind in their comment
  bool same_connection;           // start() may use the same connection: only in the state done, and not for reconnect
  wshake_octets location;         // redirect: Location, which may be relative: see wshake_client_redirect_uri()
  bool same_origin;               // redirect: same scheme, host and port: credentials and cookies may follow
  bool downgrade;                 // redirect: `location` leads from wss to ws
  bool by_proxy;                  // authenticate: true (407): send Proxy-Authorization; false (401): send Authorization
  bool has_retry_seconds;         // retry_later: Retry-After is a number
  uint32_t retry_seconds;         // retry_later: the number in Retry-After, at most 4,294,967,295
  wshake_octets retry_after;      // retry_later: Retry-After as it was sent
  wshake_challenges challenges;   // authenticate: the challenges in the server's order
} wshake_continuation;

// The client's side of the opening handshake (RFC 6455 section 4.1). See wshake::client.
//
//   idle - start -> need_more - feed -+-> open
//                    ^    ^           +-> failed
//                    |    +- interim <+
//     done - start --+                +-> refused -> body* -> done
typedef union wshake_client {
  char octets[WSHAKE_CLIENT_SIZE];  // private to the library
  uint64_t alignment;               // aligns the memory
  void* pointer_alignment;          // aligns the memory
} wshake_client;

// A tunnel through an HTTP proxy (RFC 9110 section 9.3.6), before TLS and the handshake. See wshake::tunnel. A tunnel
// has the states of a client.
typedef union wshake_tunnel {
  char octets[WSHAKE_TUNNEL_SIZE];  // private to the library
  uint64_t alignment;               // aligns the memory
  void* pointer_alignment;          // aligns the memory
} wshake_tunnel;

// Initializers of structs, with the given members and the defaults of all other members.
#define WSHAKE_CLIENT_OPTIONS(...) {.size = sizeof(wshake_client_options), __VA_ARGS__}
#define WSHAKE_CLIENT_REQUEST(...) {.size = sizeof(wshake_client_request), __VA_ARGS__}
#define WSHAKE_TUNNEL_REQUEST(...) {.size = sizeof(wshake_tunnel_request), __VA_ARGS__}

// The sizes of a configuration, a client and a tunnel in the library that the program runs with: at most
// WSHAKE_CLIENT_CONFIG_SIZE, WSHAKE_CLIENT_SIZE and WSHAKE_TUNNEL_SIZE.
WSHAKE_C_API WSHAKE_NODISCARD size_t wshake_client_config_size(void) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD size_t wshake_client_size(void) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD size_t wshake_tunnel_size(void) WSHAKE_NOEXCEPT;

// Makes a configuration. A client or a tunnel with an invalid configuration writes no request.
//
// Returns: bad_config, the name of the invalid member, and the index of the invalid element if the member is a list;
// WSHAKE_ERRC_NONE if the options are valid.
// Lifetime: the options are needed during the call only. The lists and texts that the options point to must outlive the
// configuration.
WSHAKE_C_API WSHAKE_NODISCARD wshake_diagnostic
wshake_client_config_init(wshake_client_config* config, const wshake_client_options* options) WSHAKE_NOEXCEPT;

// Makes a client or a tunnel. `config` is NULL for the default configuration. Move a client or a tunnel with memcpy();
// if you move its storage, call rebase().
//
// Lifetime: storage and configuration must outlive the client or tunnel.
WSHAKE_C_API void wshake_client_init(wshake_client* client, wshake_mutable_octets storage,
                                     const wshake_client_config* config) WSHAKE_NOEXCEPT;
WSHAKE_C_API void wshake_tunnel_init(wshake_tunnel* tunnel, wshake_mutable_octets storage,
                                     const wshake_client_config* config) WSHAKE_NOEXCEPT;

// Writes the request. `nonce` is 16 random octets that you supply, fresh for each request; Sec-WebSocket-Key is their
// base64. Send the request on a new connection, or on the same connection if the state before start() was done and
// next().same_connection was true.
//
// Errors:
// - wrong_state, and the errors of wshake_write_request().
// - storage_too_small: the storage cannot hold the request's host, target and offers, which the client keeps.
//   `needed` is the size of a storage that suffices, or 0 if they have more than 65,535 octets.
//
// State: idle, done, failed, closed; then need_more.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result
wshake_client_start(wshake_client* client, wshake_mutable_octets out, const wshake_client_request* request,
                    const uint8_t nonce[WSHAKE_NONCE_SIZE]) WSHAKE_NOEXCEPT;

// Writes the request as fields, for HTTP/2 (`version` 20) or HTTP/3 (30): see wshake_request_fields(). Send the fields
// as a header list and pass the response to adopt(). `allowed` is true if the server has sent
// SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 on this connection.
//
// Errors: wrong_state, storage_too_small as for wshake_client_start(), and the errors of wshake_request_fields().
// State: idle, done, failed, closed; then need_more.
WSHAKE_C_API WSHAKE_NODISCARD wshake_field_request wshake_client_start_fields(wshake_client* client,
                                                                              wshake_mutable_octets out,
                                                                              const wshake_client_request* request,
                                                                              unsigned version,
                                                                              bool allowed) WSHAKE_NOEXCEPT;

// Writes the CONNECT request. Send the request on a new connection, or on the same connection if the state before
// start() was done and next().same_connection was true.
//
// Errors: wrong_state, and the errors of wshake_write_connect().
// State: idle, done, failed, closed; then need_more.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_tunnel_start(wshake_tunnel* tunnel, wshake_mutable_octets out,
                                                                      const wshake_tunnel_request* request) WSHAKE_NOEXCEPT;

// Takes octets from the transport: the head of the response, and the body of a refusal. feed() leaves you the octets
// behind head and body. After the events interim, refused and body call feed() again at once, even without octets.
WSHAKE_C_API WSHAKE_NODISCARD wshake_client_feed_result wshake_client_feed(wshake_client* client,
                                                                           wshake_octets data) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD wshake_client_feed_result wshake_tunnel_feed(wshake_tunnel* tunnel,
                                                                           wshake_octets data) WSHAKE_NOEXCEPT;

// Takes, instead of octets, a response that your own HTTP code has read. Over HTTP/2 and HTTP/3 the response is `head`
// of wshake_read_response_list(). adopt() copies the status line, the fields that the handshake reads, and Location,
// WWW-Authenticate, Proxy-Authenticate and Retry-After into the storage. response() then shows the copy. You read the
// body of a refusal. After adopt() next().same_connection is always false: only your HTTP code knows whether the
// connection stays open.
//
// The copy lies in the storage behind the request's host, target and offers, which the client keeps there. If the
// response lies in the storage, too, the copy needs room before the first octet of the response or behind its last
// octet. Without room the state becomes failed with head_too_large.
//
// Returns: the event of the response, or the unchanged state if adopt() does not fit the state.
// - open: 101 after start(), 200 after start_fields().
// - interim: call adopt() again with the next response.
// - refused: the state is done.
// - failed: error() is an error of wshake_check_answer(), bad_reason_phrase, too_many_interim_responses or
//   head_too_large.
//
// State: need_more, before the first octet of a head; otherwise nothing changes.
WSHAKE_C_API wshake_client_event wshake_client_adopt(wshake_client* client,
                                                     const wshake_response_view* response) WSHAKE_NOEXCEPT;

// Tells the client or tunnel that no more octets come.
//
// Returns: the state. The state need_more becomes
// - closed before the first octet of a head;
// - failed with truncated inside a head;
// - done if the body of a refusal is complete, or lasts until the connection closes;
// - closed with truncated inside a body that has a Content-Length or is chunked.
//
// next().same_connection becomes false in every state. In a state other than need_more nothing else changes.
WSHAKE_C_API wshake_client_event wshake_client_feed_eof(wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_C_API wshake_client_event wshake_tunnel_feed_eof(wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// Prepares for a new connection, in any state.
WSHAKE_C_API void wshake_client_reset(wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_C_API void wshake_tunnel_reset(wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// Tells the client or tunnel that you moved the storage with its content, or made it larger. All views into the old
// storage become invalid.
WSHAKE_C_API void wshake_client_rebase(wshake_client* client, wshake_mutable_octets storage) WSHAKE_NOEXCEPT;
WSHAKE_C_API void wshake_tunnel_rebase(wshake_tunnel* tunnel, wshake_mutable_octets storage) WSHAKE_NOEXCEPT;

// The state. After the events interim, refused and body of feed() the state is need_more.
WSHAKE_C_API WSHAKE_NODISCARD wshake_client_event wshake_client_state_of(const wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD wshake_client_event wshake_tunnel_state_of(const wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// The response as it was sent, but with folded lines unfolded; or the copy that adopt() has made:
// - after interim: the 1xx response, until the next feed() or adopt();
// - from the event refused until start(), and in the state open: the final response;
// - in the state failed: the response that breaks a rule, if its head is well-formed;
// - otherwise empty.
WSHAKE_C_API WSHAKE_NODISCARD wshake_response_head wshake_client_response(const wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD wshake_response_head wshake_tunnel_response(const wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// The next step after the refusal; WSHAKE_CONTINUATION_NOTHING if there is no refusal. wshake_tunnel_next() also
// returns WSHAKE_CONTINUATION_NOTHING for a redirect: a tunnel does not follow a proxy's redirects.
WSHAKE_C_API WSHAKE_NODISCARD wshake_continuation wshake_client_next(const wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD wshake_continuation wshake_tunnel_next(const wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// Writes the URI that the refusal redirects to, with scheme ws or wss and without a fragment.
//
// Errors: wrong_state if next() is no redirect, need_room.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_client_redirect_uri(const wshake_client* client,
                                                                             wshake_mutable_octets out) WSHAKE_NOEXCEPT;

// The error, depending on the state:
// - failed: the rule that the response breaks;
// - closed because of a refusal's body: truncated, body_too_large, or the rule that the body breaks;
// - otherwise WSHAKE_ERRC_NONE.
//
// The offset counts the octets of all responses since start(), interim responses included. If the response lacks a
// required field, the offset is the end of its head. After adopt() it is the offset that wshake_check_answer() reports.
WSHAKE_C_API WSHAKE_NODISCARD wshake_diagnostic wshake_client_error(const wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_C_API WSHAKE_NODISCARD wshake_diagnostic wshake_tunnel_error(const wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// The agreement in the state open. In every other state the agreement is empty.
WSHAKE_C_API WSHAKE_NODISCARD wshake_agreement wshake_client_agreed(const wshake_client* client) WSHAKE_NOEXCEPT;

// Writes a client's request.
//
// Errors: need_room, bad_config, bad_uri, bad_argument, reserved_field, bad_window_bits, bad_subprotocols,
// too_many_subprotocols, repeated_subprotocol, bad_extensions, empty_extensions.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_write_request(wshake_mutable_octets out,
                                                                       const wshake_client_request* request,
                                                                       const uint8_t nonce[WSHAKE_NONCE_SIZE],
                                                                       const wshake_client_config* config) WSHAKE_NOEXCEPT;

// Writes the request for HTTP/2 (`version` 20) or HTTP/3 (30). The request has no Sec-WebSocket-Key: the
// pseudo-header field :protocol takes the place of the key (RFC 8441 section 5). `allowed` is true if the server has
// sent SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 on this connection.
//
// Errors: the errors of wshake_write_request(), and bad_argument if absolute_form is set; extended_connect_not_allowed
// if `allowed` is false; unsupported_http_version if `version` is neither 20 nor 30; head_too_large if the fields have
// more than 65,535 octets.
WSHAKE_C_API WSHAKE_NODISCARD wshake_field_request
wshake_request_fields(wshake_mutable_octets out, const wshake_client_request* request, unsigned version, bool allowed,
                      const wshake_client_config* config) WSHAKE_NOEXCEPT;

// Checks the answer to a handshake over any HTTP version, for a client whose own HTTP code has read the answer.
// `request` is the request as it was sent: wshake_check_answer() compares the answer with the request's key,
// subprotocols and extensions.
//
// Returns: the event, by the kind of the answer:
// - open: 101 over HTTP/1.1, or 200 over HTTP/2 and HTTP/3, and the answer breaks no rule. A 2xx other than 200 over
//   HTTP/2 and HTTP/3 fails with unexpected_success, as in browsers, although RFC 9110 section 9.3.6 lets every 2xx to
//   CONNECT open the stream.
// - interim: a 1xx other than 101. The final answer follows.
// - refused: any other status. wshake_find_continuation() finds the next step.
// - failed: the answer breaks a rule. End the connection, or reset the stream.
//
// Errors: bad_config; wrong_carrier if the answer has another major version of HTTP than the request; otherwise the
// rule that the answer breaks. Over HTTP/2 and HTTP/3 the error may say that the header list is malformed: see
// wshake_is_malformed(). An answer with more than 100 extensions gives bad_extensions.
// RFC: 6455 section 4.1, 8441 section 5.
WSHAKE_C_API WSHAKE_NODISCARD wshake_answer_result wshake_check_answer(const wshake_response_view* response,
                                                                       const wshake_request_view* request,
                                                                       const wshake_client_config* config) WSHAKE_NOEXCEPT;

// Writes the CONNECT request.
//
// Errors: need_room, bad_uri, bad_argument, reserved_field, bad_config.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_write_connect(wshake_mutable_octets out,
                                                                       const wshake_tunnel_request* request,
                                                                       const wshake_client_config* config) WSHAKE_NOEXCEPT;

// Finds the next step after `response`, the refusal of a request for `where`.
WSHAKE_C_API WSHAKE_NODISCARD wshake_continuation wshake_find_continuation(const wshake_response_view* response,
                                                                           const wshake_uri* where) WSHAKE_NOEXCEPT;

// --- Gateways. -------------------------------------------------------------------------------------------------------
//
// A gateway passes a handshake on from a client in front of the gateway to a server behind it. Each side speaks
// HTTP/1.1, HTTP/2 or HTTP/3. <wshake/forward.hpp> says which fields the gateway passes on. The parameter `header` of
// the functions below has fields of your own. A field in `header` replaces all fields of the same name in the forwarded
// message. Exception: a Via in `header` follows the Via fields of the message. Your duty: put a Via into `header` for
// every request (RFC 9110 section 7.6.3).

// The request for a server that speaks HTTP/1.1. Everything was written if `error.code` is WSHAKE_ERRC_NONE.
typedef struct wshake_forwarded_request {
  wshake_request_view head;  // the request that was written, for wshake_forward_answer(): views of the buffer
  wshake_octets written;     // the octets to send, from the front of the buffer; empty after any error
  size_t needed;             // after need_room: the buffer size that suffices
  wshake_diagnostic error;   // why nothing was written
} wshake_forwarded_request;

// Options of wshake_forward_answer() and wshake_forward_answer_fields().
typedef struct wshake_forward_options {
  size_t size;              // the size of this struct
  size_t content_length;    // the Content-Length of a refusal whose body you have at hand
  bool has_content_length;  // `content_length` is set. If false, the Content-Length of the answer is passed on
  bool close;               // send `Connection: close` with a refusal over HTTP/1.1, and end the connection after it
} wshake_forward_options;

// The result of wshake_forward_answer(). Everything was written if `error.code` is WSHAKE_ERRC_NONE.
typedef struct wshake_forwarded_answer {
  wshake_octets written;      // the octets to send, from the front of the buffer; empty after any error
  size_t needed;              // after need_room: the buffer size that suffices
  wshake_diagnostic error;    // why nothing was written
  wshake_client_event event;  // open, refused or failed
  bool close;                 // refused: the connection to the client ends after the body
  wshake_agreement agreed;    // open: the result of the handshake, as views of the argument `forwarded`
} wshake_forwarded_answer;

// The result of wshake_forward_answer_fields(). Everything was written if `error.code` is WSHAKE_ERRC_NONE.
typedef struct wshake_forwarded_fields {
  wshake_response_view head;  // the HTTP version of the client's request, the status, and fields with lower-case names
  size_t needed;              // after need_room: the buffer size that suffices
  wshake_diagnostic error;    // why nothing was written
  wshake_client_event event;  // open, refused or failed
  wshake_agreement agreed;    // open: the result of the handshake, as views of the argument `forwarded`
} wshake_forwarded_fields;

// An initializer of options, with the given members and the defaults of all other members.
#define WSHAKE_FORWARD_OPTIONS(...) {.size = sizeof(wshake_forward_options), __VA_ARGS__}

// Writes the request for a server that speaks HTTP/1.1. The Sec-WebSocket-Key of the written request is the base64 of
// `nonce`, 16 random octets that you supply, fresh for each request. `request` must have all fields of the client's
// request, and must pass wshake_check() with `config`. After wshake_server_adopt() do not pass wshake_server_request():
// that view does not have all fields. The written request has no Expect: wshake_forward_answer() writes a 100 Continue
// if the client waits for one.
//
// Errors:
// - need_room, bad_argument, reserved_field, and the errors of wshake_check().
// - head_too_large, too_many_field_lines: the request that would be written has more than 65,535 octets or 400 field
//   lines.
// - bad_field_name, bad_field_value: the name or the value of a field is invalid, or Connection has more than 64
//   members.
WSHAKE_C_API WSHAKE_NODISCARD wshake_forwarded_request wshake_forward_request(
    wshake_mutable_octets out, const wshake_request_view* request, const uint8_t nonce[WSHAKE_NONCE_SIZE],
    const wshake_server_config* config, const wshake_field* header, size_t header_count) WSHAKE_NOEXCEPT;

// Writes the request for a server that speaks HTTP/2 (`version` 20) or HTTP/3 (30). The request has no
// Sec-WebSocket-Key. `allowed` is true if the server has sent SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 on this
// connection. For a client that speaks HTTP/1.1, `scheme` is the scheme of the client's connection, "http" or "https".
// For any other client, the function ignores `scheme` and writes the :scheme of `request`.
//
// Errors: the errors of wshake_forward_request(); extended_connect_not_allowed if `allowed` is false;
// unsupported_http_version if `version` is neither 20 nor 30; bad_argument also if the function needs `scheme`, but
// `scheme` is neither "http" nor "https".
WSHAKE_C_API WSHAKE_NODISCARD wshake_field_request wshake_forward_request_fields(
    wshake_mutable_octets out, const wshake_request_view* request, unsigned version, bool allowed, wshake_octets scheme,
    const wshake_server_config* config, const wshake_field* header, size_t header_count) WSHAKE_NOEXCEPT;

// Writes the server's answer for a client that speaks HTTP/1.1. `front` is the client's request. `forwarded` is the
// request that wshake_forward_request() or wshake_forward_request_fields() wrote when it forwarded `front`. The answer
// must pass wshake_check_answer() against `forwarded`. The event of the result:
// - open: a 101 with the accept value of the key in `front`. A 100 Continue precedes the 101 if the client waits for a
//   100 Continue.
// - refused: the head of the refusal. You send the body. A 407 becomes 502 if `header` has no Proxy-Authenticate. A
//   status above 599 becomes 502.
// - failed: an error was found, and nothing was written. Refuse the request with 502.
//
// An interim answer (1xx other than 101) gives bad_status. Drop it, and forward the next answer.
//
// Errors:
// - need_room, bad_argument, reserved_field, bad_status, and the errors of wshake_check_answer().
// - wrong_carrier: `front` is not HTTP/1.1, or `answer` and `forwarded` have different major versions of HTTP.
// - bad_key: `front` has no valid key.
// - connection_specific_field: the answer accepts the handshake, and its Connection lists Sec-WebSocket-Protocol or
//   Sec-WebSocket-Extensions. The listed field would end at the gateway, and the client would not learn the agreement.
// - bad_content_length, conflicting_content_length: the Content-Length of a refusal is invalid.
// - bad_field_name, bad_field_value: the name or the value of a field is invalid, or Connection has more than 64
//   members.
WSHAKE_C_API WSHAKE_NODISCARD wshake_forwarded_answer
wshake_forward_answer(wshake_mutable_octets out, const wshake_response_view* answer, const wshake_request_view* front,
                      const wshake_request_view* forwarded, const wshake_forward_options* options,
                      const wshake_field* header, size_t header_count) WSHAKE_NOEXCEPT;

// Writes the server's answer for a client that speaks HTTP/2 or HTTP/3. The rules of wshake_forward_answer() apply,
// except:
// - open: a 200, which has Sec-WebSocket-Accept if `front` has a valid key.
// - refused: a 2xx becomes 502, because a 2xx would open the WebSocket. A 426 becomes 400, because a 426 needs Upgrade
//   (RFC 9110 section 15.5.22).
//
// Errors: the errors of wshake_forward_answer(), except bad_key; head_too_large if the fields have more than 65,535
// octets; wrong_carrier if `front` is HTTP/1.1, or `answer` and `forwarded` have different major versions of HTTP.
WSHAKE_C_API WSHAKE_NODISCARD wshake_forwarded_fields wshake_forward_answer_fields(
    wshake_mutable_octets out, const wshake_response_view* answer, const wshake_request_view* front,
    const wshake_request_view* forwarded, const wshake_forward_options* options, const wshake_field* header,
    size_t header_count) WSHAKE_NOEXCEPT;

// --- The connection through a SOCKS5 proxy. --------------------------------------------------------------------------

#define WSHAKE_SOCKS_SIZE 32           // octets of memory for a wshake_socks
#define WSHAKE_SOCKS_MESSAGE_SIZE 513  // enough for every message that a wshake_socks writes

// A request for a connection through a SOCKS5 proxy.
typedef struct wshake_socks_request {
  size_t size;             // the size of this struct
  wshake_uri where;        // the target: its host, sent as an address or as a name of at most 255 octets, and its port
  wshake_octets user;      // 1 to 255 octets; empty: no login is offered
  wshake_octets password;  // 1 to 255 octets, sent without encryption; empty if `user` is empty
} wshake_socks_request;

// The states of a connection through a SOCKS5 proxy. The values are equal to the values of wshake::socks_state.
typedef enum wshake_socks_state {
  WSHAKE_SOCKS_IDLE = 0,        // nothing was sent yet: start()
  WSHAKE_SOCKS_NEED_MORE = 1,   // the proxy's reply is incomplete: read from the transport and feed()
  WSHAKE_SOCKS_NEED_WRITE = 2,  // the proxy waits for the next message: proceed()
  WSHAKE_SOCKS_OPEN = 3,        // the proxy has connected to the target: TLS or the handshake follow
  WSHAKE_SOCKS_FAILED = 4,      // the proxy's reply is a refusal or breaks a rule: see error(), close the connection
  WSHAKE_SOCKS_CLOSED = 5       // the proxy ended the connection without a reply: close your side
} wshake_socks_state;

// The number of states of a connection through a SOCKS5 proxy.
#define WSHAKE_SOCKS_STATE_COUNT 6

// The enumerator's name, such as "need_more": a NUL-terminated ASCII text in static memory. The text is empty for a
// value that is no enumerator.
WSHAKE_C_API WSHAKE_NODISCARD const char* wshake_describe_socks_state(wshake_socks_state state) WSHAKE_NOEXCEPT;

// The result of wshake_socks_feed().
typedef struct wshake_socks_feed_result {
  size_t consumed;           // the octets taken from the front of the argument; the rest is yours
  wshake_socks_state state;  // the state after the call
} wshake_socks_feed_result;

// The client's side of SOCKS5 (RFC 1928), for CONNECT, before TLS and the handshake. See wshake::socks. A wshake_socks
// has no storage and keeps no octets of requests and replies.
//
//   idle - start -> need_more - feed -+-> need_write - proceed -> need_more
//                                     +-> open
//                                     +-> failed
typedef union wshake_socks {
  char octets[WSHAKE_SOCKS_SIZE];  // private to the library
  uint64_t alignment;              // aligns the memory
} wshake_socks;

// An initializer of a struct, with the given members and the defaults of all other members.
#define WSHAKE_SOCKS_REQUEST(...) {.size = sizeof(wshake_socks_request), __VA_ARGS__}

// The size of a wshake_socks in the library that the program runs with: at most WSHAKE_SOCKS_SIZE.
WSHAKE_C_API WSHAKE_NODISCARD size_t wshake_socks_size(void) WSHAKE_NOEXCEPT;

// Makes a wshake_socks in the state idle. Move or copy it with memcpy().
WSHAKE_C_API void wshake_socks_init(wshake_socks* socks) WSHAKE_NOEXCEPT;

// Writes the greeting, which offers a login if the request has a user. Send the greeting on a new connection. start()
// checks the whole request: with the same request, proceed() has only the errors wrong_state and need_room.
//
// Errors:
// - wrong_state, need_room.
// - bad_uri: the host or the resource name is malformed, the host is an IPvFuture literal, or the host is longer than
//   255 octets.
// - bad_argument: the user or the password is longer than 255 octets, or only one of them is empty.
//
// State: idle, failed, closed; then need_more.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_socks_start(wshake_socks* socks, wshake_mutable_octets out,
                                                                     const wshake_socks_request* request) WSHAKE_NOEXCEPT;

// Writes the next message: a login, or the CONNECT request. Pass the same `request` as to start(). Wipe the buffer once
// the message is sent: the buffer may hold the password.
//
// Errors: the errors of start(), and bad_argument if the proxy asks for a login and the request has no user.
// State: need_write; then need_more.
WSHAKE_C_API WSHAKE_NODISCARD wshake_write_result wshake_socks_proceed(wshake_socks* socks, wshake_mutable_octets out,
                                                                       const wshake_socks_request* request) WSHAKE_NOEXCEPT;

// Takes octets from the transport, up to the end of a message of the proxy, or up to the octet that breaks a rule. The
// address and the port in the proxy's reply (BND.ADDR and BND.PORT) are skipped.
WSHAKE_C_API WSHAKE_NODISCARD wshake_socks_feed_result wshake_socks_feed(wshake_socks* socks,
                                                                         wshake_octets data) WSHAKE_NOEXCEPT;

// Tells the wshake_socks that no more octets come.
//
// Returns: the state.
// - need_more before the first octet of a message, and need_write, become closed.
// - need_more inside a message becomes failed with socks_truncated.
//
// Every other state stays as it is.
WSHAKE_C_API wshake_socks_state wshake_socks_feed_eof(wshake_socks* socks) WSHAKE_NOEXCEPT;

// The state.
WSHAKE_C_API WSHAKE_NODISCARD wshake_socks_state wshake_socks_state_of(const wshake_socks* socks) WSHAKE_NOEXCEPT;

// In the state failed: the reason that the proxy gives, or the rule that the proxy breaks. In every other state the
// code is WSHAKE_ERRC_NONE. The offset counts the proxy's octets since start().
WSHAKE_C_API WSHAKE_NODISCARD wshake_diagnostic wshake_socks_error(const wshake_socks* socks) WSHAKE_NOEXCEPT;

// Prepares for a new connection, in any state.
WSHAKE_C_API void wshake_socks_reset(wshake_socks* socks) WSHAKE_NOEXCEPT;

#if defined(__cplusplus)
}
#endif

#undef WSHAKE_CAST
#undef WSHAKE_INLINE
#undef WSHAKE_NOEXCEPT
#undef WSHAKE_NODISCARD
#undef WSHAKE_TWIN

#endif
