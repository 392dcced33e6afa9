// SPDX-License-Identifier: BSL-1.0
// wshake in C: the opening handshake of a WebSocket connection (RFC 6455 §4) for C99, and for what calls C.
//
// Names, contracts and rules are those of the C++ headers, where more is said: wshake_server_feed() is server::feed()
// in <wshake/server.hpp>. Nothing here allocates, blocks, or keeps state of its own. A function is as safe in threads
// as the objects that it is given: one thread at a time for each.
//
// Objects live in memory that you give: a wshake_server, a wshake_client or the like, on the stack, in a pool,
// anywhere. They need no end: the memory is yours again whenever you want it back.
//
// Options are structs that begin with their size. Zero is the default of every other member, so that this is all it
// takes:
//
//   wshake_server_options options = WSHAKE_SERVER_OPTIONS(.origins = origins, .origin_count = 1);
//
// NULL stands for the defaults. Options that the library cannot be sure of do nothing by halves: with a size below that
// of the first version, or with octets other than zero behind the members that it knows, a configuration refuses
// everything and a verb writes nothing. So does a configuration that was never made.
//
// Views (wshake_octets, and what is made of them) point into the storage, the input or static memory, and are valid as
// long as the C++ header says: those of a role until next_request() or start(). An absent view has a null `data` and no
// size.
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

#if defined(__GNUC__)
// The library looks at an array of these as one of its C++ twins, which a compiler that sees both sides must know of.
#define WSHAKE_TWIN __attribute__((__may_alias__))
#define WSHAKE_NODISCARD __attribute__((__warn_unused_result__))
#else
#define WSHAKE_TWIN
#define WSHAKE_NODISCARD
#endif

// --- The version. ----------------------------------------------------------------------------------------------------

// The version of this header, 0.1.0, in the sense of https://semver.org.
#define WSHAKE_VERSION_MAJOR 0
#define WSHAKE_VERSION_MINOR 1
#define WSHAKE_VERSION_PATCH 0

// The three as one number that grows from version to version: of 1.2.3 it is 10203.
#define WSHAKE_VERSION (WSHAKE_VERSION_MAJOR * 10000 + WSHAKE_VERSION_MINOR * 100 + WSHAKE_VERSION_PATCH)

// The version of the library that the program runs with, "0.1.0", in static memory, ended by NUL. A shared library may
// be another one than that of the header.
WSHAKE_NODISCARD const char* wshake_library_version(void) WSHAKE_NOEXCEPT;

// --- Octets and fields. ----------------------------------------------------------------------------------------------

// A view of octets in memory that somebody else owns.
typedef struct WSHAKE_TWIN wshake_octets {
  const char* data;  // the first octet; null where the view is absent
  size_t size;       // how many there are
} wshake_octets;

// The same of octets that may be written: a buffer for output, or the storage of a role.
typedef struct wshake_mutable_octets {
  char* data;   // the first octet
  size_t size;  // how many there are
} wshake_mutable_octets;

// A string literal as octets, for initialisers: wshake_octets host = WSHAKE_LITERAL("example.com");
#define WSHAKE_LITERAL(text) {"" text, sizeof(text) - 1}

// The octets at `data`.
WSHAKE_INLINE wshake_octets wshake_view(const void* data, size_t size) WSHAKE_NOEXCEPT {
  wshake_octets view;
  view.data = WSHAKE_CAST(const char*, data);
  view.size = size;
  return view;
}

// The octets at `data`, to be written.
WSHAKE_INLINE wshake_mutable_octets wshake_room(void* data, size_t size) WSHAKE_NOEXCEPT {
  wshake_mutable_octets room;
  room.data = WSHAKE_CAST(char*, data);
  room.size = size;
  return room;
}

// A field line (RFC 9110 §5).
typedef struct WSHAKE_TWIN wshake_field {
  wshake_octets name;   // without the colon
  wshake_octets value;  // without the white space around it
} wshake_field;

// --- Errors. ---------------------------------------------------------------------------------------------------------

// Everything that can be wrong, one code a rule, in the order in which the rules are applied. The values are those of
// wshake::errc, and do not change within a soname.
typedef enum wshake_errc {
  WSHAKE_ERRC_NONE = 0,  // nothing is wrong

  // What a caller asked for cannot be done. Nothing was written and nothing changed.
  WSHAKE_ERRC_NEED_ROOM = 1,          // the buffer is too small; wshake_write_result.needed is the size that suffices
  WSHAKE_ERRC_STORAGE_TOO_SMALL = 2,  // the storage can't hold what wshake_client_start() keeps in it
  WSHAKE_ERRC_WRONG_STATE = 3,        // the verb does not fit the state
  WSHAKE_ERRC_BAD_STATUS = 4,         // a refusal's status is outside 200 to 599, or 2xx to CONNECT
  WSHAKE_ERRC_BAD_URI = 5,            // not the URI of a WebSocket, or a reference that does not lead to one
  WSHAKE_ERRC_BAD_ARGUMENT = 6,       // a field name that is no token, or a control octet in a text that is sent
  WSHAKE_ERRC_BAD_WINDOW_BITS = 7,    // a window of a deflate_offer is neither 0 nor from 8 to 15
  WSHAKE_ERRC_RESERVED_FIELD = 8,     // a field that the handshake writes by itself
  WSHAKE_ERRC_MISSING_FIELD = 9,      // 401 without WWW-Authenticate, 407 without Proxy-Authenticate
  WSHAKE_ERRC_SUBPROTOCOL_NOT_OFFERED = 10,  // accept() was given a subprotocol that the client did not offer
  WSHAKE_ERRC_EXTENSION_NOT_OFFERED = 11,    // the same of an extension
  WSHAKE_ERRC_BAD_CONFIG = 12,  // the configuration has a member that nobody can work with; a server answers 500

  // The first line, judged as its octets arrive.
  WSHAKE_ERRC_TLS_RECORD = 13,
  WSHAKE_ERRC_PROXY_PROTOCOL = 14,
  WSHAKE_ERRC_TOO_MANY_EMPTY_LINES = 15,
  WSHAKE_ERRC_MISSING_METHOD = 16,
  WSHAKE_ERRC_BAD_METHOD = 17,
  WSHAKE_ERRC_METHOD_TOO_LONG = 18,
  WSHAKE_ERRC_MISSING_TARGET = 19,
  WSHAKE_ERRC_BAD_TARGET = 20,
  WSHAKE_ERRC_WHITE_SPACE_IN_TARGET = 21,
  WSHAKE_ERRC_TARGET_TOO_LONG = 22,
  WSHAKE_ERRC_MISSING_HTTP_VERSION = 23,
  WSHAKE_ERRC_BAD_HTTP_VERSION = 24,
  WSHAKE_ERRC_LEADING_ZERO_IN_VERSION = 25,
  WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION = 26,
  WSHAKE_ERRC_SPACE_AFTER_VERSION = 27,
  WSHAKE_ERRC_BAD_STATUS_LINE = 28,
  WSHAKE_ERRC_MISSING_STATUS_CODE = 29,
  WSHAKE_ERRC_BAD_STATUS_CODE = 30,
  WSHAKE_ERRC_BAD_REASON_PHRASE = 31,
  WSHAKE_ERRC_STATUS_LINE_TOO_LONG = 32,

  // Limits, judged as the octets arrive.
  WSHAKE_ERRC_HEAD_TOO_LARGE = 33,
  WSHAKE_ERRC_FIELD_LINE_TOO_LONG = 34,
  WSHAKE_ERRC_TOO_MANY_FIELD_LINES = 35,

  // The lines of a complete head; the lowest octet position wins.
  WSHAKE_ERRC_BARE_CR = 36,
  WSHAKE_ERRC_BARE_LF = 37,
  WSHAKE_ERRC_LEADING_WHITE_SPACE = 38,
  WSHAKE_ERRC_FOLDED_LINE = 39,
  WSHAKE_ERRC_EMPTY_FIELD_NAME = 40,
  WSHAKE_ERRC_BAD_FIELD_NAME = 41,
  WSHAKE_ERRC_SPACE_BEFORE_COLON = 42,
  WSHAKE_ERRC_MISSING_COLON = 43,
  WSHAKE_ERRC_BAD_FIELD_VALUE = 44,

  // The message's framing.
  WSHAKE_ERRC_TRANSFER_ENCODING_IN_HTTP_1_0 = 45,
  WSHAKE_ERRC_CONTENT_LENGTH_AND_TRANSFER_ENCODING = 46,
  WSHAKE_ERRC_BAD_CONTENT_LENGTH = 47,
  WSHAKE_ERRC_CONFLICTING_CONTENT_LENGTH = 48,
  WSHAKE_ERRC_BAD_TRANSFER_ENCODING = 49,
  WSHAKE_ERRC_EMPTY_TRANSFER_CODING = 50,
  WSHAKE_ERRC_REPEATED_CHUNKED = 51,
  WSHAKE_ERRC_CHUNKED_PARAMETER = 52,
  WSHAKE_ERRC_FINAL_CODING_NOT_CHUNKED = 53,
  WSHAKE_ERRC_UNKNOWN_TRANSFER_CODING = 54,

  // The host.
  WSHAKE_ERRC_MISSING_HOST = 55,
  WSHAKE_ERRC_REPEATED_HOST = 56,
  WSHAKE_ERRC_BAD_HOST = 57,
  WSHAKE_ERRC_BAD_HOST_PORT = 58,

  // No upgrade to WebSocket is asked for: WSHAKE_SERVER_REQUEST, error() says why.
  WSHAKE_ERRC_UPGRADE_STRIPPED = 59,
  WSHAKE_ERRC_NOT_AN_UPGRADE = 60,
  WSHAKE_ERRC_CONNECTION_LACKS_UPGRADE = 61,
  WSHAKE_ERRC_HTTP_VERSION_TOO_OLD = 62,

  // The opening handshake.
  WSHAKE_ERRC_BAD_HANDSHAKE_METHOD = 63,
  WSHAKE_ERRC_BAD_TARGET_FORM = 64,
  WSHAKE_ERRC_BAD_TARGET_AUTHORITY = 65,
  WSHAKE_ERRC_BODY_ON_HANDSHAKE = 66,
  WSHAKE_ERRC_MISSING_VERSION = 67,
  WSHAKE_ERRC_REPEATED_VERSION = 68,
  WSHAKE_ERRC_UNSUPPORTED_VERSION = 69,
  WSHAKE_ERRC_MISSING_KEY = 70,
  WSHAKE_ERRC_REPEATED_KEY = 71,
  WSHAKE_ERRC_BAD_KEY = 72,
  WSHAKE_ERRC_EMPTY_EXTENSIONS = 73,
  WSHAKE_ERRC_BAD_EXTENSIONS = 74,
  WSHAKE_ERRC_EMPTY_SUBPROTOCOLS = 75,
  WSHAKE_ERRC_BAD_SUBPROTOCOLS = 76,
  WSHAKE_ERRC_TOO_MANY_SUBPROTOCOLS = 77,
  WSHAKE_ERRC_REPEATED_SUBPROTOCOL = 78,
  WSHAKE_ERRC_BAD_EXPECT = 79,
  WSHAKE_ERRC_REPEATED_ORIGIN = 80,
  WSHAKE_ERRC_MISSING_ORIGIN = 81,
  WSHAKE_ERRC_FORBIDDEN_ORIGIN = 82,
  WSHAKE_ERRC_MISSING_SUBPROTOCOL = 83,
  WSHAKE_ERRC_NO_COMMON_SUBPROTOCOL = 84,

  // The server's answer, of which these say that it is no WebSocket; before them come http_version_too_old and those
  // of Sec-WebSocket-Extensions and Sec-WebSocket-Protocol outside their grammar.
  WSHAKE_ERRC_MISSING_UPGRADE = 85,
  WSHAKE_ERRC_SEVERAL_UPGRADES = 86,
  WSHAKE_ERRC_UPGRADE_NOT_CONFIRMED = 87,
  WSHAKE_ERRC_CONNECTION_NOT_CONFIRMED = 88,
  WSHAKE_ERRC_MISSING_ACCEPT = 89,
  WSHAKE_ERRC_REPEATED_ACCEPT = 90,
  WSHAKE_ERRC_WRONG_ACCEPT = 91,
  WSHAKE_ERRC_UNEXPECTED_EXTENSION = 92,
  WSHAKE_ERRC_REPEATED_DEFLATE = 93,
  WSHAKE_ERRC_UNKNOWN_DEFLATE_PARAMETER = 94,
  WSHAKE_ERRC_REPEATED_DEFLATE_PARAMETER = 95,
  WSHAKE_ERRC_UNEXPECTED_DEFLATE_VALUE = 96,
  WSHAKE_ERRC_MISSING_DEFLATE_VALUE = 97,
  WSHAKE_ERRC_BAD_DEFLATE_WINDOW = 98,
  WSHAKE_ERRC_DEFLATE_PARAMETER_NOT_OFFERED = 99,
  WSHAKE_ERRC_DEFLATE_WINDOW_ABOVE_OFFER = 100,
  WSHAKE_ERRC_MISSING_DEFLATE_PARAMETER = 101,
  WSHAKE_ERRC_UNSUPPORTED_DEFLATE_WINDOW = 102,
  WSHAKE_ERRC_BAD_DEFLATE_ANSWER = 103,
  WSHAKE_ERRC_SEVERAL_SUBPROTOCOLS = 104,
  WSHAKE_ERRC_UNEXPECTED_SUBPROTOCOL = 105,
  WSHAKE_ERRC_SUBPROTOCOL_NOT_ANSWERED = 106,
  WSHAKE_ERRC_TOO_MANY_INTERIM_RESPONSES = 107,

  // What comes between or instead of heads. Trouble in the body of a request that has been answered, or of a refusal,
  // closes the connection.
  WSHAKE_ERRC_BAD_CHUNK = 108,            // the size, the data or a line's end of a chunked body is malformed
  WSHAKE_ERRC_BAD_CHUNK_EXTENSION = 109,  // what follows a chunk's size is no extension
  WSHAKE_ERRC_BAD_TRAILER = 110,          // a trailer is no field line
  WSHAKE_ERRC_FORBIDDEN_TRAILER = 111,    // a trailer is Transfer-Encoding, Content-Length or Host
  WSHAKE_ERRC_BODY_TOO_LARGE = 112,       // a body exceeds the limit skipped_body or refused_body
  WSHAKE_ERRC_TRUNCATED = 113,            // the peer's octets ended inside a message
  WSHAKE_ERRC_TIMED_OUT = 114             // the caller says so: wshake_server_respond() with this error
} wshake_errc;

// How many codes there are, WSHAKE_ERRC_NONE among them.
#define WSHAKE_ERRC_COUNT 115

// What a code means. All text is in static memory, ended by NUL.
typedef struct wshake_error_info {
  const char* name;     // "bad_key"
  const char* message;  // one sentence for a log or a response: "Sec-WebSocket-Key is not the base64 of 16 bytes"
  const char* rule;     // the clause: "RFC 6455 §4.2.1(5)" in UTF-8; empty for a caller's mistake
  uint16_t status;      // what a server answers by default, 502 for what only a server does; 0 for a caller's mistake
} wshake_error_info;

// A value that is no enumerator gets what WSHAKE_ERRC_NONE has.
WSHAKE_NODISCARD wshake_error_info wshake_describe_error(wshake_errc code) WSHAKE_NOEXCEPT;

// A code, where it was found, and the field or argument that it is about.
typedef struct wshake_diagnostic {
  wshake_errc code;     // WSHAKE_ERRC_NONE: nothing is wrong
  size_t offset;        // of an octet, or the index of an element in a list: the function says which
  wshake_octets field;  // the name of a field, or of a member; empty if the code is about none
} wshake_diagnostic;

// --- States, events and results. -------------------------------------------------------------------------------------

// What a server waits for. feed() consumes octets in need_more only. The values are those of wshake::server_state.
typedef enum wshake_server_state {
  WSHAKE_SERVER_NEED_MORE = 0,  // the head is incomplete: read from the transport and feed()
  WSHAKE_SERVER_UPGRADE = 1,    // a valid opening handshake: accept(), or respond() with a refusal
  WSHAKE_SERVER_REQUEST = 2,    // plain HTTP: respond(), or answer it yourself and call next_request()
  WSHAKE_SERVER_FAILED = 3,     // a rule is broken, error() names it: respond()
  WSHAKE_SERVER_RESPONDED = 4,  // an answer other than 101 was written: next_request()
  WSHAKE_SERVER_OPEN = 5,       // the 101 was written: frames follow
  WSHAKE_SERVER_CLOSED = 6      // no further request is possible on this connection: close it
} wshake_server_state;

// How many states a server has.
#define WSHAKE_SERVER_STATE_COUNT 7

// What a client or a tunnel reports. interim, refused and body pass: call feed() again at once, also without octets.
// The others are states, too. The values are those of wshake::client_event.
typedef enum wshake_client_event {
  WSHAKE_CLIENT_IDLE = 0,       // nothing was asked yet: start()
  WSHAKE_CLIENT_NEED_MORE = 1,  // the response is incomplete: read from the transport and feed()
  WSHAKE_CLIENT_INTERIM = 2,    // passes: a 1xx response
  WSHAKE_CLIENT_REFUSED = 3,    // passes: the answer is no; response() shows it, its body and done follow
  WSHAKE_CLIENT_BODY = 4,       // passes: a part of the refusal's body, in `data`
  WSHAKE_CLIENT_DONE = 5,       // the refusal is read to its end: next() says what it asks for, start() asks again
  WSHAKE_CLIENT_OPEN = 6,       // the answer is yes: what follows are frames, or what goes through the tunnel
  WSHAKE_CLIENT_FAILED = 7,     // a rule is broken, error() names it: close the connection
  WSHAKE_CLIENT_CLOSED = 8      // the connection ended before an answer, or a refusal's body broke a rule: close it
} wshake_client_event;

// How many events there are.
#define WSHAKE_CLIENT_EVENT_COUNT 9

// The name of a state or an event, "need_more", in static memory, ended by NUL; empty for a value that is no
// enumerator.
WSHAKE_NODISCARD const char* wshake_describe_server_state(wshake_server_state state) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD const char* wshake_describe_client_event(wshake_client_event event) WSHAKE_NOEXCEPT;

// The result of wshake_server_feed().
typedef struct wshake_server_feed_result {
  size_t consumed;            // octets taken from the front of what was passed; the rest is still yours
  wshake_server_state state;  // what the server waits for now
} wshake_server_feed_result;

// The result of wshake_client_feed() and wshake_tunnel_feed().
typedef struct wshake_client_feed_result {
  size_t consumed;            // octets taken from the front of what was passed; the rest is still yours
  wshake_client_event event;  // what there is to report
  wshake_octets data;         // in body: a part of the octets just passed
} wshake_client_feed_result;

// The result of a function that writes. Everything was written if `error.code` is WSHAKE_ERRC_NONE. `error.field` may
// be a view of an argument.
typedef struct wshake_write_result {
  wshake_octets written;    // the bytes to send, from the front of the buffer; empty after any error
  size_t needed;            // after need_room and storage_too_small: the size that suffices
  wshake_diagnostic error;  // why nothing was written; the role is unchanged then, the buffer's content unspecified
} wshake_write_result;

// --- Header sections and lists. --------------------------------------------------------------------------------------
//
// What walks a list is a value: taking the next member moves it, a copy stays where it was.

// All field lines of one message. All zero it is empty.
typedef struct wshake_fields {
  uint64_t opaque[12];  // the library's own
} wshake_fields;

// The lines of a header section that are still to come.
typedef struct wshake_lines {
  uint64_t opaque[8];  // the library's own
} wshake_lines;

// The values of all lines with one name that are still to come.
typedef struct wshake_values {
  uint64_t opaque[4];  // the library's own
} wshake_values;

// The members of a list of tokens that are still to come, over all lines of its field.
typedef struct wshake_tokens {
  uint64_t opaque[8];  // the library's own
} wshake_tokens;

// The members of Sec-WebSocket-Extensions that are still to come; it ends before the first one that is outside the
// grammar.
typedef struct wshake_extensions {
  uint64_t opaque[12];  // the library's own
} wshake_extensions;

// The parameters of one extension that are still to come.
typedef struct wshake_parameters {
  uint64_t opaque[8];  // the library's own
} wshake_parameters;

// The challenges of WWW-Authenticate or Proxy-Authenticate that are still to come.
typedef struct wshake_challenges {
  uint64_t opaque[12];  // the library's own
} wshake_challenges;

// extension = extension-token *( ";" extension-param )   (RFC 6455 §9.1)
typedef struct wshake_extension {
  wshake_octets name;            // extension-token
  wshake_octets text;            // the parameters as they were sent
  wshake_parameters parameters;  // the same one by one
} wshake_extension;

// extension-param = token [ "=" ( token / quoted-string ) ]   (RFC 6455 §9.1)
typedef struct wshake_parameter {
  wshake_octets name;   // as it was sent
  wshake_octets value;  // of a quoted-string: what is between the quotes
  bool has_value;       // false: there is no "="
} wshake_parameter;

// challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]   (RFC 9110 §11.3)
typedef struct wshake_challenge {
  wshake_octets scheme;      // "Basic"; letter case has no meaning
  wshake_octets token68;     // where one stands in the place of parameters
  wshake_octets parameters;  // #auth-param as it was sent
} wshake_challenge;

// A header section from a list of your own, which must outlive it; nothing is checked here. The first 65,535 are looked
// at.
WSHAKE_NODISCARD wshake_fields wshake_fields_of(const wshake_field* list, size_t count) WSHAKE_NOEXCEPT;

// The value of the first line with that name, letter case of names ignored. False where there is none; `value` may be
// NULL.
bool wshake_fields_find(const wshake_fields* header, wshake_octets name, wshake_octets* value) WSHAKE_NOEXCEPT;

// How many lines have that name.
WSHAKE_NODISCARD size_t wshake_fields_count(const wshake_fields* header, wshake_octets name) WSHAKE_NOEXCEPT;

// All lines in order.
WSHAKE_NODISCARD wshake_lines wshake_fields_lines(const wshake_fields* header) WSHAKE_NOEXCEPT;

// The values of all lines with one name, which must outlive what is returned.
WSHAKE_NODISCARD wshake_values wshake_fields_values(const wshake_fields* header, wshake_octets name) WSHAKE_NOEXCEPT;

// These take the next member. False at the end, where `found` is left as it was.
WSHAKE_NODISCARD bool wshake_next_line(wshake_lines* lines, wshake_field* found) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD bool wshake_next_value(wshake_values* values, wshake_octets* found) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD bool wshake_next_token(wshake_tokens* tokens, wshake_octets* found) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD bool wshake_next_extension(wshake_extensions* extensions, wshake_extension* found) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD bool wshake_next_parameter(wshake_parameters* parameters, wshake_parameter* found) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD bool wshake_next_challenge(wshake_challenges* challenges, wshake_challenge* found) WSHAKE_NOEXCEPT;

// The value of the challenge's parameter of that name, "realm", letter case ignored. False where there is none; `value`
// may be NULL.
bool wshake_challenge_find(const wshake_challenge* challenge, wshake_octets name, wshake_octets* value) WSHAKE_NOEXCEPT;

// --- Limits and permessage-deflate. ----------------------------------------------------------------------------------

// As a limit: none at all. 0 itself selects the default.
#define WSHAKE_LIMIT_NONE UINT32_MAX

// How much of a peer's octets is looked at before it is too much: see <wshake/limits.hpp>. Every limit is inclusive.
typedef struct wshake_limits {
  size_t size;                 // of this struct
  uint32_t head;               // octets of a head
  uint32_t refused_body;       // octets of a refusal's body that a client reads
  uint32_t skipped_body;       // octets of a refused request's body that are skipped to keep the connection
  uint32_t target;             // octets of a request target
  uint32_t field_line;         // octets of one field line, and of a status line
  uint32_t field_lines;        // field lines of a head
  uint32_t method;             // octets of a method
  uint32_t empty_lines;        // empty lines before a request line, and before a status line if `lenient`
  uint32_t subprotocols;       // members of Sec-WebSocket-Protocol
  uint32_t interim_responses;  // interim responses before the answer to a request
} wshake_limits;

// What a server's codec can do and what it wants: see <wshake/deflate.hpp>. Windows are base-2 logarithms, 9 to 15, or
// 8 where `window_of_8` says that the codec can.
typedef struct wshake_deflate_config {
  size_t size;                      // of this struct
  bool enabled;                     // answer offers of permessage-deflate
  bool server_no_context_takeover;  // ask for a fresh window for every message: of our own compressor,
  bool client_no_context_takeover;  // of the client's
  uint8_t server_max_window_bits;   // the largest window that our compressor uses; 0 selects 15
  uint8_t client_max_window_bits;   // the largest window that our decompressor can follow; 0 selects 15
  bool window_of_8;                 // the codec can compress with a window of 2^8, which zlib can't
} wshake_deflate_config;

// What a client offers: one element of Sec-WebSocket-Extensions. Begin with WSHAKE_DEFLATE_OFFER.
typedef struct WSHAKE_TWIN wshake_deflate_offer {
  bool server_no_context_takeover;  // the server has to use a fresh window for every message
  bool client_no_context_takeover;  // we promise to do so
  uint8_t server_max_window_bits;   // the largest window that the server may use, 8 to 15. 0: not spoken of
  uint8_t client_max_window_bits;   // the largest window that we use, 8 to 15. 0: not spoken of
} wshake_deflate_offer;

// What browsers offer: {WSHAKE_DEFLATE_OFFER} is an array of that offer.
#define WSHAKE_DEFLATE_OFFER {false, false, 0, 15}

// What was agreed: all that a codec needs to know.
typedef struct wshake_deflate_parameters {
  bool agreed;                      // false: messages are not compressed and the rest means nothing
  bool server_no_context_takeover;  // the server compresses every message with a fresh window
  bool client_no_context_takeover;  // the client does
  uint8_t server_max_window_bits;   // the server's compressor has a window of 2 to that power, 8 to 15
  uint8_t client_max_window_bits;   // the client's compressor
} wshake_deflate_parameters;

// What both peers know after the handshake.
typedef struct wshake_agreement {
  wshake_octets subprotocol;          // empty: none
  wshake_deflate_parameters deflate;  // permessage-deflate
} wshake_agreement;

// WSHAKE_LIMITS(.head = 8192) is a struct of limits, all others at their defaults.
#define WSHAKE_LIMITS(...) {.size = sizeof(wshake_limits), __VA_ARGS__}
#define WSHAKE_DEFLATE_CONFIG(...) {.size = sizeof(wshake_deflate_config), __VA_ARGS__}

// --- Messages, and the functions that need no role. ------------------------------------------------------------------

#define WSHAKE_KEY_SIZE 24     // octets of a Sec-WebSocket-Key
#define WSHAKE_ACCEPT_SIZE 28  // octets of a Sec-WebSocket-Accept
#define WSHAKE_NONCE_SIZE 16   // octets of your randomness that a key is made of

// A request's head. Fill one from whatever your own HTTP code holds to ask wshake_check() or wshake_server_adopt().
typedef struct wshake_request_view {
  wshake_octets method;  // "GET"; letter case counts
  wshake_octets target;  // as it was sent: origin-form or absolute-form for a handshake (RFC 9112 §3.2)
  unsigned version;      // ten times the major plus the minor: 11 for HTTP/1.1
  wshake_fields header;  // the header section
} wshake_request_view;

// A request's head that this library has read.
typedef struct wshake_request_head {
  wshake_request_view view;  // what it says
  wshake_octets raw;         // from the first octet of the request line to the end of the empty line
} wshake_request_head;

// A response's head.
typedef struct wshake_response_view {
  unsigned version;      // ten times the major plus the minor: 11 for HTTP/1.1
  unsigned status;       // 100 to 999
  wshake_octets reason;  // the reason phrase; may be empty
  wshake_fields header;  // the header section
} wshake_response_view;

// A response's head that this library has read.
typedef struct wshake_response_head {
  wshake_response_view view;  // what it says
  wshake_octets raw;          // from the first octet of the status line to the end of the empty line
} wshake_response_head;

// What a client asks for, whatever carried it. Absent fields are absent views.
typedef struct wshake_handshake_request {
  wshake_octets authority;       // the Host field, or the authority of an absolute-form target
  wshake_octets resource_name;   // path and query: "/chat?room=1"
  wshake_octets key;             // Sec-WebSocket-Key
  wshake_octets version;         // Sec-WebSocket-Version
  wshake_octets origin;          // Origin
  bool has_origin;               // there is an Origin
  bool expects_continue;         // Expect: 100-continue
  wshake_tokens subprotocols;    // offered, the most wanted first
  wshake_extensions extensions;  // offered, the most wanted first
} wshake_handshake_request;

// What wshake_read_request() found. Exactly one of: error set, consumed above 0, or more octets needed.
typedef struct wshake_request_reading {
  wshake_diagnostic error;   // the first rule that is broken, and the octet that breaks it
  size_t consumed;           // octets up to the end of the head; 0 while incomplete
  wshake_request_head head;  // valid when consumed is above 0
} wshake_request_reading;

// What wshake_read_response() found, likewise.
typedef struct wshake_response_reading {
  wshake_diagnostic error;    // the first rule that is broken, and the octet that breaks it
  size_t consumed;            // octets of the head; 0 while incomplete
  wshake_response_head head;  // valid when consumed is above 0
} wshake_response_reading;

// Which protocol the first octets of a connection speak.
typedef enum wshake_protocol {
  WSHAKE_PROTOCOL_NEED_MORE = 0,       // 24 octets always decide
  WSHAKE_PROTOCOL_HTTP = 1,            // the beginning of an HTTP/1 request line: feed it to a server
  WSHAKE_PROTOCOL_TLS = 2,             // a TLS handshake record
  WSHAKE_PROTOCOL_HTTP2 = 3,           // the HTTP/2 connection preface
  WSHAKE_PROTOCOL_PROXY_PROTOCOL = 4,  // the PROXY protocol of load balancers: read its header first
  WSHAKE_PROTOCOL_UNKNOWN = 5          // none of these
} wshake_protocol;

// A Sec-WebSocket-Accept value.
typedef struct wshake_accept_value {
  char data[WSHAKE_ACCEPT_SIZE];  // base64, without a NUL behind it
} wshake_accept_value;

#define WSHAKE_SERVER_CONFIG_SIZE 256  // octets of memory for a server's configuration
#define WSHAKE_CLIENT_CONFIG_SIZE 192  // octets of memory for the configuration of clients and tunnels

// What all connections of a server share: make it with wshake_server_config_init(). Read only; it outlives every server
// made with it.
typedef union wshake_server_config {
  char octets[WSHAKE_SERVER_CONFIG_SIZE];  // the library's own
  uint64_t alignment;                      // aligns the memory
  void* pointer_alignment;                 // aligns the memory
} wshake_server_config;

// The same of clients and tunnels: make it with wshake_client_config_init().
typedef union wshake_client_config {
  char octets[WSHAKE_CLIENT_CONFIG_SIZE];  // the library's own
  uint64_t alignment;                      // aligns the memory
  void* pointer_alignment;                 // aligns the memory
} wshake_client_config;

// Which protocol is it? Nothing is consumed.
WSHAKE_NODISCARD wshake_protocol wshake_sniff(wshake_octets first) WSHAKE_NOEXCEPT;

// Reads the request head at the front of `data`, without a copy. Framing and handshake are not judged: see
// wshake_check().
WSHAKE_NODISCARD wshake_request_reading wshake_read_request(wshake_octets data,
                                                            const wshake_limits* limits) WSHAKE_NOEXCEPT;

// Reads the response head at the front of `data`, without a copy. Folded field lines are unfolded in place.
WSHAKE_NODISCARD wshake_response_reading wshake_read_response(wshake_mutable_octets data,
                                                              const wshake_limits* limits) WSHAKE_NOEXCEPT;

// Does the request ask for an upgrade to WebSocket? It may still be a bad handshake.
WSHAKE_NODISCARD bool wshake_is_upgrade(const wshake_request_view* request) WSHAKE_NOEXCEPT;

// Would a server with this configuration accept the request? Otherwise the first broken rule, at an octet of the head
// or at the index of a field in your list, and the field that is wrong or missing.
WSHAKE_NODISCARD wshake_diagnostic wshake_check(const wshake_request_view* request,
                                                const wshake_server_config* config) WSHAKE_NOEXCEPT;

// Collects what a request asks for. Nothing is judged.
WSHAKE_NODISCARD wshake_handshake_request wshake_gather(const wshake_request_view* request) WSHAKE_NOEXCEPT;

// Chooses among what a client offers, the way wshake_server_accept() does. The request must have passed wshake_check().
WSHAKE_NODISCARD wshake_agreement wshake_negotiate(const wshake_request_view* request,
                                                   const wshake_server_config* config) WSHAKE_NOEXCEPT;

// Is it the base64 of 16 octets?
WSHAKE_NODISCARD bool wshake_is_key(wshake_octets key) WSHAKE_NOEXCEPT;

// From Sec-WebSocket-Key to Sec-WebSocket-Accept (RFC 6455 §4.2.2(5.4)); 28 NUL octets for a key that has not 24
// octets.
WSHAKE_NODISCARD wshake_accept_value wshake_accept_key(wshake_octets key) WSHAKE_NOEXCEPT;

// --- URIs. -----------------------------------------------------------------------------------------------------------

// A ws, wss, http or https URI taken apart (RFC 6455 §3, RFC 3986).
typedef struct wshake_uri {
  wshake_octets scheme;         // as it was written
  wshake_octets userinfo;       // before "@", still percent-encoded
  wshake_octets host;           // of an IPv6 literal with its brackets
  wshake_octets resource_name;  // path and query as they were written: empty, or begins with "/" or "?"
  uint16_t port;                // as it was written, or the scheme's own; in one of your own 0 stands for that
  bool secure;                  // wss or https: TLS comes before the handshake
} wshake_uri;

// What wshake_parse_uri() found.
typedef struct wshake_uri_reading {
  wshake_diagnostic error;  // WSHAKE_ERRC_BAD_URI, and the octet that does not fit
  wshake_uri found;         // empty after an error
} wshake_uri_reading;

// Takes a URI apart: scheme, optional userinfo, host, optional port, path and query; no fragment (RFC 6455 §3). Octets
// outside the grammar of RFC 3986 are errors: encode them first.
WSHAKE_NODISCARD wshake_uri_reading wshake_parse_uri(wshake_octets text) WSHAKE_NOEXCEPT;

// Writes a path or a query with every octet percent-encoded that can't stand there, and all that `others` holds: an
// absent view, or "%/?&=+" for a value of a query. Without "%" in it, what is encoded already stays. Errors: need_room.
WSHAKE_NODISCARD wshake_write_result wshake_write_encoded(wshake_mutable_octets out, wshake_octets text,
                                                          wshake_octets others) WSHAKE_NOEXCEPT;

// The same security, host (letter case ignored) and port (RFC 6454 §5)?
WSHAKE_NODISCARD bool wshake_same_origin(const wshake_uri* left, const wshake_uri* right) WSHAKE_NOEXCEPT;

// Writes the request target. Errors: need_room, bad_uri.
WSHAKE_NODISCARD wshake_write_result wshake_write_target(wshake_mutable_octets out,
                                                         const wshake_uri* where) WSHAKE_NOEXCEPT;

// Writes the value of Host. Errors: need_room, bad_uri.
WSHAKE_NODISCARD wshake_write_result wshake_write_host(wshake_mutable_octets out, const wshake_uri* where) WSHAKE_NOEXCEPT;

// Writes the URI that `reference` stands for when it is found at `base` (RFC 3986 §5.2), without a fragment, with
// scheme ws or wss. Errors: need_room, bad_uri.
WSHAKE_NODISCARD wshake_write_result wshake_resolve_uri(wshake_mutable_octets out, const wshake_uri* base,
                                                        wshake_octets reference) WSHAKE_NOEXCEPT;

// --- Credentials. ----------------------------------------------------------------------------------------------------

// Writes the value of Authorization or Proxy-Authorization (RFC 7617). Errors: need_room, bad_argument.
WSHAKE_NODISCARD wshake_write_result wshake_write_basic(wshake_mutable_octets out, wshake_octets user,
                                                        wshake_octets password) WSHAKE_NOEXCEPT;

// The same from a URI's userinfo, whose percent-encoding is removed. Errors: need_room, bad_argument.
WSHAKE_NODISCARD wshake_write_result wshake_write_userinfo(wshake_mutable_octets out,
                                                           wshake_octets userinfo) WSHAKE_NOEXCEPT;

// Writes the value of Authorization with a bearer token (RFC 6750). Errors: need_room, bad_argument.
WSHAKE_NODISCARD wshake_write_result wshake_write_bearer(wshake_mutable_octets out, wshake_octets token) WSHAKE_NOEXCEPT;

// What wshake_read_basic() found: views into the buffer it was given.
typedef struct wshake_basic_credentials {
  wshake_octets user;      // up to the first colon
  wshake_octets password;  // behind it
  bool valid;              // false: not Basic, not base64, no colon, a control octet, or too large for the buffer
} wshake_basic_credentials;

// Reads the value of Authorization. `out` takes the decoded text: three octets for each four of the value are enough.
WSHAKE_NODISCARD wshake_basic_credentials wshake_read_basic(wshake_octets value,
                                                            wshake_mutable_octets out) WSHAKE_NOEXCEPT;

// Are the two the same? The time it takes depends on the sizes only.
WSHAKE_NODISCARD bool wshake_equal_constant_time(wshake_octets left, wshake_octets right) WSHAKE_NOEXCEPT;

// --- The server. -----------------------------------------------------------------------------------------------------

#define WSHAKE_SERVER_STORAGE_SIZE 16384       // storage for any head that the default limits allow
#define WSHAKE_SMALL_SERVER_STORAGE_SIZE 4096  // for what browsers and proxies really send
#define WSHAKE_PLAIN_ACCEPT_SIZE 145           // octets of a 101 without subprotocol, extension or further field

#define WSHAKE_SERVER_SIZE 128  // octets of memory for a server

// What is configured: see <wshake/server_config.hpp>. What it points to outlives what is made from it.
typedef struct wshake_server_options {
  size_t size;                           // of this struct
  const wshake_octets* subprotocols;     // that this server speaks, the most wanted first
  size_t subprotocol_count;              // how many there are
  const wshake_octets* origins;          // that may connect, "https://example.com", or patterns; none: all
  size_t origin_count;                   // how many there are
  const wshake_field* header;            // fields for every response
  size_t header_count;                   // how many there are
  const wshake_deflate_config* deflate;  // NULL: disabled
  const wshake_limits* limits;           // of what a client sends; NULL: the defaults
  wshake_octets product;                 // the value of Server. Absent: "wshake"; empty: no such field
  bool require_subprotocol;              // refuse a handshake that offers none of `subprotocols`
  bool same_host_origin;                 // those at the request's own host and port may connect, too
  bool require_origin;                   // refuse a handshake without Origin
  bool close_refused;                    // close the connection after every refusal
} wshake_server_options;

// Options of wshake_server_accept(): see <wshake/answer.hpp>.
typedef struct wshake_accept_options {
  size_t size;                 // of this struct
  wshake_octets subprotocol;   // absent: the configuration decides; otherwise one that was offered, or empty: none
  wshake_octets extensions;    // answers to other extensions than permessage-deflate
  const wshake_field* header;  // further fields; a name that is configured is replaced
  size_t header_count;         // how many there are
} wshake_accept_options;

// Options of wshake_server_respond(): see <wshake/answer.hpp>.
typedef struct wshake_response_options {
  size_t size;                 // of this struct
  wshake_errc error;           // why: gives the default status and the default body
  uint16_t status;             // 200 to 599, to CONNECT no 2xx. 0: that of `error`, or what fits the state
  bool close;                  // end the connection
  bool head_only;              // write only the head, with `content_length`, and send the body yourself
  size_t content_length;       // see head_only
  wshake_octets reason;        // the reason phrase. Empty: the registered one of the status, or none
  wshake_octets body;          // absent: a line of text that says what is wrong
  const wshake_field* header;  // further fields; a name that is configured is replaced
  size_t header_count;         // how many there are
} wshake_response_options;

// What became of the body of a request that you answered yourself.
typedef enum wshake_request_body {
  WSHAKE_REQUEST_BODY_UNREAD = 0,  // its octets, if it has any, are still to come through feed(), which skips them
  WSHAKE_REQUEST_BODY_READ = 1     // you have taken them from the transport
} wshake_request_body;

// One connection's opening handshake (RFC 6455 §4.2): wshake::server.
//
//   need_more ─ feed ─┬─► upgrade ─ accept ────► open
//                     ├─► request ─┬─ respond ─► responded ─ next_request ─► need_more, or closed
//                     └─► failed ──┘
typedef union wshake_server {
  char octets[WSHAKE_SERVER_SIZE];  // the library's own
  uint64_t alignment;               // aligns the memory
  void* pointer_alignment;          // aligns the memory
} wshake_server;

// Options with the given members, all others at their defaults: WSHAKE_SERVER_OPTIONS(.require_origin = true).
#define WSHAKE_SERVER_OPTIONS(...) {.size = sizeof(wshake_server_options), __VA_ARGS__}
#define WSHAKE_ACCEPT_OPTIONS(...) {.size = sizeof(wshake_accept_options), __VA_ARGS__}
#define WSHAKE_RESPONSE_OPTIONS(...) {.size = sizeof(wshake_response_options), __VA_ARGS__}

// The memory that the library in use needs for each: at most WSHAKE_SERVER_CONFIG_SIZE and WSHAKE_SERVER_SIZE.
WSHAKE_NODISCARD size_t wshake_server_config_size(void) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD size_t wshake_server_size(void) WSHAKE_NOEXCEPT;

// Makes a configuration. The options themselves are needed during the call only.
// Returns what is wrong: `field` names the member, `offset` is the index in its list. A server with a bad configuration
// refuses every request with a plain 500.
wshake_diagnostic wshake_server_config_init(wshake_server_config* config,
                                            const wshake_server_options* options) WSHAKE_NOEXCEPT;

// Makes a server, with a storage for the request's head that outlives it, as the configuration does; NULL for the
// defaults. It may be moved with memcpy(), followed by a call of rebase() if its storage moves, too.
void wshake_server_init(wshake_server* server, wshake_mutable_octets storage,
                        const wshake_server_config* config) WSHAKE_NOEXCEPT;

// Takes octets from the transport: everything up to the end of a request's head is consumed, and what follows it stays
// yours. In need_more it leads to need_more, upgrade, request or failed, in a body that is skipped also to closed;
// elsewhere it takes nothing.
WSHAKE_NODISCARD wshake_server_feed_result wshake_server_feed(wshake_server* server, wshake_octets data) WSHAKE_NOEXCEPT;

// The transport says that no more octets come. In need_more: closed before a head's first octet and inside a body that
// is skipped, failed inside a head. Elsewhere nothing changes. Returns the state.
wshake_server_state wshake_server_feed_eof(wshake_server* server) WSHAKE_NOEXCEPT;

// Takes a request that your own HTTP code has read, in need_more before the first octet of a head, otherwise nothing
// changes; what is needed is copied into the storage. The copy of a request that lies in the storage, in any order and
// overlap, is written before its first or behind its last octet there; without room it fails with head_too_large.
// Returns upgrade, request or failed as feed() would, or the state as it was.
wshake_server_state wshake_server_adopt(wshake_server* server, const wshake_request_view* request) WSHAKE_NOEXCEPT;

// Writes the 101. Errors: wrong_state, need_room, bad_argument, reserved_field, subprotocol_not_offered,
// extension_not_offered. State: upgrade; then open.
WSHAKE_NODISCARD wshake_write_result wshake_server_accept(wshake_server* server, wshake_mutable_octets out,
                                                          const wshake_accept_options* options) WSHAKE_NOEXCEPT;

// Writes an answer other than 101. Without a status and an error in the options its status is 403 in upgrade, 426 in
// request, that of error() in failed, and 408 in need_more. At a deadline call feed_eof() if it says wrong_state: a
// body is being skipped. Errors: wrong_state, need_room, bad_status, bad_argument, reserved_field, missing_field.
// State: upgrade, request, failed, and need_more if no body is being skipped; then responded.
WSHAKE_NODISCARD wshake_write_result wshake_server_respond(wshake_server* server, wshake_mutable_octets out,
                                                           const wshake_response_options* options) WSHAKE_NOEXCEPT;

// In responded, or in request after you have answered it yourself: makes ready for the next request. Elsewhere nothing
// changes. Returns the state: need_more, or closed if the connection ends; if that is because the body is too large to
// be skipped, error() says so.
wshake_server_state wshake_server_next_request(wshake_server* server, wshake_request_body body) WSHAKE_NOEXCEPT;

// Makes ready for a new connection, whatever the state.
void wshake_server_reset(wshake_server* server) WSHAKE_NOEXCEPT;

// The storage was moved, its content copied, or has become larger or smaller, not below what arrived.
void wshake_server_rebase(wshake_server* server, wshake_mutable_octets storage) WSHAKE_NOEXCEPT;

// The state, as feed() reports it.
WSHAKE_NODISCARD wshake_server_state wshake_server_state_of(const wshake_server* server) WSHAKE_NOEXCEPT;

// The request as it was sent, in upgrade, request, open and responded, and in failed where it is the handshake that is
// wrong; empty where the head is incomplete or malformed.
WSHAKE_NODISCARD wshake_request_head wshake_server_request(const wshake_server* server) WSHAKE_NOEXCEPT;

// What the request asks for, where request() is not empty.
WSHAKE_NODISCARD wshake_handshake_request wshake_server_handshake(const wshake_server* server) WSHAKE_NOEXCEPT;

// In failed: the broken rule. In request: why it is no upgrade. In responded: the reason of the answer. In closed: what
// is wrong with a body that was skipped, or was to be. The offset counts octets since init() or the last
// next_request(); after adopt() see wshake_check().
WSHAKE_NODISCARD wshake_diagnostic wshake_server_error(const wshake_server* server) WSHAKE_NOEXCEPT;

// In responded: the connection goes on with next_request(). Before: it would, if the refusal allows it.
WSHAKE_NODISCARD bool wshake_server_keep_alive(const wshake_server* server) WSHAKE_NOEXCEPT;

// In open: what was agreed. Otherwise nothing.
WSHAKE_NODISCARD wshake_agreement wshake_server_agreed(const wshake_server* server) WSHAKE_NOEXCEPT;

// Writes the 101 for a request that passed wshake_check(), with what was agreed (NULL: nothing); of the options,
// `subprotocol` is not looked at. Errors: need_room, bad_argument, reserved_field, subprotocol_not_offered,
// extension_not_offered.
WSHAKE_NODISCARD wshake_write_result wshake_write_accept(wshake_mutable_octets out, const wshake_request_view* request,
                                                         const wshake_agreement* agreed,
                                                         const wshake_server_config* config,
                                                         const wshake_accept_options* options) WSHAKE_NOEXCEPT;

// Writes a refusal of a request with that method. Errors: need_room, bad_status, bad_argument, reserved_field,
// missing_field.
WSHAKE_NODISCARD wshake_write_result wshake_write_response(wshake_mutable_octets out, wshake_octets method,
                                                           const wshake_server_config* config,
                                                           const wshake_response_options* options) WSHAKE_NOEXCEPT;

// --- The client, and the tunnel. -------------------------------------------------------------------------------------

#define WSHAKE_CLIENT_STORAGE_SIZE 24576  // storage for any head that the default limits allow, and for what is kept
#define WSHAKE_SMALL_CLIENT_STORAGE_SIZE 4096  // for what servers really send

// Octets of a request with an authority and a target of these sizes, the default product and nothing else.
#define WSHAKE_PLAIN_REQUEST_SIZE(authority, target) (158U + (authority) + (target))

#define WSHAKE_CLIENT_SIZE 192  // octets of memory for a client
#define WSHAKE_TUNNEL_SIZE 192  // octets of memory for a tunnel

// What is configured: see <wshake/client_config.hpp>. What it points to outlives what is made from it.
typedef struct wshake_client_options {
  size_t size;                  // of this struct
  const wshake_field* header;   // fields for every handshake
  size_t header_count;          // how many there are
  const wshake_limits* limits;  // of what a server sends; NULL: the defaults
  wshake_octets product;        // the value of User-Agent. Absent: "wshake"; empty: no such field
  bool window_of_8;             // the codec can compress with a window of 2^8
  bool require_subprotocol;     // fail a 101 that answers none of the subprotocols offered
  bool close;                   // a client's request says that it is the connection's only one
  bool lenient;                 // take response heads that break RFC 9112 in what browsers overlook
} wshake_client_options;

// What a client asks for: see <wshake/client_request.hpp>.
typedef struct wshake_client_request {
  size_t size;                          // of this struct
  wshake_uri where;                     // what wshake_parse_uri() found, or a host, port and resource_name of your own
  wshake_octets origin;                 // the value of Origin; empty: no such field
  const wshake_octets* subprotocols;    // that are offered, the most wanted first
  size_t subprotocol_count;             // how many there are
  const wshake_deflate_offer* deflate;  // offers of permessage-deflate, the most wanted first
  size_t deflate_count;                 // how many there are
  wshake_octets extensions;             // offers of other extensions, in the grammar of Sec-WebSocket-Extensions
  const wshake_field* header;           // further fields; a name that is configured is replaced
  size_t header_count;                  // how many there are
} wshake_client_request;

// What a proxy is asked for.
typedef struct wshake_tunnel_request {
  size_t size;                 // of this struct
  wshake_uri where;            // where the tunnel shall lead: host and port of it
  const wshake_field* header;  // further fields: Proxy-Authorization, say; those of the configuration are not sent
  size_t header_count;         // how many there are
} wshake_tunnel_request;

// What a refusal asks for.
typedef enum wshake_continuation_kind {
  WSHAKE_CONTINUATION_NOTHING = 0,       // no, and that is all
  WSHAKE_CONTINUATION_REDIRECT = 1,      // 301, 302, 303, 307, 308: ask at `location`
  WSHAKE_CONTINUATION_AUTHENTICATE = 2,  // 401, 407: ask again with credentials
  WSHAKE_CONTINUATION_RETRY_LATER = 3    // 429, 503: ask again later
} wshake_continuation_kind;

// The same with what it takes: see <wshake/continuation.hpp>.
typedef struct wshake_continuation {
  wshake_continuation_kind what;  // the members below are of one kind each
  bool same_connection;           // of every kind, in done: start() may ask on the same connection
  wshake_octets location;         // redirect: may be relative, see wshake_client_redirect_uri()
  bool same_origin;               // redirect: credentials and cookies may follow
  bool downgrade;                 // redirect: from wss to ws
  bool by_proxy;                  // authenticate: 407
  bool has_retry_seconds;         // retry_later: Retry-After is a number
  uint32_t retry_seconds;         // retry_later: that number, or 4,294,967,295 where it is larger
  wshake_octets retry_after;      // retry_later: as it was sent
  wshake_challenges challenges;   // authenticate: in the server's order
} wshake_continuation;

// One connection's opening handshake (RFC 6455 §4.1): wshake::client.
//
//   idle ─ start ─► need_more ─ feed ─┬─► open
//                    ▲    ▲           ├─► failed
//                    │    └─ interim ◄┤
//     done ─ start ──┘                └─► refused ─► body* ─► done
typedef union wshake_client {
  char octets[WSHAKE_CLIENT_SIZE];  // the library's own
  uint64_t alignment;               // aligns the memory
  void* pointer_alignment;          // aligns the memory
} wshake_client;

// A way through an HTTP proxy (RFC 9110 §9.3.6), before TLS and the handshake: wshake::tunnel. Its states are a
// client's.
typedef union wshake_tunnel {
  char octets[WSHAKE_TUNNEL_SIZE];  // the library's own
  uint64_t alignment;               // aligns the memory
  void* pointer_alignment;          // aligns the memory
} wshake_tunnel;

// Options and requests with the given members, all others at their defaults.
#define WSHAKE_CLIENT_OPTIONS(...) {.size = sizeof(wshake_client_options), __VA_ARGS__}
#define WSHAKE_CLIENT_REQUEST(...) {.size = sizeof(wshake_client_request), __VA_ARGS__}
#define WSHAKE_TUNNEL_REQUEST(...) {.size = sizeof(wshake_tunnel_request), __VA_ARGS__}

// The memory that the library in use needs for each: at most WSHAKE_CLIENT_CONFIG_SIZE, WSHAKE_CLIENT_SIZE and
// WSHAKE_TUNNEL_SIZE.
WSHAKE_NODISCARD size_t wshake_client_config_size(void) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD size_t wshake_client_size(void) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD size_t wshake_tunnel_size(void) WSHAKE_NOEXCEPT;

// Makes a configuration. The options themselves are needed during the call only. Returns what is wrong: `field` names
// the member, `offset` is the index in its list. With a bad configuration no request is written.
wshake_diagnostic wshake_client_config_init(wshake_client_config* config,
                                            const wshake_client_options* options) WSHAKE_NOEXCEPT;

// Makes a client or a tunnel, with a storage that outlives it, as the configuration does; NULL for the defaults. It may
// be moved with memcpy(), followed by a call of rebase() if its storage moves, too.
void wshake_client_init(wshake_client* client, wshake_mutable_octets storage,
                        const wshake_client_config* config) WSHAKE_NOEXCEPT;
void wshake_tunnel_init(wshake_tunnel* tunnel, wshake_mutable_octets storage,
                        const wshake_client_config* config) WSHAKE_NOEXCEPT;

// In idle, done, failed and closed: writes the request, after it the response is awaited. `nonce` is 16 octets of your
// randomness, fresh for each request. Errors, with nothing written and nothing changed: wrong_state, storage_too_small,
// and those of wshake_write_request().
WSHAKE_NODISCARD wshake_write_result wshake_client_start(wshake_client* client, wshake_mutable_octets out,
                                                         const wshake_client_request* request,
                                                         const uint8_t nonce[WSHAKE_NONCE_SIZE]) WSHAKE_NOEXCEPT;

// The same of a tunnel. Errors: wrong_state, and those of wshake_write_connect().
WSHAKE_NODISCARD wshake_write_result wshake_tunnel_start(wshake_tunnel* tunnel, wshake_mutable_octets out,
                                                         const wshake_tunnel_request* request) WSHAKE_NOEXCEPT;

// Takes octets from the transport: those of the response, up to the end of its head, or of its body where it is a
// refusal. What follows stays yours. After interim, refused and body call it again at once, also without octets.
WSHAKE_NODISCARD wshake_client_feed_result wshake_client_feed(wshake_client* client, wshake_octets data) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD wshake_client_feed_result wshake_tunnel_feed(wshake_tunnel* tunnel, wshake_octets data) WSHAKE_NOEXCEPT;

// The transport says that no more octets come. Closed before the first octet of a head, failed inside a head; inside a
// refusal's body closed, or done where the body lasts until the connection closes. Elsewhere nothing changes. Returns
// the state.
wshake_client_event wshake_client_feed_eof(wshake_client* client) WSHAKE_NOEXCEPT;
wshake_client_event wshake_tunnel_feed_eof(wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// Makes ready for a new connection, whatever the state.
void wshake_client_reset(wshake_client* client) WSHAKE_NOEXCEPT;
void wshake_tunnel_reset(wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// The storage was moved, its content copied, or has become larger.
void wshake_client_rebase(wshake_client* client, wshake_mutable_octets storage) WSHAKE_NOEXCEPT;
void wshake_tunnel_rebase(wshake_tunnel* tunnel, wshake_mutable_octets storage) WSHAKE_NOEXCEPT;

// The state: what feed() would report without octets, need_more after an event that passes.
WSHAKE_NODISCARD wshake_client_event wshake_client_state_of(const wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD wshake_client_event wshake_tunnel_state_of(const wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// The response as it was sent, folded lines unfolded: of an interim response until the next feed(), of the answer until
// start(); empty where there is none.
WSHAKE_NODISCARD wshake_response_head wshake_client_response(const wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD wshake_response_head wshake_tunnel_response(const wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// What the refusal asks for; nothing where there is none.
WSHAKE_NODISCARD wshake_continuation wshake_client_next(const wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD wshake_continuation wshake_tunnel_next(const wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// Writes the URI that the refusal redirects to. Errors: wrong_state where next() is no redirect, need_room.
WSHAKE_NODISCARD wshake_write_result wshake_client_redirect_uri(const wshake_client* client,
                                                                wshake_mutable_octets out) WSHAKE_NOEXCEPT;

// In failed: the broken rule. In closed: what is wrong with a refusal's body. The offset counts octets of responses
// since start(); of a missing field it is the end of the head.
WSHAKE_NODISCARD wshake_diagnostic wshake_client_error(const wshake_client* client) WSHAKE_NOEXCEPT;
WSHAKE_NODISCARD wshake_diagnostic wshake_tunnel_error(const wshake_tunnel* tunnel) WSHAKE_NOEXCEPT;

// In open: what was agreed. Otherwise nothing.
WSHAKE_NODISCARD wshake_agreement wshake_client_agreed(const wshake_client* client) WSHAKE_NOEXCEPT;

// Writes a client's request. Errors: need_room, bad_uri, bad_argument, reserved_field, bad_subprotocols,
// too_many_subprotocols, repeated_subprotocol, bad_extensions.
WSHAKE_NODISCARD wshake_write_result wshake_write_request(wshake_mutable_octets out, const wshake_client_request* request,
                                                          const uint8_t nonce[WSHAKE_NONCE_SIZE],
                                                          const wshake_client_config* config) WSHAKE_NOEXCEPT;

// Writes the request CONNECT. Errors: need_room, bad_uri, bad_argument, reserved_field.
WSHAKE_NODISCARD wshake_write_result wshake_write_connect(wshake_mutable_octets out, const wshake_tunnel_request* request,
                                                          const wshake_client_config* config) WSHAKE_NOEXCEPT;

// What does a response ask for that is the answer to a request for `where`?
WSHAKE_NODISCARD wshake_continuation wshake_find_continuation(const wshake_response_view* response,
                                                              const wshake_uri* where) WSHAKE_NOEXCEPT;

#if defined(__cplusplus)
}
#endif

#undef WSHAKE_CAST
#undef WSHAKE_INLINE
#undef WSHAKE_NOEXCEPT
#undef WSHAKE_NODISCARD
#undef WSHAKE_TWIN

#endif
