// SPDX-License-Identifier: BSL-1.0
// Tests the verbs of wshake_server, and every function that only reads a wshake_server. options_test.c tests
// configure(), and field_answer_test.c tests accept_fields() and respond_fields().
#include "checks.h"

static char storage[WSHAKE_SMALL_SERVER_STORAGE_SIZE];
static char out[1024];
static wshake_server memory;

static wshake_mutable_octets room(void) { return wshake_room(out, sizeof out); }
static wshake_server* fresh(void) {
  wshake_server_init(&memory, wshake_room(storage, sizeof storage), NULL);
  return &memory;
}

static void request_arrives_byte_by_byte(void) {
  wshake_server* server = fresh();
  const wshake_octets request = text(EXAMPLE_REQUEST);
  for (size_t at = 0; at < request.size; ++at) {
    CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_NEED_MORE);
    CHECK(wshake_server_feed(server, wshake_view(request.data + at, 1)).consumed == 1);
  }
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_UPGRADE);
  const wshake_server_feed_result behind = wshake_server_feed(server, text("frame"));
  CHECK(behind.consumed == 0);
  CHECK(behind.state == WSHAKE_SERVER_UPGRADE);
  CHECK(is(wshake_server_request(server).view.target, "/chat?room=1"));
  CHECK(wshake_server_request(server).raw.size == request.size);
  CHECK(is(wshake_server_handshake(server).key, EXAMPLE_KEY));
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_NONE);
  CHECK(wshake_server_keep_alive(server));

  const wshake_write_result small = wshake_server_accept(server, wshake_room(out, 0), NULL);
  CHECK(small.error.code == WSHAKE_ERRC_NEED_ROOM);
  CHECK(small.needed == WSHAKE_PLAIN_ACCEPT_SIZE);
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_UPGRADE);
  wshake_accept_options options = {.size = sizeof options};
  options.subprotocol = text("other");
  const wshake_write_result other = wshake_server_accept(server, room(), &options);
  CHECK(other.error.code == WSHAKE_ERRC_SUBPROTOCOL_NOT_OFFERED);
  CHECK(is(other.error.field, "other"));
  CHECK(other.written.size == 0);
  options.subprotocol = text("chat");
  const wshake_write_result accepted = wshake_server_accept(server, room(), &options);
  CHECK(accepted.error.code == WSHAKE_ERRC_NONE);
  CHECK(accepted.written.data == out);
  CHECK(accepted.needed == 0);
  CHECK(contains(accepted.written.data, accepted.written.size, "Sec-WebSocket-Protocol: chat\r\n"));
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_OPEN);
  CHECK(is(wshake_server_agreed(server).subprotocol, "chat"));
}

static void verbs_fail_in_the_wrong_state(void) {
  wshake_server* server = fresh();
  CHECK(wshake_server_accept(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD) == WSHAKE_SERVER_NEED_MORE);
  CHECK(wshake_server_feed(server, text(EXAMPLE_REQUEST)).state == WSHAKE_SERVER_UPGRADE);
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD) == WSHAKE_SERVER_UPGRADE);
  CHECK(wshake_server_accept(server, room(), NULL).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_server_accept(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_feed_eof(server) == WSHAKE_SERVER_OPEN);
  CHECK(fresh() == server);
  CHECK(wshake_server_feed_eof(server) == WSHAKE_SERVER_CLOSED);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);

  // In the state upgrade, respond() without options refuses the handshake with 403.
  server = fresh();
  CHECK(wshake_server_feed(server, text(EXAMPLE_REQUEST)).state == WSHAKE_SERVER_UPGRADE);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 24, "HTTP/1.1 403 Forbidden\r\n"));
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_RESPONDED);
  CHECK(wshake_server_accept(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
}

static void refusals_keep_the_connection(void) {
  wshake_server* server = fresh();
  wshake_octets rest = text(
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
      "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
      "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
  wshake_server_feed_result fed = wshake_server_feed(server, rest);
  CHECK(fed.state == WSHAKE_SERVER_REQUEST);
  rest = wshake_view(rest.data + fed.consumed, rest.size - fed.consumed);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_NOT_AN_UPGRADE);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 30, "HTTP/1.1 426 Upgrade Required\r"));
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_RESPONDED);
  CHECK(wshake_server_keep_alive(server));
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD) == WSHAKE_SERVER_NEED_MORE);

  fed = wshake_server_feed(server, rest);
  CHECK(fed.state == WSHAKE_SERVER_REQUEST);
  CHECK(is(wshake_server_request(server).view.method, "POST"));
  rest = wshake_view(rest.data + fed.consumed + 4, rest.size - fed.consumed - 4);
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_READ) == WSHAKE_SERVER_NEED_MORE);

  fed = wshake_server_feed(server, rest);
  CHECK(fed.state == WSHAKE_SERVER_FAILED);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_BAD_HOST);
  CHECK(wshake_server_error(server).offset == 23);
  CHECK(is(wshake_server_error(server).field, "Host"));
  wshake_response_options options = {.size = sizeof options};
  options.status = 401;
  const wshake_write_result missing = wshake_server_respond(server, room(), &options);
  CHECK(missing.error.code == WSHAKE_ERRC_MISSING_FIELD);
  CHECK(is(missing.error.field, "WWW-Authenticate"));
  static const wshake_field challenge[] = {{WSHAKE_LITERAL("WWW-Authenticate"), WSHAKE_LITERAL("Basic realm=a")}};
  options.header = challenge;
  options.header_count = 1;
  const wshake_write_result refused = wshake_server_respond(server, room(), &options);
  CHECK(refused.error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, refused.written.size, "WWW-Authenticate: Basic realm=a\r\n"));
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_BAD_HOST);
  CHECK(wshake_server_error(server).offset == 23);
  CHECK(is(wshake_server_error(server).field, "Host"));
}

// If the options of accept() or respond() are invalid, the call writes nothing, reports the invalid field or option,
// and does not change the server's state. The offset of an invalid field is its index in `header`.
static void verbs_reject_invalid_options(void) {
  static const wshake_field reserved[] = {{WSHAKE_LITERAL("X-Tag"), WSHAKE_LITERAL("a")},
                                          {WSHAKE_LITERAL("Upgrade"), WSHAKE_LITERAL("b")}};
  static const wshake_field no_field[] = {{WSHAKE_LITERAL("X Tag"), WSHAKE_LITERAL("a")}};
  wshake_server* server = fresh();
  CHECK(wshake_server_feed(server, text(EXAMPLE_REQUEST)).state == WSHAKE_SERVER_UPGRADE);
  wshake_accept_options accepting = {.size = sizeof accepting};
  accepting.header = reserved;
  accepting.header_count = 2;
  wshake_write_result result = wshake_server_accept(server, room(), &accepting);
  CHECK(result.error.code == WSHAKE_ERRC_RESERVED_FIELD);
  CHECK(is(result.error.field, "Upgrade"));
  CHECK(result.error.offset == 1);
  CHECK(result.written.size == 0);
  CHECK(result.needed == 0);
  accepting.header_count = 0;
  accepting.extensions = text("other");
  result = wshake_server_accept(server, room(), &accepting);
  CHECK(result.error.code == WSHAKE_ERRC_EXTENSION_NOT_OFFERED);
  CHECK(is(result.error.field, "other"));

  wshake_response_options options = {.size = sizeof options};
  options.header = no_field;
  options.header_count = 1;
  result = wshake_server_respond(server, room(), &options);
  CHECK(result.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  CHECK(is(result.error.field, "X Tag"));
  CHECK(result.error.offset == 0);
  options.header_count = 0;
  options.reason = text("a\r\nb");
  result = wshake_server_respond(server, room(), &options);
  CHECK(result.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  CHECK(is(result.error.field, "reason"));
  options.reason = text("");
  options.status = 199;
  result = wshake_server_respond(server, room(), &options);
  CHECK(result.error.code == WSHAKE_ERRC_BAD_STATUS);
  CHECK(is(result.error.field, "status"));
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_UPGRADE);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_NONE);
}

// In any state of a server, wshake_server_reset() prepares the server for a new connection.
static void reset_makes_a_server_new(void) {
  static const char* const sent[] = {
      "",          "GET / HT",      "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /\r\n", EXAMPLE_REQUEST, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"};
  for (size_t at = 0; at < sizeof sent / sizeof *sent; ++at) {
    for (int answered = 0; answered < 4; ++answered) {
      wshake_server* server = fresh();
      CHECK(wshake_server_feed(server, text(sent[at])).consumed <= strlen(sent[at]));
      if (answered == 1) wshake_server_feed_eof(server);
      if (answered >= 2) CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_NONE);
      if (answered == 3) wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD);
      wshake_server_reset(server);
      CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_NEED_MORE);
      CHECK(wshake_server_error(server).code == WSHAKE_ERRC_NONE);
      CHECK(wshake_server_error(server).offset == 0);
      CHECK(wshake_server_error(server).field.size == 0);
      CHECK(wshake_server_request(server).raw.size == 0);
      CHECK(!wshake_server_keep_alive(server));
      const wshake_server_feed_result fed = wshake_server_feed(server, text(EXAMPLE_REQUEST));
      CHECK(fed.state == WSHAKE_SERVER_UPGRADE);
      CHECK(fed.consumed == strlen(EXAMPLE_REQUEST));
      CHECK(wshake_server_accept(server, room(), NULL).written.size == WSHAKE_PLAIN_ACCEPT_SIZE);
    }
  }
}

static void incomplete_request_times_out(void) {
  wshake_server* server = fresh();
  CHECK(wshake_server_feed(server, text("GET / HTT")).state == WSHAKE_SERVER_NEED_MORE);
  wshake_response_options options = {.size = sizeof options};
  options.error = WSHAKE_ERRC_TIMED_OUT;
  const wshake_write_result refused = wshake_server_respond(server, room(), &options);
  CHECK(refused.error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, refused.written.size, "HTTP/1.1 408 Request Timeout\r\n"));
  CHECK(contains(out, refused.written.size, "Connection: close\r\n"));
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_TIMED_OUT);

  // respond() without options also writes a refusal, because the only answer to an incomplete request is a refusal.
  server = fresh();
  CHECK(wshake_server_feed(server, text("GET / HTT")).state == WSHAKE_SERVER_NEED_MORE);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 30, "HTTP/1.1 408 Request Timeout\r\n"));
  CHECK(!wshake_server_keep_alive(server));
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD) == WSHAKE_SERVER_CLOSED);
}

// While the server skips a body, respond() returns wrong_state, and the end of the connection is an error.
static void end_in_a_skipped_body_is_an_error(void) {
  wshake_server* server = fresh();
  const wshake_octets post = text("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
  CHECK(wshake_server_feed(server, post).state == WSHAKE_SERVER_REQUEST);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD) == WSHAKE_SERVER_NEED_MORE);
  CHECK(wshake_server_respond(server, room(), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_feed(server, text("bo")).state == WSHAKE_SERVER_NEED_MORE);
  CHECK(wshake_server_feed_eof(server) == WSHAKE_SERVER_CLOSED);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_TRUNCATED);
  CHECK(wshake_server_error(server).offset == 2);
}

static void adopts_a_request(void) {
  static const wshake_field list[] = {
      {WSHAKE_LITERAL("Host"), WSHAKE_LITERAL("example.com")},
      {WSHAKE_LITERAL("Upgrade"), WSHAKE_LITERAL("websocket")},
      {WSHAKE_LITERAL("Connection"), WSHAKE_LITERAL("upgrade")},
      {WSHAKE_LITERAL("Sec-WebSocket-Version"), WSHAKE_LITERAL("13")},
      {WSHAKE_LITERAL("Sec-WebSocket-Key"), WSHAKE_LITERAL(EXAMPLE_KEY)},
  };
  wshake_request_view request;
  memset(&request, 0, sizeof request);
  request.method = text("GET");
  request.target = text("/chat");
  request.version = 11;
  request.header = wshake_fields_of(list, sizeof list / sizeof *list);
  wshake_server* server = fresh();
  CHECK(wshake_server_adopt(server, &request) == WSHAKE_SERVER_UPGRADE);
  CHECK(is(wshake_server_request(server).view.target, "/chat"));
  const wshake_write_result accepted = wshake_server_accept(server, room(), NULL);
  CHECK(contains(out, accepted.written.size, "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT "\r\n"));

  request.header = wshake_fields_of(list + 1, 4);
  server = fresh();
  CHECK(wshake_server_adopt(server, &request) == WSHAKE_SERVER_FAILED);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_MISSING_HOST);
  CHECK(wshake_server_error(server).offset == 4);
  CHECK(is(wshake_server_error(server).field, "Host"));
}

// The server object and its storage move after half of a request has arrived.
static void server_moves_with_its_storage(void) {
  const wshake_octets request = text(EXAMPLE_REQUEST);
  wshake_server* before = fresh();
  CHECK(wshake_server_feed(before, wshake_view(request.data, 100)).consumed == 100);
  static char other_storage[2 * sizeof storage];
  static wshake_server other_memory;
  memcpy(other_storage, storage, sizeof storage);
  memcpy(&other_memory, &memory, wshake_server_size());
  memset(storage, 0xff, sizeof storage);
  memset(&memory, 0xff, sizeof memory);
  wshake_server* server = &other_memory;
  wshake_server_rebase(server, wshake_room(other_storage, sizeof other_storage));
  CHECK(wshake_server_feed(server, wshake_view(request.data + 100, request.size - 100)).state == WSHAKE_SERVER_UPGRADE);
  CHECK(is(wshake_server_handshake(server).key, EXAMPLE_KEY));
}

// Callers in other languages may pass any number as an enumerator.
static void numbers_that_are_no_enumerators(void) {
  wshake_server* server = fresh();
  const wshake_octets post = text("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
  CHECK(wshake_server_feed(server, post).state == WSHAKE_SERVER_REQUEST);
  CHECK(wshake_server_next_request(server, (wshake_request_body)2) == WSHAKE_SERVER_NEED_MORE);
  CHECK(wshake_server_feed(server, text("body" EXAMPLE_REQUEST)).state == WSHAKE_SERVER_UPGRADE);

  wshake_response_options options = {.size = sizeof options};
  options.error = (wshake_errc)(256 + WSHAKE_ERRC_BAD_METHOD);
  CHECK(wshake_server_respond(server, room(), &options).error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 24, "HTTP/1.1 403 Forbidden\r\n"));
}

void test_server(void) {
  CHECK(wshake_server_size() <= WSHAKE_SERVER_SIZE);
  request_arrives_byte_by_byte();
  verbs_fail_in_the_wrong_state();
  refusals_keep_the_connection();
  verbs_reject_invalid_options();
  incomplete_request_times_out();
  end_in_a_skipped_body_is_an_error();
  reset_makes_a_server_new();
  adopts_a_request();
  server_moves_with_its_storage();
  numbers_that_are_no_enumerators();
}
