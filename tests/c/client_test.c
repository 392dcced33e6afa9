// SPDX-License-Identifier: BSL-1.0
// Tests wshake_client alone, and together with a wshake_server in memory.
#include "checks.h"

static char storage[WSHAKE_SMALL_CLIENT_STORAGE_SIZE];
static char out[1024];
static wshake_client memory;
static wshake_client_request request;

static wshake_mutable_octets room(void) { return wshake_room(out, sizeof out); }
static const uint8_t* nonce(void) { return (const uint8_t*)EXAMPLE_NONCE; }
static wshake_client* fresh(void) {
  wshake_client_init(&memory, wshake_room(storage, sizeof storage), NULL);
  return &memory;
}

// A client that has written its request.
static wshake_client* asking(const char* uri) {
  wshake_client* client = fresh();
  memset(&request, 0, sizeof request);
  request.size = sizeof request;
  request.where = wshake_parse_uri(text(uri)).found;
  CHECK(wshake_client_start(client, room(), &request, nonce()).error.code == WSHAKE_ERRC_NONE);
  return client;
}

static void shake_hands(size_t piece) {
  static const wshake_octets offered[] = {WSHAKE_LITERAL("chat.v2"), WSHAKE_LITERAL("chat")};
  static const wshake_octets spoken[] = {WSHAKE_LITERAL("chat")};
  static const wshake_deflate_offer deflate[] = {WSHAKE_DEFLATE_OFFER};
  static const wshake_field header[] = {{WSHAKE_LITERAL("Cookie"), WSHAKE_LITERAL("a=b")}};
  static char server_storage[WSHAKE_SMALL_SERVER_STORAGE_SIZE];

  wshake_client_options options = {.size = sizeof options};
  options.close = true;
  options.product = text("game/1.0");
  options.header = header;
  options.header_count = 1;
  CHECK(wshake_client_config_size() <= WSHAKE_CLIENT_CONFIG_SIZE);
  wshake_client_config client_config_memory;
  CHECK(wshake_client_config_init(&client_config_memory, &options).code == WSHAKE_ERRC_NONE);
  const wshake_client_config* client_config = &client_config_memory;

  wshake_deflate_config codec = {.size = sizeof codec};
  codec.enabled = true;
  wshake_server_options server_options = {.size = sizeof server_options};
  server_options.subprotocols = spoken;
  server_options.subprotocol_count = 1;
  server_options.deflate = &codec;
  wshake_server_config server_config_memory;
  CHECK(wshake_server_config_init(&server_config_memory, &server_options).code == WSHAKE_ERRC_NONE);
  const wshake_server_config* server_config = &server_config_memory;

  wshake_client_init(&memory, wshake_room(storage, sizeof storage), client_config);
  wshake_client* client = &memory;
  CHECK(wshake_client_state_of(client) == WSHAKE_CLIENT_IDLE);
  CHECK(wshake_client_feed(client, text("HTTP/1.1 ")).event == WSHAKE_CLIENT_IDLE);
  memset(&request, 0, sizeof request);
  request.size = sizeof request;
  request.where = wshake_parse_uri(text("ws://example.com/chat")).found;
  request.origin = text("http://example.com");
  request.subprotocols = offered;
  request.subprotocol_count = 2;
  request.deflate = deflate;
  request.deflate_count = 1;
  const wshake_write_result small = wshake_client_start(client, wshake_room(out, 10), &request, nonce());
  CHECK(small.error.code == WSHAKE_ERRC_NEED_ROOM);
  CHECK(small.written.size == 0);
  CHECK(wshake_client_state_of(client) == WSHAKE_CLIENT_IDLE);
  const wshake_write_result smaller = wshake_client_start(client, wshake_room(out, small.needed - 1), &request, nonce());
  CHECK(smaller.error.code == WSHAKE_ERRC_NEED_ROOM);
  CHECK(smaller.needed == small.needed);
  const wshake_write_result asked = wshake_client_start(client, wshake_room(out, small.needed), &request, nonce());
  CHECK(asked.error.code == WSHAKE_ERRC_NONE);
  CHECK(asked.written.data == out);
  CHECK(asked.written.size == small.needed);
  CHECK(asked.needed == 0);
  CHECK(contains(out, asked.written.size, "User-Agent: game/1.0\r\n"));
  CHECK(contains(out, asked.written.size, "Cookie: a=b\r\n"));
  CHECK(contains(out, asked.written.size, "Connection: Upgrade, close\r\n"));
  CHECK(wshake_client_start(client, room(), &request, nonce()).error.code == WSHAKE_ERRC_WRONG_STATE);

  wshake_server server_memory;
  wshake_server_init(&server_memory, wshake_room(server_storage, sizeof server_storage), server_config);
  wshake_server* server = &server_memory;
  for (size_t at = 0; at < asked.written.size; at += piece) {
    const size_t size = asked.written.size - at < piece ? asked.written.size - at : piece;
    CHECK(wshake_server_feed(server, wshake_view(out + at, size)).consumed == size);
  }
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_UPGRADE);
  const wshake_write_result answered = wshake_server_accept(server, room(), NULL);
  CHECK(answered.error.code == WSHAKE_ERRC_NONE);

  // The server's first frame arrives together with the last octets of the 101.
  memcpy(out + answered.written.size, "\x81\x05Hello", 7);
  size_t left = answered.written.size + 7;
  wshake_octets rest = wshake_view(out, left);
  while (wshake_client_state_of(client) == WSHAKE_CLIENT_NEED_MORE) {
    const wshake_client_feed_result fed =
        wshake_client_feed(client, wshake_view(rest.data, rest.size < piece ? rest.size : piece));
    rest = wshake_view(rest.data + fed.consumed, rest.size - fed.consumed);
  }
  CHECK(wshake_client_state_of(client) == WSHAKE_CLIENT_OPEN);
  CHECK(is(rest, "\x81\x05Hello"));
  CHECK(wshake_client_response(client).view.status == 101);
  const wshake_agreement ours = wshake_client_agreed(client), theirs = wshake_server_agreed(server);
  CHECK(is(ours.subprotocol, "chat"));
  CHECK(is(theirs.subprotocol, "chat"));
  CHECK(ours.deflate.agreed && theirs.deflate.agreed);
  CHECK(ours.deflate.client_max_window_bits == theirs.deflate.client_max_window_bits);
  CHECK(ours.deflate.server_max_window_bits == theirs.deflate.server_max_window_bits);
}

static void follows_a_redirect(void) {
  wshake_client* client = asking("ws://example.com/chat?room=1");
  wshake_octets rest = text(
      "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
      "HTTP/1.1 302 Found\r\nLocation: https://example.com/other\r\nContent-Length: 5\r\n\r\nthere");
  static const wshake_client_event expected[] = {WSHAKE_CLIENT_INTERIM, WSHAKE_CLIENT_REFUSED, WSHAKE_CLIENT_BODY,
                                                 WSHAKE_CLIENT_DONE};
  for (size_t at = 0; at < sizeof expected / sizeof *expected; ++at) {
    const wshake_client_feed_result fed = wshake_client_feed(client, rest);
    CHECK(fed.event == expected[at]);
    if (fed.event == WSHAKE_CLIENT_BODY) CHECK(is(fed.data, "there"));
    if (fed.event != WSHAKE_CLIENT_DONE) CHECK(!wshake_client_next(client).same_connection);
    rest = wshake_view(rest.data + fed.consumed, rest.size - fed.consumed);
  }
  CHECK(rest.size == 0);
  CHECK(wshake_client_response(client).view.status == 302);
  const wshake_continuation next = wshake_client_next(client);
  CHECK(next.same_connection);
  CHECK(next.what == WSHAKE_CONTINUATION_REDIRECT);
  CHECK(is(next.location, "https://example.com/other"));
  CHECK(!next.same_origin);
  CHECK(!next.downgrade);
  const wshake_write_result where = wshake_client_redirect_uri(client, room());
  CHECK(where.error.code == WSHAKE_ERRC_NONE);
  CHECK(is(where.written, "wss://example.com/other"));

  const wshake_uri_reading target = wshake_parse_uri(text("wss://example.com/"));
  char same[] = "HTTP/1.1 307 There\r\nLocation: /there\r\n\r\n";
  const wshake_response_reading there = wshake_read_response(wshake_room(same, sizeof same - 1), NULL);
  const wshake_continuation nearby = wshake_find_continuation(&there.head.view, &target.found);
  CHECK(nearby.same_origin);
  CHECK(!nearby.same_connection);
  CHECK(!nearby.downgrade);
  char down[] = "HTTP/1.1 307 There\r\nLocation: ws://example.com/\r\n\r\n";
  const wshake_response_reading below = wshake_read_response(wshake_room(down, sizeof down - 1), NULL);
  const wshake_continuation lower = wshake_find_continuation(&below.head.view, &target.found);
  CHECK(!lower.same_origin);
  CHECK(lower.downgrade);

  // The same client sends a request to `where`, the target of the redirect.
  request.where = wshake_parse_uri(where.written).found;
  static char again[512];
  CHECK(wshake_client_start(client, wshake_room(again, sizeof again), &request, nonce()).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_client_state_of(client) == WSHAKE_CLIENT_NEED_MORE);
}

static void wrong_accept_value_fails(void) {
  wshake_client* client = asking("ws://example.com/");
  const char* answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n";
  CHECK(wshake_client_feed(client, text(answer)).event == WSHAKE_CLIENT_FAILED);
  CHECK(wshake_client_error(client).code == WSHAKE_ERRC_WRONG_ACCEPT);
  CHECK(is(wshake_client_error(client).field, "Sec-WebSocket-Accept"));
  CHECK(wshake_client_error(client).offset == (size_t)(strstr(answer, "AAAA") - answer));
  CHECK(!wshake_client_next(client).same_connection);
  CHECK(wshake_client_agreed(client).subprotocol.size == 0);
  CHECK(wshake_client_next(client).what == WSHAKE_CONTINUATION_NOTHING);
  CHECK(wshake_client_redirect_uri(client, room()).error.code == WSHAKE_ERRC_WRONG_STATE);

  client = asking("ws://example.com/");
  CHECK(wshake_client_feed_eof(client) == WSHAKE_CLIENT_CLOSED);
}

// After each answer of the table below, the next request needs a new connection.
static void refusal_ends_the_connection(void) {
  static const char* const answers[] = {
      "HTTP/1.0 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\nmore",
  };
  for (size_t at = 0; at < sizeof answers / sizeof *answers; ++at) {
    wshake_client* client = asking("ws://example.com/");
    wshake_client_feed_result fed = wshake_client_feed(client, text(answers[at]));
    CHECK(fed.event == WSHAKE_CLIENT_REFUSED);
    fed = wshake_client_feed(client, text(answers[at] + fed.consumed));
    CHECK(fed.event == WSHAKE_CLIENT_DONE);
    CHECK(fed.consumed == 0);
    CHECK(wshake_client_next(client).what == WSHAKE_CONTINUATION_NOTHING);
    CHECK(!wshake_client_next(client).same_connection);
  }
}

// If a request is invalid, start() writes nothing and reports the invalid member or field and the error's offset. The
// client's state does not change.
static void start_rejects_invalid_requests(void) {
  static const wshake_field reserved[] = {{WSHAKE_LITERAL("X-Tag"), WSHAKE_LITERAL("a")},
                                          {WSHAKE_LITERAL("host"), WSHAKE_LITERAL("b")}};
  static const wshake_field no_field[] = {{WSHAKE_LITERAL("X-Tag"), WSHAKE_LITERAL("a\r\nb")}};
  static const wshake_octets no_tokens[] = {WSHAKE_LITERAL("chat"), WSHAKE_LITERAL("a b")};
  wshake_client* client = fresh();
  memset(&request, 0, sizeof request);
  request.size = sizeof request;
  request.where = wshake_parse_uri(text("ws://example.com/")).found;

  request.header = reserved;
  request.header_count = 2;
  wshake_write_result result = wshake_client_start(client, room(), &request, nonce());
  CHECK(result.error.code == WSHAKE_ERRC_RESERVED_FIELD);
  CHECK(is(result.error.field, "host"));
  CHECK(result.error.offset == 1);
  CHECK(result.written.size == 0);
  CHECK(result.needed == 0);
  request.header = no_field;
  request.header_count = 1;
  result = wshake_client_start(client, room(), &request, nonce());
  CHECK(result.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  CHECK(is(result.error.field, "X-Tag"));
  CHECK(result.error.offset == 0);
  request.header_count = 0;

  request.subprotocols = no_tokens;
  request.subprotocol_count = 2;
  result = wshake_client_start(client, room(), &request, nonce());
  CHECK(result.error.code == WSHAKE_ERRC_BAD_SUBPROTOCOLS);
  CHECK(is(result.error.field, "subprotocols"));
  CHECK(result.error.offset == 1);
  request.subprotocol_count = 0;

  request.absolute_form = true;
  const wshake_write_result absolute = wshake_write_request(room(), &request, nonce(), NULL);
  CHECK(absolute.error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, absolute.written.size, "GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\n"));
  request.absolute_form = false;
  request.where.host = text("a b");
  result = wshake_client_start(client, room(), &request, nonce());
  CHECK(result.error.code == WSHAKE_ERRC_BAD_URI);
  CHECK(is(result.error.field, "host"));
  CHECK(result.error.offset == 1);
  CHECK(wshake_client_state_of(client) == WSHAKE_CLIENT_IDLE);

  static char tiny[8];
  wshake_client_init(client, wshake_room(tiny, sizeof tiny), NULL);
  request.where.host = text("example.com");
  result = wshake_client_start(client, room(), &request, nonce());
  CHECK(result.error.code == WSHAKE_ERRC_STORAGE_TOO_SMALL);
  CHECK(result.needed == strlen("example.com/"));
  CHECK(result.written.size == 0);
  CHECK(wshake_client_state_of(client) == WSHAKE_CLIENT_IDLE);
}

// In any state of a client, wshake_client_reset() prepares the client for a new connection.
static void reset_makes_a_client_new(void) {
  static const char* const answers[] = {"", "HTTP/1.1 4", "HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\n",
                                        "SSH-2.0-x\r\n"};
  for (size_t at = 0; at < sizeof answers / sizeof *answers; ++at) {
    wshake_client* client = asking("ws://example.com/");
    CHECK(wshake_client_feed(client, text(answers[at])).consumed <= strlen(answers[at]));
    wshake_client_reset(client);
    CHECK(wshake_client_state_of(client) == WSHAKE_CLIENT_IDLE);
    CHECK(wshake_client_error(client).code == WSHAKE_ERRC_NONE);
    CHECK(wshake_client_error(client).offset == 0);
    CHECK(wshake_client_response(client).raw.size == 0);
    CHECK(wshake_client_next(client).what == WSHAKE_CONTINUATION_NOTHING);
    CHECK(wshake_client_start(client, room(), &request, nonce()).error.code == WSHAKE_ERRC_NONE);
    CHECK(wshake_client_feed(client, text(EXAMPLE_ANSWER)).event == WSHAKE_CLIENT_OPEN);
  }
}

// The 101 of this test selects no subprotocol. If require_subprotocol is set, a client that offered a subprotocol
// fails, and a client that offered no subprotocol opens.
static void required_subprotocol_is_checked(void) {
  static const wshake_octets offered[] = {WSHAKE_LITERAL("chat")};
  const wshake_client_options options = WSHAKE_CLIENT_OPTIONS(.require_subprotocol = true);
  wshake_client_config config;
  CHECK(wshake_client_config_init(&config, &options).code == WSHAKE_ERRC_NONE);
  for (size_t count = 0; count < 2; ++count) {
    wshake_client_init(&memory, wshake_room(storage, sizeof storage), &config);
    request = (wshake_client_request)WSHAKE_CLIENT_REQUEST(.where = wshake_parse_uri(text("ws://example.com/")).found);
    request.subprotocols = offered;
    request.subprotocol_count = count;
    CHECK(wshake_client_start(&memory, room(), &request, nonce()).error.code == WSHAKE_ERRC_NONE);
    const char* answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT "\r\n\r\n";
    const wshake_client_event expected = count == 0 ? WSHAKE_CLIENT_OPEN : WSHAKE_CLIENT_FAILED;
    CHECK(wshake_client_feed(&memory, text(answer)).event == expected);
    CHECK(wshake_client_error(&memory).code == (count == 0 ? WSHAKE_ERRC_NONE : WSHAKE_ERRC_SUBPROTOCOL_NOT_ANSWERED));
  }
}

// The answer's head has every fault that a lenient client overlooks.
static void lenient_client_accepts_deviations(void) {
  const char* answer =
      "\r\n\nHTTP/1.10  101 x\nUpgrade : websocket\nConnection: Upgrade\r\nSet-Cookie: a=\x01\n"
      "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT "\n\n";
  const wshake_client_options options[] = {WSHAKE_CLIENT_OPTIONS(.lenient = false),
                                           WSHAKE_CLIENT_OPTIONS(.lenient = true)};
  for (size_t at = 0; at < 2; ++at) {
    wshake_client_config config;
    CHECK(wshake_client_config_init(&config, &options[at]).code == WSHAKE_ERRC_NONE);
    wshake_client_init(&memory, wshake_room(storage, sizeof storage), &config);
    request = (wshake_client_request)WSHAKE_CLIENT_REQUEST(.where = wshake_parse_uri(text("ws://example.com/")).found);
    CHECK(wshake_client_start(&memory, room(), &request, nonce()).error.code == WSHAKE_ERRC_NONE);
    const wshake_client_event expected = at == 1 ? WSHAKE_CLIENT_OPEN : WSHAKE_CLIENT_FAILED;
    CHECK(wshake_client_feed(&memory, text(answer)).event == expected);
    CHECK(wshake_client_error(&memory).code == (at == 1 ? WSHAKE_ERRC_NONE : WSHAKE_ERRC_MISSING_HTTP_VERSION));
  }
}

static void client_moves_with_its_storage(void) {
  const char* answer = EXAMPLE_ANSWER;
  wshake_client* client = asking("ws://example.com/");
  CHECK(wshake_client_feed(client, wshake_view(answer, 50)).consumed == 50);
  static char other[sizeof storage];
  memcpy(other, storage, sizeof storage);
  memset(storage, 0xff, sizeof storage);
  wshake_client_rebase(client, wshake_room(other, sizeof other));
  CHECK(wshake_client_feed(client, text(answer + 50)).event == WSHAKE_CLIENT_OPEN);
}

void test_client(void) {
  CHECK(wshake_client_size() <= WSHAKE_CLIENT_SIZE);
  shake_hands(1);
  shake_hands(7);
  shake_hands(sizeof out);
  follows_a_redirect();
  wrong_accept_value_fails();
  required_subprotocol_is_checked();
  refusal_ends_the_connection();
  start_rejects_invalid_requests();
  reset_makes_a_client_new();
  lenient_client_accepts_deviations();
  client_moves_with_its_storage();
}
