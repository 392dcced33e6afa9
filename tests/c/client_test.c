// SPDX-License-Identifier: BSL-1.0
// wshake_client: alone, and with a wshake_server in memory.
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

// One that has asked.
static wshake_client* asking(const char* uri) {
  wshake_client* client = fresh();
  memset(&request, 0, sizeof request);
  request.size = sizeof request;
  request.where = wshake_parse_uri(text(uri)).found;
  CHECK(wshake_client_start(client, room(), &request, nonce()).error == WSHAKE_ERRC_NONE);
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
  CHECK(wshake_client_state(client) == WSHAKE_EVENT_END);
  memset(&request, 0, sizeof request);
  request.size = sizeof request;
  request.where = wshake_parse_uri(text("ws://example.com/chat")).found;
  request.origin = text("http://example.com");
  request.subprotocols = offered;
  request.subprotocol_count = 2;
  request.deflate = deflate;
  request.deflate_count = 1;
  const wshake_write_result small = wshake_client_start(client, wshake_room(out, 10), &request, nonce());
  CHECK(small.error == WSHAKE_ERRC_NEED_ROOM);
  CHECK(wshake_client_state(client) == WSHAKE_EVENT_END);
  const wshake_write_result asked = wshake_client_start(client, wshake_room(out, small.size), &request, nonce());
  CHECK(asked.error == WSHAKE_ERRC_NONE);
  CHECK(asked.size == small.size);
  CHECK(contains(out, asked.size, "User-Agent: game/1.0\r\n"));
  CHECK(contains(out, asked.size, "Cookie: a=b\r\n"));
  CHECK(contains(out, asked.size, "Connection: Upgrade, close\r\n"));
  CHECK(wshake_client_start(client, room(), &request, nonce()).error == WSHAKE_ERRC_WRONG_STATE);

  wshake_server server_memory;
  wshake_server_init(&server_memory, wshake_room(server_storage, sizeof server_storage), server_config);
  wshake_server* server = &server_memory;
  for (size_t at = 0; at < asked.size; at += piece) {
    const size_t size = asked.size - at < piece ? asked.size - at : piece;
    CHECK(wshake_server_feed(server, wshake_view(out + at, size)).consumed == size);
  }
  CHECK(wshake_server_state(server) == WSHAKE_EVENT_UPGRADE);
  const wshake_write_result answered = wshake_server_respond(server, room());
  CHECK(answered.error == WSHAKE_ERRC_NONE);

  // The server's first frame comes with the last octets.
  memcpy(out + answered.size, "\x81\x05Hello", 7);
  size_t left = answered.size + 7;
  wshake_octets rest = wshake_view(out, left);
  while (wshake_client_state(client) == WSHAKE_EVENT_NEED_MORE) {
    const wshake_feed_result fed =
        wshake_client_feed(client, wshake_view(rest.data, rest.size < piece ? rest.size : piece));
    rest = wshake_view(rest.data + fed.consumed, rest.size - fed.consumed);
  }
  CHECK(wshake_client_state(client) == WSHAKE_EVENT_OPEN);
  CHECK(is(rest, "\x81\x05Hello"));
  CHECK(wshake_client_response(client).view.status == 101);
  const wshake_agreement ours = wshake_client_agreed(client), theirs = wshake_server_agreed(server);
  CHECK(is(ours.subprotocol, "chat"));
  CHECK(is(theirs.subprotocol, "chat"));
  CHECK(ours.deflate.agreed && theirs.deflate.agreed);
  CHECK(ours.deflate.client_max_window_bits == theirs.deflate.client_max_window_bits);
  CHECK(ours.deflate.server_max_window_bits == theirs.deflate.server_max_window_bits);
}

static void redirected(void) {
  wshake_client* client = asking("ws://example.com/chat?room=1");
  wshake_octets rest = text(
      "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
      "HTTP/1.1 302 Found\r\nLocation: https://example.com/other\r\nContent-Length: 5\r\n\r\nthere");
  static const wshake_event expected[] = {WSHAKE_EVENT_INTERIM, WSHAKE_EVENT_REFUSED, WSHAKE_EVENT_BODY,
                                          WSHAKE_EVENT_END};
  for (size_t at = 0; at < sizeof expected / sizeof *expected; ++at) {
    const wshake_feed_result fed = wshake_client_feed(client, rest);
    CHECK(fed.what == expected[at]);
    if (fed.what == WSHAKE_EVENT_BODY) CHECK(is(fed.data, "there"));
    rest = wshake_view(rest.data + fed.consumed, rest.size - fed.consumed);
  }
  CHECK(rest.size == 0);
  CHECK(wshake_client_keep_alive(client));
  CHECK(wshake_client_response(client).view.status == 302);
  const wshake_continuation next = wshake_client_next(client);
  CHECK(next.what == WSHAKE_CONTINUATION_REDIRECT);
  CHECK(is(next.location, "https://example.com/other"));
  CHECK(!next.same_origin);
  CHECK(!next.downgrade);
  const wshake_write_result where = wshake_client_redirect_uri(client, room());
  CHECK(where.error == WSHAKE_ERRC_NONE);
  CHECK(is(wshake_view(out, where.size), "wss://example.com/other"));

  const wshake_uri_reading target = wshake_parse_uri(text("wss://example.com/"));
  char same[] = "HTTP/1.1 307 There\r\nLocation: /there\r\n\r\n";
  const wshake_response_reading there = wshake_read_response(wshake_room(same, sizeof same - 1), NULL);
  const wshake_continuation nearby = wshake_find_continuation(&there.head.view, &target.found);
  CHECK(nearby.same_origin);
  CHECK(!nearby.downgrade);
  char down[] = "HTTP/1.1 307 There\r\nLocation: ws://example.com/\r\n\r\n";
  const wshake_response_reading below = wshake_read_response(wshake_room(down, sizeof down - 1), NULL);
  const wshake_continuation lower = wshake_find_continuation(&below.head.view, &target.found);
  CHECK(!lower.same_origin);
  CHECK(lower.downgrade);

  // The same client asks again.
  request.where = wshake_parse_uri(wshake_view(out, where.size)).found;
  static char again[512];
  CHECK(wshake_client_start(client, wshake_room(again, sizeof again), &request, nonce()).error == WSHAKE_ERRC_NONE);
  CHECK(wshake_client_state(client) == WSHAKE_EVENT_NEED_MORE);
}

static void deceived(void) {
  wshake_client* client = asking("ws://example.com/");
  const char* answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n";
  CHECK(wshake_client_feed(client, text(answer)).what == WSHAKE_EVENT_FAILED);
  CHECK(wshake_client_error(client) == WSHAKE_ERRC_WRONG_ACCEPT);
  CHECK(is(wshake_client_error_field(client), "Sec-WebSocket-Accept"));
  CHECK(wshake_client_error_at(client) == (size_t)(strstr(answer, "AAAA") - answer));
  CHECK(!wshake_client_keep_alive(client));
  CHECK(wshake_client_agreed(client).subprotocol.size == 0);
  CHECK(wshake_client_next(client).what == WSHAKE_CONTINUATION_NOTHING);
  CHECK(wshake_client_redirect_uri(client, room()).error == WSHAKE_ERRC_WRONG_STATE);

  client = asking("ws://example.com/");
  CHECK(wshake_client_feed_eof(client) == WSHAKE_EVENT_CLOSED);
}

// The plain 101 answers no subprotocol.
static void required(void) {
  static const wshake_octets offered[] = {WSHAKE_LITERAL("chat")};
  const wshake_client_options options = WSHAKE_CLIENT_OPTIONS(.require_subprotocol = true);
  wshake_client_config config;
  CHECK(wshake_client_config_init(&config, &options).code == WSHAKE_ERRC_NONE);
  for (size_t count = 0; count < 2; ++count) {
    wshake_client_init(&memory, wshake_room(storage, sizeof storage), &config);
    request = (wshake_client_request)WSHAKE_CLIENT_REQUEST(.where = wshake_parse_uri(text("ws://example.com/")).found);
    request.subprotocols = offered;
    request.subprotocol_count = count;
    CHECK(wshake_client_start(&memory, room(), &request, nonce()).error == WSHAKE_ERRC_NONE);
    const char* answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT "\r\n\r\n";
    const wshake_event expected = count == 0 ? WSHAKE_EVENT_OPEN : WSHAKE_EVENT_FAILED;
    CHECK(wshake_client_feed(&memory, text(answer)).what == expected);
    CHECK(wshake_client_error(&memory) == (count == 0 ? WSHAKE_ERRC_NONE : WSHAKE_ERRC_SUBPROTOCOL_NOT_ANSWERED));
  }
}

static void moved(void) {
  const char* answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT "\r\n\r\n";
  wshake_client* client = asking("ws://example.com/");
  CHECK(wshake_client_feed(client, wshake_view(answer, 50)).consumed == 50);
  static char other[sizeof storage];
  memcpy(other, storage, sizeof storage);
  memset(storage, 0xff, sizeof storage);
  wshake_client_rebase(client, wshake_room(other, sizeof other));
  CHECK(wshake_client_feed(client, text(answer + 50)).what == WSHAKE_EVENT_OPEN);
}

void test_client(void) {
  CHECK(wshake_client_size() <= WSHAKE_CLIENT_SIZE);
  shake_hands(1);
  shake_hands(7);
  shake_hands(sizeof out);
  redirected();
  deceived();
  required();
  moved();
}
