// SPDX-License-Identifier: BSL-1.0
// Options of callers that are older than the library, of its age, and newer.
#include "checks.h"

// What callers were compiled with before wshake_reject_options had more than these.
struct older_reject_options {
  size_t size;
  wshake_errc error;
  uint16_t status;
  bool keep_alive;
};

// And after it will have got another one.
struct newer_reject_options {
  wshake_reject_options known;
  uint64_t unknown;
};

static char storage[WSHAKE_SMALL_SERVER_STORAGE_SIZE];
static char out[1024];

static wshake_server* asked(wshake_server_memory* memory, const wshake_server_config* config) {
  wshake_server* server = wshake_server_init(memory, wshake_room(storage, sizeof storage), config);
  CHECK(wshake_server_feed(server, text(EXAMPLE_REQUEST)).what == WSHAKE_EVENT_UPGRADE);
  return server;
}

static void older_callers(void) {
  wshake_server_memory memory;
  wshake_server* server = asked(&memory, NULL);
  // Behind the older struct lies what no library may take for options.
  struct {
    struct older_reject_options options;
    unsigned char behind[sizeof(wshake_reject_options)];
  } caller;
  memset(&caller, 0xff, sizeof caller);
  wshake_reject_options_init((wshake_reject_options*)(void*)&caller.options, sizeof caller.options);
  CHECK(caller.options.size == sizeof caller.options);
  CHECK(caller.options.error == WSHAKE_ERRC_NONE);
  CHECK(caller.options.status == 0);
  CHECK(caller.options.keep_alive);
  CHECK(caller.behind[0] == 0xff);
  caller.options.status = 404;
  caller.options.keep_alive = false;
  const wshake_write_result result = wshake_server_reject(server, wshake_room(out, sizeof out),
                                                          (const wshake_reject_options*)(const void*)&caller.options);
  CHECK(result.error == WSHAKE_ERRC_NONE);
  CHECK(contains(out, result.size, "HTTP/1.1 404 Not Found\r\n"));
  CHECK(contains(out, result.size, "Connection: close\r\n"));
  CHECK(!wshake_server_keep_alive(server));

  // The smallest of all knows nothing but its size.
  size_t only_size = sizeof only_size;
  server = asked(&memory, NULL);
  CHECK(wshake_server_reject(server, wshake_room(out, sizeof out), (const wshake_reject_options*)(void*)&only_size).error ==
        WSHAKE_ERRC_NONE);
  CHECK(contains(out, 24, "HTTP/1.1 403 Forbidden\r\n"));
  CHECK(wshake_server_keep_alive(server));

  // One that was only zeroed does not even know that.
  wshake_reject_options zeroed;
  memset(&zeroed, 0, sizeof zeroed);
  zeroed.status = 404;
  server = asked(&memory, NULL);
  CHECK(wshake_server_reject(server, wshake_room(out, sizeof out), &zeroed).error == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 24, "HTTP/1.1 403 Forbidden\r\n"));

  struct {
    size_t size;
    uint32_t head;
  } older_limits = {sizeof older_limits, 100};
  const wshake_limits* limits = (const wshake_limits*)(const void*)&older_limits;
  CHECK(wshake_read_request(text(EXAMPLE_REQUEST), limits).error == WSHAKE_ERRC_HEAD_TOO_LARGE);
  older_limits.head = 1000;
  CHECK(wshake_read_request(text(EXAMPLE_REQUEST), limits).error == WSHAKE_ERRC_NONE);
}

static void newer_callers(void) {
  wshake_server_memory memory;
  wshake_server* server = asked(&memory, NULL);
  struct newer_reject_options newer;
  memset(&newer, 0xff, sizeof newer);
  wshake_reject_options_init(&newer.known, sizeof newer);
  CHECK(newer.known.size == sizeof newer);
  CHECK(newer.unknown == 0);
  newer.known.status = 404;
  newer.unknown = 1;
  CHECK(wshake_server_reject(server, wshake_room(out, sizeof out), &newer.known).error == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 24, "HTTP/1.1 404 Not Found\r\n"));
}

static void every_option_of_a_server(void) {
  static const wshake_octets subprotocols[] = {WSHAKE_LITERAL("superchat"), WSHAKE_LITERAL("chat")};
  static const wshake_octets origins[] = {WSHAKE_LITERAL("http://example.com")};
  static const wshake_field header[] = {{WSHAKE_LITERAL("Date"), WSHAKE_LITERAL("today")}};
  wshake_deflate_config deflate;
  wshake_deflate_config_init(&deflate, sizeof deflate);
  CHECK(!deflate.enabled);
  CHECK(deflate.server_max_window_bits == 15);
  CHECK(deflate.client_max_window_bits == 15);
  deflate.enabled = true;
  deflate.client_no_context_takeover = true;
  deflate.client_max_window_bits = 10;
  wshake_limits limits;
  wshake_limits_init(&limits, sizeof limits);
  CHECK(limits.head == 16384);
  CHECK(limits.target == 8000);
  limits.target = 12;
  wshake_server_options options;
  wshake_server_options_init(&options, sizeof options);
  CHECK(is(options.product, "wshake"));
  CHECK(options.keep_alive);
  options.subprotocols = subprotocols;
  options.subprotocol_count = 2;
  options.require_subprotocol = true;
  options.origins = origins;
  options.origin_count = 1;
  options.require_origin = true;
  options.header = header;
  options.header_count = 1;
  options.deflate = &deflate;
  options.limits = &limits;
  options.product = text("");
  options.keep_alive = false;
  CHECK(wshake_server_config_size() <= WSHAKE_SERVER_CONFIG_SIZE);
  wshake_server_config_memory config_memory;
  const wshake_server_config* config = wshake_server_config_init(&config_memory, &options);
  memset(&options, 0xff, sizeof options);  // no longer needed
  memset(&limits, 0xff, sizeof limits);
  memset(&deflate, 0xff, sizeof deflate);

  wshake_server_memory memory;
  wshake_server* server = asked(&memory, config);
  const wshake_write_result accepted = wshake_server_accept(server, wshake_room(out, sizeof out), NULL);
  CHECK(accepted.error == WSHAKE_ERRC_NONE);
  CHECK(contains(out, accepted.size, "Sec-WebSocket-Protocol: superchat\r\n"));
  CHECK(contains(out, accepted.size, "Date: today\r\n"));
  CHECK(!contains(out, accepted.size, "Server:"));
  const wshake_agreement agreed = wshake_server_agreed(server);
  CHECK(is(agreed.subprotocol, "superchat"));
  CHECK(agreed.deflate.agreed);
  CHECK(agreed.deflate.client_no_context_takeover);
  CHECK(!agreed.deflate.server_no_context_takeover);
  CHECK(agreed.deflate.client_max_window_bits == 10);
  CHECK(agreed.deflate.server_max_window_bits == 15);

  static const char other_origin[] =
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: " EXAMPLE_KEY "\r\nOrigin: http://example.org\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
  server = wshake_server_init(&memory, wshake_room(storage, sizeof storage), config);
  CHECK(wshake_server_feed(server, text(other_origin)).what == WSHAKE_EVENT_FAILED);
  CHECK(wshake_server_error(server) == WSHAKE_ERRC_FORBIDDEN_ORIGIN);
  CHECK(wshake_server_respond(server, wshake_room(out, sizeof out)).error == WSHAKE_ERRC_NONE);
  CHECK(!wshake_server_keep_alive(server));

  static const char no_origin[] =
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: " EXAMPLE_KEY "\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
  server = wshake_server_init(&memory, wshake_room(storage, sizeof storage), config);
  CHECK(wshake_server_feed(server, text(no_origin)).what == WSHAKE_EVENT_FAILED);
  CHECK(wshake_server_error(server) == WSHAKE_ERRC_MISSING_ORIGIN);

  server = wshake_server_init(&memory, wshake_room(storage, sizeof storage), config);
  CHECK(wshake_server_feed(server, text("GET /chat/rooms/1 HTTP/1.1\r\n")).what == WSHAKE_EVENT_FAILED);
  CHECK(wshake_server_error(server) == WSHAKE_ERRC_TARGET_TOO_LONG);
}

void test_options(void) {
  older_callers();
  newer_callers();
  every_option_of_a_server();
}
