// SPDX-License-Identifier: BSL-1.0
// Tests requests as fields, answers that the caller's own HTTP code has read, buffers that are too small, and options
// whose size the library does not know.
#include "lists.h"

static char storage[WSHAKE_SMALL_SERVER_STORAGE_SIZE];
static char out[1024];
static char asked_out[1024];
static wshake_mutable_octets room(void) { return wshake_room(out, sizeof out); }

// The options of a caller that was compiled with a newer wshake.h, which declares one member more.
struct newer_accept_options {
  wshake_accept_options known;
  uint64_t unknown;
};
struct newer_response_options {
  wshake_response_options known;
  uint64_t unknown;
};
struct newer_client_request {
  wshake_client_request known;
  uint64_t unknown;
};

static const wshake_field plain[] = {PLAIN_FRONT, FIELD("sec-websocket-version", "13")};

// Appends the lines of a header section to a list of `count` entries. Returns the new number of entries.
static size_t append(wshake_field* list, size_t count, const wshake_fields* header) {
  wshake_lines lines = wshake_fields_lines(header);
  while (count < 16 && wshake_next_line(&lines, &list[count])) ++count;
  return count;
}

static const wshake_field_request* client_asks(void) {
  static wshake_field_request asked;
  static const wshake_octets offers[] = {WSHAKE_LITERAL("superchat"), WSHAKE_LITERAL("chat")};
  static const wshake_deflate_offer deflate[] = {WSHAKE_DEFLATE_OFFER};
  wshake_client_request request = WSHAKE_CLIENT_REQUEST(.subprotocols = offers, .subprotocol_count = 2);
  request.where = wshake_parse_uri(text("wss://example.com:8443/chat?room=1")).found;
  request.deflate = deflate;
  request.deflate_count = 1;
  asked = wshake_request_fields(wshake_room(asked_out, sizeof asked_out), &request, 20, true, NULL);
  CHECK(asked.error.code == WSHAKE_ERRC_NONE);
  CHECK(asked.needed == 0);
  // RFC 8441 §3: a client sends no extended CONNECT before the server has sent the setting that allows it.
  const wshake_field_request early = wshake_request_fields(room(), &request, 20, false, NULL);
  CHECK(early.error.code == WSHAKE_ERRC_EXTENDED_CONNECT_NOT_ALLOWED);
  CHECK(early.head.method.size == 0);
  CHECK(wshake_request_fields(room(), &request, 11, true, NULL).error.code == WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION);
  request.where.host = text("");
  CHECK(wshake_request_fields(room(), &request, 20, true, NULL).error.code == WSHAKE_ERRC_BAD_URI);
  return &asked;
}

static void client_opens_a_websocket(void) {
  CHECK(WSHAKE_ENABLE_CONNECT_PROTOCOL == 0x8);
  static const wshake_octets chat[] = {WSHAKE_LITERAL("chat")};
  const wshake_deflate_config deflate = WSHAKE_DEFLATE_CONFIG(.enabled = true);
  wshake_server_options options = WSHAKE_SERVER_OPTIONS(.subprotocols = chat, .subprotocol_count = 1);
  options.deflate = &deflate;
  wshake_server_config config;
  CHECK(wshake_server_config_init(&config, &options).code == WSHAKE_ERRC_NONE);
  const wshake_request_view* asked = &client_asks()->head;
  CHECK(is(asked->method, "CONNECT"));
  CHECK(is(asked->protocol, "websocket"));
  CHECK(is(asked->scheme, "https"));
  CHECK(is(asked->authority, "example.com:8443"));
  CHECK(is(asked->target, "/chat?room=1"));
  CHECK(asked->version == 20);
  CHECK(!asked->ends_stream);
  CHECK(has(&asked->header, "sec-websocket-version", "13"));
  CHECK(has(&asked->header, "sec-websocket-protocol", "superchat, chat"));
  CHECK(has(&asked->header, "sec-websocket-key", NULL));
  CHECK(has(&asked->header, "host", NULL));
  check_lines(&asked->header, asked_out, sizeof asked_out);

  // The server receives the request as a header list.
  wshake_field list[16] = {FIELD(":method", "CONNECT"), FIELD(":protocol", "websocket")};
  list[2].name = text(":scheme");
  list[2].value = asked->scheme;
  list[3].name = text(":authority");
  list[3].value = asked->authority;
  list[4].name = text(":path");
  list[4].value = asked->target;
  const wshake_request_view arrived = view_of(list, append(list, 5, &asked->header));
  CHECK(wshake_check(&arrived, &config).code == WSHAKE_ERRC_NONE);
  const wshake_agreement agreed = wshake_negotiate(&arrived, &config);
  const wshake_field_answer answer = wshake_accept_fields(room(), &arrived, &agreed, &config, NULL);
  CHECK(answer.error.code == WSHAKE_ERRC_NONE);

  wshake_field answered[16] = {FIELD(":status", "200")};
  const size_t count = append(answered, 1, &answer.head.header);
  const wshake_response_list_reading response = wshake_read_response_list(answered, count, 20);
  const wshake_answer_result result = wshake_check_answer(&response.head, asked, NULL);
  CHECK(result.event == WSHAKE_CLIENT_OPEN);
  CHECK(result.error.code == WSHAKE_ERRC_NONE);
  CHECK(is(result.agreed.subprotocol, "chat"));
  CHECK(result.agreed.subprotocol.data >= asked_out && result.agreed.subprotocol.data < asked_out + sizeof asked_out);
  CHECK(result.agreed.deflate.agreed);
  CHECK(result.agreed.deflate.server_max_window_bits == 15);
}

// Only a 200 opens the WebSocket, and only with a subprotocol and extensions that the request offers.
static void client_checks_each_rule(void) {
  static const struct {
    wshake_field list[3];
    size_t count;
    wshake_client_event event;
    wshake_errc code;
    size_t offset;
    const char* field;
  } cases[] = {
      {{FIELD(":status", "200")}, 1, WSHAKE_CLIENT_OPEN, WSHAKE_ERRC_NONE, 0, ""},
      {{FIELD(":status", "103")}, 1, WSHAKE_CLIENT_INTERIM, WSHAKE_ERRC_NONE, 0, ""},
      {{FIELD(":status", "403")}, 1, WSHAKE_CLIENT_REFUSED, WSHAKE_ERRC_NONE, 0, ""},
      {{FIELD(":status", "307"), FIELD("location", "/b")}, 2, WSHAKE_CLIENT_REFUSED, WSHAKE_ERRC_NONE, 0, ""},
      {{FIELD(":status", "201")}, 1, WSHAKE_CLIENT_FAILED, WSHAKE_ERRC_UNEXPECTED_SUCCESS, 0, ""},
      {{FIELD(":status", "200"), FIELD("a", "b"), FIELD("connection", "c")},
       3,
       WSHAKE_CLIENT_FAILED,
       WSHAKE_ERRC_CONNECTION_SPECIFIC_FIELD,
       2,
       "connection"},
      {{FIELD(":status", "200"), FIELD("a", "b"), FIELD("sec-websocket-protocol", "other")},
       3,
       WSHAKE_CLIENT_FAILED,
       WSHAKE_ERRC_UNEXPECTED_SUBPROTOCOL,
       2,
       "Sec-WebSocket-Protocol"},
      {{FIELD(":status", "200"), FIELD("sec-websocket-extensions", "other")},
       2,
       WSHAKE_CLIENT_FAILED,
       WSHAKE_ERRC_UNEXPECTED_EXTENSION,
       1,
       "Sec-WebSocket-Extensions"},
      // RFC 8441 §5: the request has no key, so an accept value in the answer has no meaning.
      {{FIELD(":status", "200"), FIELD("sec-websocket-accept", "x")}, 2, WSHAKE_CLIENT_OPEN, WSHAKE_ERRC_NONE, 0, ""},
  };
  const wshake_request_view* asked = &client_asks()->head;
  const wshake_uri where = wshake_parse_uri(text("wss://example.com:8443/chat")).found;
  for (size_t at = 0; at < COUNT(cases); ++at) {
    const wshake_response_list_reading response = wshake_read_response_list(cases[at].list, cases[at].count, 20);
    CHECK(response.error.code == WSHAKE_ERRC_NONE);
    const wshake_answer_result result = wshake_check_answer(&response.head, asked, NULL);
    CHECK(result.event == cases[at].event);
    CHECK(result.error.code == cases[at].code);
    CHECK(result.error.offset == cases[at].offset);
    CHECK(is(result.error.field, cases[at].field));
    CHECK(result.agreed.subprotocol.size == 0 && !result.agreed.deflate.agreed);
    const wshake_continuation next = wshake_find_continuation(&response.head, &where);
    CHECK((next.what == WSHAKE_CONTINUATION_REDIRECT) == (response.head.status == 307));
  }
}

// The accept value of an HTTP/1.1 answer is compared with the key of the request.
static void client_checks_an_http_1_1_answer(void) {
  const wshake_request_reading asked = wshake_read_request(text(EXAMPLE_REQUEST), NULL);
  char right[] = EXAMPLE_ANSWER;
  const wshake_response_reading answer = wshake_read_response(wshake_room(right, sizeof right - 1), NULL);
  CHECK(wshake_check_answer(&answer.head.view, &asked.head.view, NULL).event == WSHAKE_CLIENT_OPEN);

  static const wshake_field other_key[] = {FIELD("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")};
  wshake_request_view other = asked.head.view;
  other.header = wshake_fields_of(other_key, 1);
  const wshake_answer_result wrong = wshake_check_answer(&answer.head.view, &other, NULL);
  CHECK(wrong.event == WSHAKE_CLIENT_FAILED);
  CHECK(wrong.error.code == WSHAKE_ERRC_WRONG_ACCEPT);
  CHECK(is(wrong.error.field, "Sec-WebSocket-Accept"));

  wshake_response_view unknown = answer.head.view;
  unknown.version = 40;
  CHECK(wshake_check_answer(&unknown, &other, NULL).error.code == WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION);
}

// The caller's own HTTP code sends the client's request and reads the responses.
static void client_adopts_responses(void) {
  static char client_storage[WSHAKE_SMALL_CLIENT_STORAGE_SIZE];
  static const wshake_octets offers[] = {WSHAKE_LITERAL("chat")};
  static const wshake_field hints[] = {FIELD(":status", "103"), FIELD("link", "x")};
  static const wshake_field elsewhere[] = {FIELD(":status", "307"), FIELD("location", "/b")};
  static const wshake_field opened[] = {FIELD(":status", "200"), FIELD("sec-websocket-protocol", "chat")};
  wshake_client client;
  wshake_client_init(&client, wshake_room(client_storage, sizeof client_storage), NULL);
  wshake_client_request request = WSHAKE_CLIENT_REQUEST(.subprotocols = offers, .subprotocol_count = 1);
  request.where = wshake_parse_uri(text("wss://example.com/a")).found;
  wshake_response_view response = wshake_read_response_list(hints, COUNT(hints), 20).head;
  CHECK(wshake_client_adopt(&client, &response) == WSHAKE_CLIENT_IDLE);
  CHECK(wshake_client_start_fields(&client, room(), &request, 20, false).error.code ==
        WSHAKE_ERRC_EXTENDED_CONNECT_NOT_ALLOWED);
  const wshake_field_request small = wshake_client_start_fields(&client, wshake_room(out, 5), &request, 20, true);
  CHECK(small.error.code == WSHAKE_ERRC_NEED_ROOM && small.needed > 5);
  const wshake_field_request asked = wshake_client_start_fields(&client, room(), &request, 20, true);
  CHECK(asked.error.code == WSHAKE_ERRC_NONE);
  CHECK(is(asked.head.authority, "example.com"));
  CHECK(has(&asked.head.header, "sec-websocket-protocol", "chat"));
  CHECK(wshake_client_start_fields(&client, room(), &request, 20, true).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_client_feed(&client, text("H")).consumed == 0);
  CHECK(wshake_client_adopt(&client, &response) == WSHAKE_CLIENT_INTERIM);
  CHECK(wshake_client_state_of(&client) == WSHAKE_CLIENT_NEED_MORE);

  response = wshake_read_response_list(elsewhere, COUNT(elsewhere), 20).head;
  CHECK(wshake_client_adopt(&client, &response) == WSHAKE_CLIENT_REFUSED);
  CHECK(wshake_client_state_of(&client) == WSHAKE_CLIENT_DONE);
  CHECK(wshake_client_next(&client).what == WSHAKE_CONTINUATION_REDIRECT);
  CHECK(is(wshake_client_redirect_uri(&client, room()).written, "wss://example.com/b"));

  CHECK(wshake_client_start_fields(&client, room(), &request, 20, true).error.code == WSHAKE_ERRC_NONE);
  response = wshake_read_response_list(opened, COUNT(opened), 20).head;
  CHECK(wshake_client_adopt(&client, &response) == WSHAKE_CLIENT_OPEN);
  CHECK(is(wshake_client_agreed(&client).subprotocol, "chat"));
  CHECK(wshake_client_response(&client).view.status == 200);

  wshake_client_reset(&client);
  CHECK(wshake_client_start(&client, room(), &request, (const uint8_t*)EXAMPLE_NONCE).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_client_adopt(&client, &response) == WSHAKE_CLIENT_FAILED);
  CHECK(wshake_client_error(&client).code == WSHAKE_ERRC_WRONG_CARRIER);
}

// If the output buffer is too small, `needed` is the size of the smallest output buffer that is large enough.
static void small_buffers_are_reported(void) {
  const wshake_request_view request = view_of(plain, COUNT(plain));
  wshake_client_request asking = WSHAKE_CLIENT_REQUEST(.origin = text("https://example.com"));
  asking.where = wshake_parse_uri(text("wss://example.com/chat")).found;
  const wshake_field_answer accept = wshake_accept_fields(wshake_room(out, 0), &request, NULL, NULL, NULL);
  const wshake_field_answer refusal = wshake_respond_fields(wshake_room(out, 5), &request, NULL, NULL);
  const wshake_field_request ask = wshake_request_fields(wshake_room(out, 9), &asking, 20, true, NULL);
  CHECK(accept.error.code == WSHAKE_ERRC_NEED_ROOM && accept.needed > 0 && accept.head.status == 0);
  CHECK(refusal.error.code == WSHAKE_ERRC_NEED_ROOM && refusal.needed > 5 && refusal.body.size == 0);
  CHECK(ask.error.code == WSHAKE_ERRC_NEED_ROOM && ask.needed > 9 && ask.head.method.size == 0);
  for (size_t less = 0; less < 2; ++less) {
    const wshake_errc code = less == 0 ? WSHAKE_ERRC_NONE : WSHAKE_ERRC_NEED_ROOM;
    const wshake_mutable_octets rooms[] = {wshake_room(out, accept.needed - less),
                                           wshake_room(out, refusal.needed - less), wshake_room(out, ask.needed - less)};
    CHECK(wshake_accept_fields(rooms[0], &request, NULL, NULL, NULL).error.code == code);
    CHECK(wshake_respond_fields(rooms[1], &request, NULL, NULL).error.code == code);
    CHECK(wshake_request_fields(rooms[2], &asking, 20, true, NULL).error.code == code);
  }
}

// The library rejects options if their `size` is the struct's size in no version of the library, or if a member that
// the library does not know is not zero.
static void unknown_options_write_nothing(void) {
  wshake_server server;
  const wshake_request_view request = view_of(plain, COUNT(plain));
  wshake_server_init(&server, wshake_room(storage, sizeof storage), NULL);
  CHECK(wshake_server_adopt(&server, &request) == WSHAKE_SERVER_UPGRADE);
  wshake_client client;
  wshake_client_init(&client, wshake_room(NULL, 0), NULL);
  struct newer_accept_options accept;
  struct newer_response_options respond;
  struct newer_client_request ask;
  memset(&accept, 0, sizeof accept);
  memset(&respond, 0, sizeof respond);
  memset(&ask, 0, sizeof ask);
  ask.known.where = wshake_parse_uri(text("wss://example.com/")).found;
  // Each row has one size for each of the three structs. The sizes of the last row are those of the newer structs,
  // whose unknown members are not zero. No version of the library has the sizes of any other row.
  const size_t none = (size_t)-1;
  const size_t sizes[][3] = {
      {0, 0, 0},
      {4, 4, 4},
      {sizeof accept.known - 1, sizeof respond.known - 1, sizeof ask.known - 1},
      {1U << 20, 1U << 20, 1U << 20},
      {none, none, none},
      {sizeof accept, sizeof respond, sizeof ask},
  };
  for (size_t at = 0; at < COUNT(sizes); ++at) {
    accept.known.size = sizes[at][0];
    respond.known.size = sizes[at][1];
    ask.known.size = sizes[at][2];
    accept.unknown = respond.unknown = ask.unknown = 1;
    const wshake_field_answer answers[] = {
        wshake_accept_fields(room(), &request, NULL, NULL, &accept.known),
        wshake_respond_fields(room(), &request, NULL, &respond.known),
        wshake_server_accept_fields(&server, room(), &accept.known),
        wshake_server_respond_fields(&server, room(), &respond.known),
    };
    for (size_t each = 0; each < COUNT(answers); ++each) {
      CHECK(answers[each].error.code == WSHAKE_ERRC_BAD_ARGUMENT);
      CHECK(is(answers[each].error.field, "size"));
      CHECK(answers[each].head.status == 0);
      CHECK(answers[each].body.size == 0);
      CHECK(answers[each].needed == 0);
      wshake_lines lines = wshake_fields_lines(&answers[each].head.header);
      wshake_field line;
      CHECK(!wshake_next_line(&lines, &line));
    }
    const wshake_field_request requests[] = {
        wshake_request_fields(room(), &ask.known, 20, true, NULL),
        wshake_client_start_fields(&client, room(), &ask.known, 20, true),
    };
    for (size_t each = 0; each < COUNT(requests); ++each) {
      CHECK(requests[each].error.code == WSHAKE_ERRC_BAD_ARGUMENT);
      CHECK(is(requests[each].error.field, "size"));
      CHECK(requests[each].head.method.size == 0);
      CHECK(requests[each].needed == 0);
    }
    CHECK(wshake_client_state_of(&client) == WSHAKE_CLIENT_IDLE);
    CHECK(wshake_server_state_of(&server) == WSHAKE_SERVER_UPGRADE);
  }

  // Newer options whose unknown members are zero have the same effect as the known options.
  accept.unknown = respond.unknown = ask.unknown = 0;
  respond.known.status = 404;
  CHECK(wshake_accept_fields(room(), &request, NULL, NULL, &accept.known).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_respond_fields(room(), &request, NULL, &respond.known).head.status == 404);
  CHECK(wshake_request_fields(room(), &ask.known, 20, true, NULL).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_server_accept_fields(&server, room(), &accept.known).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_server_state_of(&server) == WSHAKE_SERVER_OPEN);
}

// With a configuration that no init function has made, a server accepts no request, and a client writes no request and
// accepts no answer.
static void configurations_never_made_refuse(void) {
  wshake_server_config server;
  wshake_client_config client;
  memset(&server, 0, sizeof server);
  memset(&client, 0, sizeof client);
  const wshake_request_view request = view_of(plain, COUNT(plain));
  CHECK(wshake_check(&request, &server).code == WSHAKE_ERRC_BAD_CONFIG);
  CHECK(wshake_accept_fields(room(), &request, NULL, &server, NULL).error.code == WSHAKE_ERRC_BAD_CONFIG);
  const wshake_response_options fine = WSHAKE_RESPONSE_OPTIONS(.status = 404);
  const wshake_field_answer refusal = wshake_respond_fields(room(), &request, &server, &fine);
  CHECK(refusal.error.code == WSHAKE_ERRC_NONE);
  CHECK(refusal.head.status == 500);

  const wshake_client_request ask = WSHAKE_CLIENT_REQUEST(.where = wshake_parse_uri(text("wss://example.com/")).found);
  CHECK(wshake_request_fields(room(), &ask, 20, true, &client).error.code == WSHAKE_ERRC_BAD_CONFIG);
  static const wshake_field opened[] = {FIELD(":status", "200")};
  const wshake_response_list_reading response = wshake_read_response_list(opened, 1, 20);
  const wshake_answer_result result = wshake_check_answer(&response.head, &request, &client);
  CHECK(result.event == WSHAKE_CLIENT_FAILED);
  CHECK(result.error.code == WSHAKE_ERRC_BAD_CONFIG);
}

void test_field_request(void) {
  client_opens_a_websocket();
  client_checks_each_rule();
  client_checks_an_http_1_1_answer();
  client_adopts_responses();
  small_buffers_are_reported();
  unknown_options_write_nothing();
  configurations_never_made_refuse();
}
