// SPDX-License-Identifier: BSL-1.0
// wshake_server: every verb and observer.
#include "checks.h"

static char storage[WSHAKE_SMALL_SERVER_STORAGE_SIZE];
static char out[1024];
static wshake_server memory;

static wshake_mutable_octets room(void) { return wshake_room(out, sizeof out); }
static wshake_server* fresh(void) {
  wshake_server_init(&memory, wshake_room(storage, sizeof storage), NULL);
  return &memory;
}

static void octet_by_octet(void) {
  wshake_server* server = fresh();
  const wshake_octets request = text(EXAMPLE_REQUEST);
  for (size_t at = 0; at < request.size; ++at) {
    CHECK(wshake_server_state(server) == WSHAKE_EVENT_NEED_MORE);
    CHECK(wshake_server_feed(server, wshake_view(request.data + at, 1)).consumed == 1);
  }
  CHECK(wshake_server_state(server) == WSHAKE_EVENT_UPGRADE);
  const wshake_feed_result behind = wshake_server_feed(server, text("frame"));
  CHECK(behind.consumed == 0);
  CHECK(behind.what == WSHAKE_EVENT_UPGRADE);
  CHECK(is(wshake_server_request(server).view.target, "/chat?room=1"));
  CHECK(wshake_server_request(server).raw.size == request.size);
  CHECK(is(wshake_server_handshake(server).key, EXAMPLE_KEY));
  CHECK(wshake_server_error(server) == WSHAKE_ERRC_NONE);
  CHECK(wshake_server_keep_alive(server));

  const wshake_write_result small = wshake_server_accept(server, wshake_room(out, 0), NULL);
  CHECK(small.error == WSHAKE_ERRC_NEED_ROOM);
  CHECK(small.size == WSHAKE_PLAIN_ACCEPT_SIZE);
  CHECK(wshake_server_state(server) == WSHAKE_EVENT_UPGRADE);
  wshake_accept_options options = {.size = sizeof options};
  options.subprotocol = text("other");
  CHECK(wshake_server_accept(server, room(), &options).error == WSHAKE_ERRC_SUBPROTOCOL_NOT_OFFERED);
  options.subprotocol = text("chat");
  CHECK(wshake_server_accept(server, room(), &options).error == WSHAKE_ERRC_NONE);
  CHECK(wshake_server_state(server) == WSHAKE_EVENT_OPEN);
  CHECK(is(wshake_server_agreed(server).subprotocol, "chat"));
}

static void in_the_wrong_order(void) {
  wshake_server* server = fresh();
  CHECK(wshake_server_accept(server, room(), NULL).error == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_respond(server, room()).error == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD) == WSHAKE_EVENT_NEED_MORE);
  CHECK(wshake_server_feed(server, text(EXAMPLE_REQUEST)).what == WSHAKE_EVENT_UPGRADE);
  CHECK(wshake_server_respond(server, room()).error == WSHAKE_ERRC_NONE);
  CHECK(wshake_server_reject(server, room(), NULL).error == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_server_feed_eof(server) == WSHAKE_EVENT_OPEN);
  CHECK(fresh() == server);
  CHECK(wshake_server_feed_eof(server) == WSHAKE_EVENT_CLOSED);
}

static void one_refusal_after_another(void) {
  wshake_server* server = fresh();
  wshake_octets rest = text(
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
      "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
      "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
  wshake_feed_result fed = wshake_server_feed(server, rest);
  CHECK(fed.what == WSHAKE_EVENT_REQUEST);
  rest = wshake_view(rest.data + fed.consumed, rest.size - fed.consumed);
  CHECK(wshake_server_error(server) == WSHAKE_ERRC_NOT_AN_UPGRADE);
  CHECK(wshake_server_respond(server, room()).error == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 30, "HTTP/1.1 426 Upgrade Required\r"));
  CHECK(wshake_server_state(server) == WSHAKE_EVENT_REJECTED);
  CHECK(wshake_server_keep_alive(server));
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_UNREAD) == WSHAKE_EVENT_NEED_MORE);

  fed = wshake_server_feed(server, rest);
  CHECK(fed.what == WSHAKE_EVENT_REQUEST);
  CHECK(is(wshake_server_request(server).view.method, "POST"));
  rest = wshake_view(rest.data + fed.consumed + 4, rest.size - fed.consumed - 4);
  CHECK(wshake_server_next_request(server, WSHAKE_REQUEST_BODY_READ) == WSHAKE_EVENT_NEED_MORE);

  fed = wshake_server_feed(server, rest);
  CHECK(fed.what == WSHAKE_EVENT_FAILED);
  CHECK(wshake_server_error(server) == WSHAKE_ERRC_BAD_HOST);
  CHECK(wshake_server_error_at(server) == 23);
  CHECK(is(wshake_server_error_field(server), "Host"));
  wshake_reject_options options = {.size = sizeof options};
  options.status = 401;
  CHECK(wshake_server_reject(server, room(), &options).error == WSHAKE_ERRC_MISSING_FIELD);
  static const wshake_field challenge[] = {{WSHAKE_LITERAL("WWW-Authenticate"), WSHAKE_LITERAL("Basic realm=a")}};
  options.header = challenge;
  options.header_count = 1;
  const wshake_write_result refused = wshake_server_reject(server, room(), &options);
  CHECK(refused.error == WSHAKE_ERRC_NONE);
  CHECK(contains(out, refused.size, "WWW-Authenticate: Basic realm=a\r\n"));
}

static void out_of_time(void) {
  wshake_server* server = fresh();
  CHECK(wshake_server_feed(server, text("GET / HTT")).what == WSHAKE_EVENT_NEED_MORE);
  wshake_reject_options options = {.size = sizeof options};
  options.error = WSHAKE_ERRC_TIMED_OUT;
  const wshake_write_result refused = wshake_server_reject(server, room(), &options);
  CHECK(refused.error == WSHAKE_ERRC_NONE);
  CHECK(contains(out, refused.size, "HTTP/1.1 408 Request Timeout\r\n"));
  CHECK(contains(out, refused.size, "Connection: close\r\n"));
  CHECK(wshake_server_error(server) == WSHAKE_ERRC_TIMED_OUT);
}

static void adopted(void) {
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
  CHECK(wshake_server_adopt(server, &request) == WSHAKE_EVENT_UPGRADE);
  CHECK(is(wshake_server_request(server).view.target, "/chat"));
  const wshake_write_result accepted = wshake_server_accept(server, room(), NULL);
  CHECK(contains(out, accepted.size, "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT "\r\n"));

  request.header = wshake_fields_of(list + 1, 4);
  server = fresh();
  CHECK(wshake_server_adopt(server, &request) == WSHAKE_EVENT_FAILED);
  CHECK(wshake_server_error(server) == WSHAKE_ERRC_MISSING_HOST);
  CHECK(wshake_server_error_at(server) == 4);
}

// The object and its storage move while half of a request has arrived.
static void moved(void) {
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
  CHECK(wshake_server_feed(server, wshake_view(request.data + 100, request.size - 100)).what == WSHAKE_EVENT_UPGRADE);
  CHECK(is(wshake_server_handshake(server).key, EXAMPLE_KEY));
}

// As other languages may pass them.
static void numbers_that_are_no_enumerators(void) {
  wshake_server* server = fresh();
  const wshake_octets post = text("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
  CHECK(wshake_server_feed(server, post).what == WSHAKE_EVENT_REQUEST);
  CHECK(wshake_server_next_request(server, (wshake_request_body)2) == WSHAKE_EVENT_NEED_MORE);
  CHECK(wshake_server_feed(server, text("body" EXAMPLE_REQUEST)).what == WSHAKE_EVENT_UPGRADE);

  wshake_reject_options options = {.size = sizeof options};
  options.error = (wshake_errc)(256 + WSHAKE_ERRC_BAD_METHOD);
  CHECK(wshake_server_reject(server, room(), &options).error == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 24, "HTTP/1.1 403 Forbidden\r\n"));
}

void test_server(void) {
  CHECK(wshake_server_size() <= WSHAKE_SERVER_SIZE);
  octet_by_octet();
  in_the_wrong_order();
  one_refusal_after_another();
  out_of_time();
  adopted();
  moved();
  numbers_that_are_no_enumerators();
}
