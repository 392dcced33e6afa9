// SPDX-License-Identifier: BSL-1.0
// Tests how a server reads and checks header lists of HTTP/2 and HTTP/3, and how the server writes its answers as
// fields.
#include "lists.h"

static char storage[WSHAKE_SMALL_SERVER_STORAGE_SIZE];
static char out[1024];
static wshake_mutable_octets room(void) { return wshake_room(out, sizeof out); }

// The header list that Chromium sends, with a subprotocol and permessage-deflate.
static const wshake_field chromium[] = {
    FIELD(":method", "CONNECT"),
    FIELD(":protocol", "websocket"),
    FIELD(":scheme", "https"),
    FIELD(":authority", "localhost:8443"),
    FIELD(":path", "/chat?room=1"),
    FIELD("pragma", "no-cache"),
    FIELD("cache-control", "no-cache"),
    FIELD("user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0"),
    FIELD("origin", "https://localhost:8443"),
    FIELD("sec-websocket-version", "13"),
    FIELD("accept-encoding", "gzip, deflate, br, zstd"),
    FIELD("sec-websocket-extensions", "permessage-deflate; client_max_window_bits"),
    FIELD("sec-websocket-protocol", "chat"),
};

static const wshake_field plain[] = {PLAIN_FRONT, FIELD("sec-websocket-version", "13")};

static const wshake_octets chat[] = {WSHAKE_LITERAL("chat")};
static const wshake_server_config* chat_config(void) {
  static wshake_server_config config;
  const wshake_deflate_config deflate = WSHAKE_DEFLATE_CONFIG(.enabled = true);
  const wshake_server_options options =
      WSHAKE_SERVER_OPTIONS(.subprotocols = chat, .subprotocol_count = 1, .deflate = &deflate);
  CHECK(wshake_server_config_init(&config, &options).code == WSHAKE_ERRC_NONE);
  return &config;
}

static void header_list_is_accepted(void) {
  static const unsigned versions[] = {20, 30};
  const wshake_server_config* config = chat_config();
  for (size_t at = 0; at < COUNT(versions); ++at) {
    const wshake_request_list_reading reading = wshake_read_request_list(chromium, COUNT(chromium), versions[at]);
    const wshake_request_view* request = &reading.head;
    CHECK(reading.error.code == WSHAKE_ERRC_NONE);
    CHECK(request->version == versions[at]);
    CHECK(is(request->method, "CONNECT"));
    CHECK(is(request->target, "/chat?room=1"));
    CHECK(is(request->protocol, "websocket"));
    CHECK(is(request->scheme, "https"));
    CHECK(is(request->authority, "localhost:8443"));
    CHECK(!request->ends_stream);
    CHECK(has(&request->header, "pragma", "no-cache"));
    CHECK(has(&request->header, ":path", NULL));
    CHECK(wshake_is_upgrade(request));
    CHECK(wshake_check(request, config).code == WSHAKE_ERRC_NONE);
    CHECK(is(wshake_gather(request).authority, "localhost:8443"));
    CHECK(is(wshake_gather(request).resource_name, "/chat?room=1"));

    const wshake_agreement agreed = wshake_negotiate(request, config);
    const wshake_field_answer answer = wshake_accept_fields(room(), request, &agreed, config, NULL);
    CHECK(answer.error.code == WSHAKE_ERRC_NONE);
    CHECK(answer.needed == 0);
    CHECK(answer.head.status == 200);
    CHECK(answer.head.version == versions[at]);
    CHECK(answer.body.size == 0);
    CHECK(has(&answer.head.header, "sec-websocket-protocol", "chat"));
    CHECK(wshake_fields_count(&answer.head.header, text("sec-websocket-extensions")) == 1);
    CHECK(has(&answer.head.header, "sec-websocket-accept", NULL));
    CHECK(has(&answer.head.header, "connection", NULL));
    CHECK(has(&answer.head.header, "upgrade", NULL));
    CHECK(has(&answer.head.header, "content-length", NULL));
    check_lines(&answer.head.header, out, sizeof out);

    const wshake_field_answer bare = wshake_accept_fields(room(), request, NULL, NULL, NULL);
    CHECK(has(&bare.head.header, "sec-websocket-protocol", NULL));
    CHECK(has(&bare.head.header, "sec-websocket-extensions", NULL));
    CHECK(has(&bare.head.header, "server", "wshake"));
  }
}

// RFC 8441 §5: a request in a header list needs no key. If the request has a valid key, the answer has the key's accept
// value.
static void key_of_a_header_list_is_answered(void) {
  static const wshake_field list[] = {PLAIN_FRONT, FIELD("sec-websocket-version", "13"),
                                      FIELD("sec-websocket-key", EXAMPLE_KEY)};
  const wshake_request_view request = view_of(list, COUNT(list));
  CHECK(wshake_check(&request, NULL).code == WSHAKE_ERRC_NONE);
  const wshake_field_answer answer = wshake_accept_fields(room(), &request, NULL, NULL, NULL);
  CHECK(has(&answer.head.header, "sec-websocket-accept", EXAMPLE_ACCEPT));
}

static void malformed_header_lists_are_found(void) {
  static const struct {
    wshake_field list[8];
    size_t count;
    wshake_errc code;
    size_t offset;
    const char* field;
    bool in_fields;  // true if wshake_check() finds the fault, false if wshake_read_request_list() finds it
  } cases[] = {
      {{PLAIN_FRONT, FIELD("Pragma", "a")}, 6, WSHAKE_ERRC_UPPER_CASE_FIELD_NAME, 5, "Pragma", true},
      {{PLAIN_FRONT, FIELD("pragma", " a")}, 6, WSHAKE_ERRC_WHITE_SPACE_AROUND_VALUE, 5, "pragma", true},
      {{PLAIN_FRONT, FIELD("pragma", "a\nb")}, 6, WSHAKE_ERRC_BAD_FIELD_VALUE, 5, "pragma", true},
      {{PLAIN_FRONT, FIELD("pra gma", "a")}, 6, WSHAKE_ERRC_BAD_FIELD_NAME, 5, "pra gma", true},
      {{PLAIN_FRONT, FIELD("a", "b"), FIELD("connection", "c")},
       7,
       WSHAKE_ERRC_CONNECTION_SPECIFIC_FIELD,
       6,
       "connection",
       true},
      {{PLAIN_FRONT, FIELD("upgrade", "websocket")}, 6, WSHAKE_ERRC_CONNECTION_SPECIFIC_FIELD, 5, "upgrade", true},
      {{PLAIN_FRONT, FIELD("te", "gzip")}, 6, WSHAKE_ERRC_BAD_TE, 5, "te", true},
      {{PLAIN_FRONT, FIELD("a", "b"), FIELD(":path", "/")}, 7, WSHAKE_ERRC_MISPLACED_PSEUDO_FIELD, 6, ":path", true},
      {{PLAIN_FRONT, FIELD(":version", "1")}, 6, WSHAKE_ERRC_UNKNOWN_PSEUDO_FIELD, 5, ":version", false},
      {{PLAIN_FRONT, FIELD(":path", "/")}, 6, WSHAKE_ERRC_REPEATED_PSEUDO_FIELD, 5, ":path", false},
      {{PLAIN_FRONT, FIELD(":status", "200")}, 6, WSHAKE_ERRC_MISUSED_PSEUDO_FIELD, 5, ":status", false},
      {{FIELD(":method", "CONNECT"), FIELD(":protocol", "websocket"), FIELD(":authority", "a"), FIELD(":path", "/")},
       4,
       WSHAKE_ERRC_MISSING_PSEUDO_FIELD,
       4,
       ":scheme",
       false},
      {{FIELD(":method", "CONNECT"), FIELD(":path", "")}, 2, WSHAKE_ERRC_MISSING_PSEUDO_FIELD, 1, ":path", false},
      {{FIELD(":method", "GET"), FIELD(":protocol", "websocket"), FIELD(":scheme", "https"), FIELD(":authority", "a"),
        FIELD(":path", "/")},
       5,
       WSHAKE_ERRC_MISUSED_PSEUDO_FIELD,
       1,
       ":protocol",
       false},
  };
  for (size_t at = 0; at < COUNT(cases); ++at) {
    const wshake_request_list_reading reading = wshake_read_request_list(cases[at].list, cases[at].count, 20);
    CHECK((reading.error.code == WSHAKE_ERRC_NONE) == cases[at].in_fields);
    const wshake_diagnostic found = cases[at].in_fields ? wshake_check(&reading.head, NULL) : reading.error;
    CHECK(found.code == cases[at].code);
    CHECK(found.offset == cases[at].offset);
    CHECK(is(found.field, cases[at].field));
    CHECK(wshake_is_malformed(found.code));
    if (!cases[at].in_fields) CHECK(reading.head.method.size == 0 && reading.head.protocol.size == 0);
  }

  static const wshake_errc others[] = {WSHAKE_ERRC_NONE, WSHAKE_ERRC_MISSING_VERSION, WSHAKE_ERRC_BAD_SCHEME,
                                       WSHAKE_ERRC_NOT_EXTENDED_CONNECT, WSHAKE_ERRC_ANOTHER_PROTOCOL};
  for (size_t at = 0; at < COUNT(others); ++at) CHECK(!wshake_is_malformed(others[at]));
  // Callers in other languages may pass any number as an enumerator.
  CHECK(!wshake_is_malformed((wshake_errc)(256 + WSHAKE_ERRC_BAD_TE)));
  CHECK(!wshake_is_malformed((wshake_errc)-1));

  static const unsigned versions[] = {0, 11, 21, 40};
  for (size_t at = 0; at < COUNT(versions); ++at) {
    const wshake_errc request = wshake_read_request_list(plain, COUNT(plain), versions[at]).error.code;
    CHECK(request == WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION && !wshake_is_malformed(request));
    static const wshake_field status[] = {FIELD(":status", "200")};
    CHECK(wshake_read_response_list(status, 1, versions[at]).error.code == WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION);
  }
  CHECK(wshake_read_request_list(NULL, 0, 20).error.code == WSHAKE_ERRC_MISSING_METHOD);
}

static void header_lists_of_responses_are_read(void) {
  static const wshake_field good[] = {FIELD(":status", "200"), FIELD("server", "a")};
  const wshake_response_list_reading reading = wshake_read_response_list(good, 2, 30);
  CHECK(reading.error.code == WSHAKE_ERRC_NONE);
  CHECK(reading.head.version == 30);
  CHECK(reading.head.status == 200);
  CHECK(reading.head.reason.size == 0);
  CHECK(has(&reading.head.header, "server", "a"));
  static const struct {
    wshake_field list[2];
    wshake_errc code;
    size_t offset;
    const char* field;
  } cases[] = {
      {{FIELD("server", "a"), FIELD("b", "c")}, WSHAKE_ERRC_MISSING_PSEUDO_FIELD, 2, ":status"},
      {{FIELD(":status", "200"), FIELD(":status", "200")}, WSHAKE_ERRC_REPEATED_PSEUDO_FIELD, 1, ":status"},
      {{FIELD(":status", "200"), FIELD(":path", "/")}, WSHAKE_ERRC_MISUSED_PSEUDO_FIELD, 1, ":path"},
      {{FIELD(":status", "20"), FIELD("b", "c")}, WSHAKE_ERRC_BAD_STATUS_CODE, 0, ":status"},
      {{FIELD(":status", "101"), FIELD("b", "c")}, WSHAKE_ERRC_SWITCHING_PROTOCOLS, 0, ":status"},
  };
  for (size_t at = 0; at < COUNT(cases); ++at) {
    const wshake_response_list_reading broken = wshake_read_response_list(cases[at].list, 2, 20);
    CHECK(broken.error.code == cases[at].code);
    CHECK(broken.error.offset == cases[at].offset);
    CHECK(is(broken.error.field, cases[at].field));
    CHECK(broken.head.status == 0);
    CHECK(wshake_is_malformed(broken.error.code));
  }
}

static void refusals_are_written_as_fields(void) {
  static const wshake_field list[] = {PLAIN_FRONT, FIELD("sec-websocket-version", "8")};
  const wshake_request_view request = view_of(list, COUNT(list));
  const wshake_diagnostic found = wshake_check(&request, NULL);
  CHECK(found.code == WSHAKE_ERRC_UNSUPPORTED_VERSION);
  CHECK(found.offset == 5);
  CHECK(is(found.field, "Sec-WebSocket-Version"));
  wshake_response_options options = WSHAKE_RESPONSE_OPTIONS(.error = found.code);
  const wshake_field_answer answer = wshake_respond_fields(room(), &request, NULL, &options);
  CHECK(answer.error.code == WSHAKE_ERRC_NONE);
  CHECK(answer.head.status == 400);
  CHECK(answer.head.version == 20);
  CHECK(has(&answer.head.header, "sec-websocket-version", "13"));
  CHECK(has(&answer.head.header, "upgrade", NULL));
  CHECK(has(&answer.head.header, "connection", NULL));
  CHECK(answer.body.size > 0 && answer.body.data > out && answer.body.data + answer.body.size <= out + sizeof out);
  char length[24];
  snprintf(length, sizeof length, "%u", (unsigned)answer.body.size);
  CHECK(has(&answer.head.header, "content-length", length));
  check_lines(&answer.head.header, out, sizeof out);

  options.status = 426;
  const wshake_field_answer no_upgrade = wshake_respond_fields(room(), &request, NULL, &options);
  CHECK(no_upgrade.error.code == WSHAKE_ERRC_BAD_STATUS);
  CHECK(is(no_upgrade.error.field, "status"));
  CHECK(no_upgrade.head.status == 0);
  CHECK(no_upgrade.body.size == 0);
}

static wshake_server* adopts(wshake_server* server, const wshake_server_config* config,
                             const wshake_request_view* request, wshake_server_state state) {
  wshake_server_init(server, wshake_room(storage, sizeof storage), config);
  CHECK(wshake_server_adopt(server, request) == state);
  return server;
}

static void server_accepts_a_header_list(void) {
  wshake_server memory;
  const wshake_request_view asked = view_of(chromium, COUNT(chromium));
  wshake_server* server = adopts(&memory, chat_config(), &asked, WSHAKE_SERVER_UPGRADE);
  const wshake_request_view request = wshake_server_request(server).view;
  CHECK(request.version == 20);
  CHECK(is(request.method, "CONNECT"));
  CHECK(is(request.target, "/chat?room=1"));
  CHECK(is(request.protocol, "websocket"));
  CHECK(is(request.scheme, "https"));
  CHECK(is(request.authority, "localhost:8443"));
  CHECK(is(wshake_server_handshake(server).authority, "localhost:8443"));

  CHECK(wshake_server_accept(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_CARRIER);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_CARRIER);
  CHECK(wshake_server_accept_fields(server, wshake_room(out, 1), NULL).error.code == WSHAKE_ERRC_NEED_ROOM);
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_UPGRADE);
  const wshake_field_answer answer = wshake_server_accept_fields(server, room(), NULL);
  CHECK(answer.error.code == WSHAKE_ERRC_NONE);
  CHECK(answer.head.status == 200);
  CHECK(has(&answer.head.header, "sec-websocket-protocol", "chat"));
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_OPEN);
  CHECK(is(wshake_server_agreed(server).subprotocol, "chat"));
  CHECK(wshake_server_agreed(server).deflate.agreed);
  CHECK(wshake_server_accept_fields(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_respond_fields(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
}

static void server_refuses_a_header_list(void) {
  static const wshake_field get[] = {FIELD(":method", "GET"), FIELD(":scheme", "https"), FIELD(":authority", "a"),
                                     FIELD(":path", "/")};
  static const wshake_field udp[] = {FIELD(":method", "CONNECT"), FIELD(":protocol", "connect-udp"),
                                     FIELD(":scheme", "https"), FIELD(":authority", "a"), FIELD(":path", "/")};
  wshake_server memory;
  wshake_request_view asked = view_of(get, COUNT(get));
  wshake_server* server = adopts(&memory, NULL, &asked, WSHAKE_SERVER_REQUEST);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_NOT_EXTENDED_CONNECT);
  wshake_field_answer answer = wshake_server_respond_fields(server, room(), NULL);
  CHECK(answer.head.status == 405);
  CHECK(has(&answer.head.header, "allow", "CONNECT"));
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_RESPONDED);
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD) == WSHAKE_SERVER_CLOSED);

  asked = view_of(udp, COUNT(udp));
  server = adopts(&memory, NULL, &asked, WSHAKE_SERVER_REQUEST);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_ANOTHER_PROTOCOL);
  CHECK(is(wshake_server_request(server).view.protocol, "connect-udp"));
  CHECK(wshake_server_respond_fields(server, room(), NULL).head.status == 501);

  asked = view_of(plain, COUNT(plain));
  asked.ends_stream = true;
  server = adopts(&memory, NULL, &asked, WSHAKE_SERVER_FAILED);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_BODY_ON_HANDSHAKE);
  answer = wshake_server_respond_fields(server, room(), NULL);
  CHECK(answer.error.code == WSHAKE_ERRC_NONE);
  CHECK(answer.head.status == 400);
}

// wshake_accept_fields() and wshake_respond_fields() also answer requests of HTTP/1.1, for callers whose own code
// writes the heads.
static void http_1_1_is_answered_as_fields(void) {
  const wshake_request_reading reading = wshake_read_request(text(EXAMPLE_REQUEST), NULL);
  wshake_request_view request = reading.head.view;
  CHECK(request.protocol.size == 0 && request.scheme.size == 0 && request.authority.size == 0 && !request.ends_stream);
  const wshake_field_answer answer = wshake_accept_fields(room(), &request, NULL, NULL, NULL);
  CHECK(answer.head.status == 101);
  CHECK(answer.head.version == 11);
  CHECK(has(&answer.head.header, "upgrade", "websocket"));
  CHECK(has(&answer.head.header, "connection", "Upgrade"));
  CHECK(has(&answer.head.header, "sec-websocket-accept", EXAMPLE_ACCEPT));
  const wshake_answer_result opened = wshake_check_answer(&answer.head, &request, NULL);
  CHECK(opened.event == WSHAKE_CLIENT_OPEN);

  wshake_server memory;
  wshake_server_init(&memory, wshake_room(storage, sizeof storage), NULL);
  CHECK(wshake_server_feed(&memory, text(EXAMPLE_REQUEST)).state == WSHAKE_SERVER_UPGRADE);
  const wshake_response_options options = WSHAKE_RESPONSE_OPTIONS(.reason = WSHAKE_LITERAL("Not Here"));
  const wshake_field_answer refusal = wshake_server_respond_fields(&memory, room(), &options);
  CHECK(refusal.head.status == 403);
  CHECK(is(refusal.head.reason, "Not Here"));
  CHECK(wshake_server_keep_alive(&memory));

  request.header = wshake_fields_of(NULL, 0);
  CHECK(wshake_accept_fields(room(), &request, NULL, NULL, NULL).error.code == WSHAKE_ERRC_BAD_KEY);
}

void test_field_answer(void) {
  header_list_is_accepted();
  key_of_a_header_list_is_answered();
  malformed_header_lists_are_found();
  header_lists_of_responses_are_read();
  refusals_are_written_as_fields();
  server_accepts_a_header_list();
  server_refuses_a_header_list();
  http_1_1_is_answered_as_fields();
}
