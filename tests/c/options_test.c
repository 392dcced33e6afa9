// SPDX-License-Identifier: BSL-1.0
// Tests options in C: zero selects the default, and the library refuses every handshake if it cannot interpret the
// options.
#include "checks.h"

// The options of a caller that was compiled with a newer wshake.h, which declares one member more.
struct newer_server_options {
  wshake_server_options known;
  uint64_t unknown;
};
struct newer_response_options {
  wshake_response_options known;
  uint64_t unknown;
};

static char storage[WSHAKE_SMALL_SERVER_STORAGE_SIZE];
static char out[1024];
static const wshake_octets our_origin[] = {WSHAKE_LITERAL("https://example.com")};

static const char from_elsewhere[] =
    "GET /chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://evil.example\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " EXAMPLE_KEY "\r\n\r\n";

static wshake_server* asked(wshake_server* server, const wshake_server_config* config) {
  wshake_server_init(server, wshake_room(storage, sizeof storage), config);
  CHECK(wshake_server_feed(server, text(EXAMPLE_REQUEST)).state == WSHAKE_SERVER_UPGRADE);
  return server;
}

// Checks that the handshake in from_elsewhere fails, because the options do not name its origin. The answer is 403, or
// 500 if the configuration is bad.
static void refuses_elsewhere(const wshake_server_config* config, bool is_bad) {
  wshake_server server;
  wshake_server_init(&server, wshake_room(storage, sizeof storage), config);
  CHECK(wshake_server_feed(&server, text(from_elsewhere)).state == WSHAKE_SERVER_FAILED);
  CHECK(wshake_server_error(&server).code == (is_bad ? WSHAKE_ERRC_BAD_CONFIG : WSHAKE_ERRC_FORBIDDEN_ORIGIN));
  CHECK(wshake_server_accept(&server, wshake_room(out, sizeof out), NULL).error.code == WSHAKE_ERRC_WRONG_STATE);
  const wshake_write_result refusal = wshake_server_respond(&server, wshake_room(out, sizeof out), NULL);
  CHECK(refusal.error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, refusal.written.size, is_bad ? "HTTP/1.1 500 " : "HTTP/1.1 403 "));
  CHECK(wshake_server_keep_alive(&server) == !is_bad);
  wshake_server_init(&server, wshake_room(storage, sizeof storage), NULL);
  CHECK(wshake_server_feed(&server, text(from_elsewhere)).state == WSHAKE_SERVER_UPGRADE);
  CHECK(wshake_server_configure(&server, config) == WSHAKE_SERVER_FAILED);
  CHECK(wshake_server_error(&server).code == (is_bad ? WSHAKE_ERRC_BAD_CONFIG : WSHAKE_ERRC_FORBIDDEN_ORIGIN));
  const wshake_server_state again = wshake_server_configure(&server, NULL);
  CHECK(again == (is_bad ? WSHAKE_SERVER_FAILED : WSHAKE_SERVER_UPGRADE));
}

static void check_bad(const wshake_server_options* options, const char* member) {
  wshake_server_config config;
  const wshake_diagnostic found = wshake_server_config_init(&config, options);
  CHECK(found.code == WSHAKE_ERRC_BAD_CONFIG);
  CHECK(found.offset == 0);
  CHECK(is(found.field, member));
  refuses_elsewhere(&config, true);
}

// Neither valid nor invalid options admit an origin that they do not name.
static void server_fails_closed(void) {
  wshake_server_config config;
  const wshake_server_options by_macro = WSHAKE_SERVER_OPTIONS(.origins = our_origin, .origin_count = 1);
  CHECK(wshake_server_config_init(&config, &by_macro).code == WSHAKE_ERRC_NONE);
  refuses_elsewhere(&config, false);

  wshake_server_options options;
  memset(&options, 0, sizeof options);
  options.origins = our_origin;
  options.origin_count = 1;
  options.require_origin = true;
  check_bad(&options, "size");
  options.size = 4;
  check_bad(&options, "size");
  options.size = sizeof options - 1;
  check_bad(&options, "size");
  options.size = (size_t)-1;
  check_bad(&options, "size");
  options.size = 1U << 20;
  check_bad(&options, "size");
  options.size = sizeof options;
  CHECK(wshake_server_config_init(&config, &options).code == WSHAKE_ERRC_NONE);
  refuses_elsewhere(&config, false);

  const wshake_server_options designated = {.origins = our_origin, .origin_count = 1, .require_origin = true};
  check_bad(&designated, "size");

  // If a member that only a newer wshake.h declares is zero, the member changes nothing. If it is not zero, the library
  // refuses the options.
  struct newer_server_options newer;
  memset(&newer, 0, sizeof newer);
  newer.known = options;
  newer.known.size = sizeof newer;
  CHECK(wshake_server_config_init(&config, &newer.known).code == WSHAKE_ERRC_NONE);
  refuses_elsewhere(&config, false);
  newer.unknown = 1;
  check_bad(&newer.known, "size");

  // A struct inside the options, such as wshake_limits, also begins with its size. The size 0 is invalid.
  wshake_limits limits;
  memset(&limits, 0, sizeof limits);
  options.limits = &limits;
  check_bad(&options, "limits");
  options.limits = NULL;
  wshake_deflate_config deflate;
  memset(&deflate, 0, sizeof deflate);
  options.deflate = &deflate;
  check_bad(&options, "deflate");
  options.deflate = NULL;

  // A list without its count is bad, and a count without its list.
  static const wshake_octets chat[] = {WSHAKE_LITERAL("chat")};
  static const wshake_field date[] = {{WSHAKE_LITERAL("Date"), WSHAKE_LITERAL("today")}};
  options.origin_count = 0;
  check_bad(&options, "origins");
  options.origins = NULL;
  options.origin_count = 1;
  check_bad(&options, "origins");
  options.origins = our_origin;
  options.subprotocols = chat;
  check_bad(&options, "subprotocols");
  options.subprotocols = NULL;
  options.subprotocol_count = 1;
  check_bad(&options, "subprotocols");
  options.subprotocol_count = 0;
  options.header = date;
  check_bad(&options, "header");
  options.header = NULL;
  options.header_count = 1;
  check_bad(&options, "header");
  options.header_count = 0;

  // The memory of a configuration that no init function has made: all zero, or arbitrary octets.
  memset(&config, 0, sizeof config);
  refuses_elsewhere(&config, true);
  memset(&config, 0xff, sizeof config);
  refuses_elsewhere(&config, true);

  // Options with member values that wshake_server_config_init() rejects.
  static const wshake_octets no_token[] = {WSHAKE_LITERAL("chat"), WSHAKE_LITERAL("a b")};
  const wshake_server_options bad = WSHAKE_SERVER_OPTIONS(.subprotocols = no_token, .subprotocol_count = 2);
  const wshake_diagnostic found = wshake_server_config_init(&config, &bad);
  CHECK(found.code == WSHAKE_ERRC_BAD_CONFIG);
  CHECK(found.offset == 1);
  CHECK(is(found.field, "subprotocols"));
  refuses_elsewhere(&config, true);
}

// A verb writes nothing if the library cannot interpret the verb's options.
static void verbs_write_nothing_on_failure(void) {
  wshake_server memory;
  wshake_server* server = asked(&memory, NULL);
  wshake_response_options options;
  memset(&options, 0, sizeof options);
  options.status = 404;
  const size_t bad_sizes[] = {0, 4, sizeof options - 1, 1U << 20, (size_t)-1};
  for (size_t at = 0; at < sizeof bad_sizes / sizeof bad_sizes[0]; ++at) {
    options.size = bad_sizes[at];
    const wshake_write_result result = wshake_server_respond(server, wshake_room(out, sizeof out), &options);
    CHECK(result.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
    CHECK(is(result.error.field, "size"));
    CHECK(result.written.size == 0);
    CHECK(result.needed == 0);
    wshake_accept_options accepting;
    memset(&accepting, 0, sizeof accepting);
    accepting.size = bad_sizes[at] == sizeof options - 1 ? sizeof accepting - 1 : bad_sizes[at];
    CHECK(wshake_server_accept(server, wshake_room(out, sizeof out), &accepting).error.code == WSHAKE_ERRC_BAD_ARGUMENT);
    CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_UPGRADE);
    wshake_limits limits;
    memset(&limits, 0, sizeof limits);
    limits.size = bad_sizes[at] == sizeof options - 1 ? sizeof limits - 1 : bad_sizes[at];
    CHECK(wshake_read_request(text(EXAMPLE_REQUEST), &limits).error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  }

  // These options have the count of a list, but no list.
  const wshake_accept_options no_fields = WSHAKE_ACCEPT_OPTIONS(.header_count = 1);
  const wshake_write_result no_101 = wshake_server_accept(server, wshake_room(out, sizeof out), &no_fields);
  CHECK(no_101.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  CHECK(is(no_101.error.field, "header"));
  const wshake_response_options no_header = WSHAKE_RESPONSE_OPTIONS(.header_count = 1);
  const wshake_write_result no_403 = wshake_server_respond(server, wshake_room(out, sizeof out), &no_header);
  CHECK(no_403.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  CHECK(is(no_403.error.field, "header"));
  CHECK(wshake_server_state_of(server) == WSHAKE_SERVER_UPGRADE);

  struct newer_response_options newer;
  memset(&newer, 0, sizeof newer);
  newer.known.size = sizeof newer;
  newer.known.status = 404;
  newer.unknown = 1;
  CHECK(wshake_server_respond(server, wshake_room(out, sizeof out), &newer.known).error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  newer.unknown = 0;
  CHECK(wshake_server_respond(server, wshake_room(out, sizeof out), &newer.known).error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, 24, "HTTP/1.1 404 Not Found\r\n"));
  CHECK(wshake_server_keep_alive(server));

  server = asked(&memory, NULL);
  const wshake_response_options closing = WSHAKE_RESPONSE_OPTIONS(.status = 404, .close = true);
  const wshake_write_result closed = wshake_server_respond(server, wshake_room(out, sizeof out), &closing);
  CHECK(contains(out, closed.written.size, "Connection: close\r\n"));
  CHECK(!wshake_server_keep_alive(server));
}

// A client writes no request if the library cannot interpret the client's configuration or the request.
static void client_fails_closed(void) {
  static char client_storage[WSHAKE_SMALL_CLIENT_STORAGE_SIZE];
  wshake_client client;
  wshake_client_config config;
  wshake_client_request request = WSHAKE_CLIENT_REQUEST(.where = wshake_parse_uri(text("ws://example.com/")).found);
  const uint8_t* nonce = (const uint8_t*)EXAMPLE_NONCE;

  memset(&config, 0xff, sizeof config);
  wshake_client_init(&client, wshake_room(client_storage, sizeof client_storage), &config);
  CHECK(wshake_client_start(&client, wshake_room(out, sizeof out), &request, nonce).error.code == WSHAKE_ERRC_BAD_CONFIG);
  wshake_client_options options;
  memset(&options, 0, sizeof options);
  CHECK(is(wshake_client_config_init(&config, &options).field, "size"));
  CHECK(wshake_client_start(&client, wshake_room(out, sizeof out), &request, nonce).error.code == WSHAKE_ERRC_BAD_CONFIG);
  CHECK(wshake_write_request(wshake_room(out, sizeof out), &request, nonce, &config).error.code == WSHAKE_ERRC_BAD_CONFIG);
  options.size = sizeof options;
  static const wshake_field date[] = {{WSHAKE_LITERAL("Date"), WSHAKE_LITERAL("today")}};
  options.header = date;
  CHECK(is(wshake_client_config_init(&config, &options).field, "header"));
  CHECK(wshake_write_request(wshake_room(out, sizeof out), &request, nonce, &config).error.code == WSHAKE_ERRC_BAD_CONFIG);
  options.header = NULL;
  options.header_count = 1;
  CHECK(is(wshake_client_config_init(&config, &options).field, "header"));
  options.header_count = 0;
  CHECK(wshake_client_config_init(&config, &options).code == WSHAKE_ERRC_NONE);
  wshake_client_init(&client, wshake_room(client_storage, sizeof client_storage), &config);
  request.size = 8;
  CHECK(wshake_client_start(&client, wshake_room(out, sizeof out), &request, nonce).error.code ==
        WSHAKE_ERRC_BAD_ARGUMENT);
  CHECK(wshake_write_request(wshake_room(out, sizeof out), &request, nonce, NULL).error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  request.size = sizeof request;
  request.deflate_count = 1;
  CHECK(is(wshake_client_start(&client, wshake_room(out, sizeof out), &request, nonce).error.field, "deflate"));
  request.deflate_count = 0;
  request.subprotocol_count = 1;
  CHECK(is(wshake_write_request(wshake_room(out, sizeof out), &request, nonce, NULL).error.field, "subprotocols"));
  request.subprotocol_count = 0;
  request.header_count = 1;
  CHECK(
      is(wshake_client_start_fields(&client, wshake_room(out, sizeof out), &request, 20, true).error.field, "header"));
  request.header_count = 0;
  CHECK(wshake_client_start(&client, wshake_room(out, sizeof out), &request, nonce).error.code == WSHAKE_ERRC_NONE);
  const wshake_tunnel_request no_fields = WSHAKE_TUNNEL_REQUEST(.header_count = 1);
  CHECK(is(wshake_write_connect(wshake_room(out, sizeof out), &no_fields, NULL).error.field, "header"));
}

// Zero selects the default of every limit; WSHAKE_LIMIT_ZERO is the limit of 0.
static void limits_of_zero_are_defaults(void) {
  static char long_target[8200];
  const size_t sizes[] = {8000, 8001};
  for (size_t at = 0; at < 2; ++at) {
    char* end = long_target;
    memcpy(end, "GET /", 5);
    memset(end + 5, 'a', sizes[at] - 1);
    memcpy(end + 4 + sizes[at], " HTTP/1.1\r\n", 12);
    const wshake_limits defaults = WSHAKE_LIMITS(.head = 0);
    const wshake_request_reading read = wshake_read_request(text(long_target), &defaults);
    CHECK(read.error.code == (at == 0 ? WSHAKE_ERRC_NONE : WSHAKE_ERRC_TARGET_TOO_LONG));
  }
  const wshake_limits no_empty_line = WSHAKE_LIMITS(.empty_lines = WSHAKE_LIMIT_ZERO);
  CHECK(wshake_read_request(text("\r\n"), &no_empty_line).error.code == WSHAKE_ERRC_TOO_MANY_EMPTY_LINES);
  const wshake_limits many = WSHAKE_LIMITS(.empty_lines = 100000, .head = 100);
  CHECK(wshake_read_request(text("\r\n\r\n\r\n\r\n\r\n\r\n"), &many).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_read_request(text(EXAMPLE_REQUEST), &many).error.code == WSHAKE_ERRC_HEAD_TOO_LARGE);
}

static void every_option_of_a_server_counts(void) {
  static const wshake_octets subprotocols[] = {WSHAKE_LITERAL("superchat"), WSHAKE_LITERAL("chat")};
  static const wshake_octets origins[] = {WSHAKE_LITERAL("http://example.com")};
  static const wshake_field header[] = {{WSHAKE_LITERAL("Date"), WSHAKE_LITERAL("today")}};
  wshake_deflate_config deflate = WSHAKE_DEFLATE_CONFIG(.window_of_8 = false);
  deflate.enabled = true;
  deflate.client_no_context_takeover = true;
  deflate.client_max_window_bits = 10;
  wshake_limits limits = {.size = sizeof limits};
  limits.target = 12;
  wshake_server_options options = {.size = sizeof options};
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
  options.close_refused = true;
  CHECK(wshake_server_config_size() <= WSHAKE_SERVER_CONFIG_SIZE);
  wshake_server_config config_memory;
  CHECK(wshake_server_config_init(&config_memory, &options).code == WSHAKE_ERRC_NONE);
  const wshake_server_config* config = &config_memory;
  memset(&options, 0xff, sizeof options);  // the configuration has its own copy of the options
  memset(&limits, 0xff, sizeof limits);
  memset(&deflate, 0xff, sizeof deflate);

  wshake_server memory;
  wshake_server* server = asked(&memory, config);
  const wshake_write_result accepted = wshake_server_accept(server, wshake_room(out, sizeof out), NULL);
  CHECK(accepted.error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, accepted.written.size, "Sec-WebSocket-Protocol: superchat\r\n"));
  CHECK(contains(out, accepted.written.size, "Date: today\r\n"));
  CHECK(!contains(out, accepted.written.size, "Server:"));
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
  wshake_server_init(&memory, wshake_room(storage, sizeof storage), config);
  server = &memory;
  CHECK(wshake_server_feed(server, text(other_origin)).state == WSHAKE_SERVER_FAILED);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_FORBIDDEN_ORIGIN);
  CHECK(wshake_server_respond(server, wshake_room(out, sizeof out), NULL).error.code == WSHAKE_ERRC_NONE);
  CHECK(!wshake_server_keep_alive(server));

  static const char no_origin[] =
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: " EXAMPLE_KEY "\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
  wshake_server_init(&memory, wshake_room(storage, sizeof storage), config);
  server = &memory;
  CHECK(wshake_server_feed(server, text(no_origin)).state == WSHAKE_SERVER_FAILED);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_MISSING_ORIGIN);

  wshake_server_init(&memory, wshake_room(storage, sizeof storage), config);
  server = &memory;
  CHECK(wshake_server_feed(server, text("GET /chat/rooms/1 HTTP/1.1\r\n")).state == WSHAKE_SERVER_FAILED);
  CHECK(wshake_server_error(server).code == WSHAKE_ERRC_TARGET_TOO_LONG);
}

// Origin patterns and same_host_origin have the same effect as in C++.
static void origins_and_patterns_are_checked(void) {
  static const wshake_octets patterns[] = {WSHAKE_LITERAL("https://*.example.com")};
  static const wshake_octets bad[] = {WSHAKE_LITERAL("https://example.com"), WSHAKE_LITERAL("https://*example.com")};
  static const char front[] =
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: " EXAMPLE_KEY "\r\nOrigin: ";
  static const struct {
    const char* origin;
    bool is_admitted;
  } cases[] = {{"https://b.example.com\r\n\r\n", true},
               {"https://a\r\n\r\n", true},
               {"https://example.com\r\n\r\n", false},
               {"https://a.example\r\n\r\n", false}};
  wshake_server_options options = WSHAKE_SERVER_OPTIONS(.same_host_origin = true);
  options.origins = patterns;
  options.origin_count = 1;
  wshake_server_config config;
  CHECK(wshake_server_config_init(&config, &options).code == WSHAKE_ERRC_NONE);
  for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
    wshake_server server;
    wshake_server_init(&server, wshake_room(storage, sizeof storage), &config);
    CHECK(wshake_server_feed(&server, text(front)).state == WSHAKE_SERVER_NEED_MORE);
    const wshake_server_state expected = cases[at].is_admitted ? WSHAKE_SERVER_UPGRADE : WSHAKE_SERVER_FAILED;
    CHECK(wshake_server_feed(&server, text(cases[at].origin)).state == expected);
  }
  options.origins = bad;
  options.origin_count = 2;
  const wshake_diagnostic found = wshake_server_config_init(&config, &options);
  CHECK(found.code == WSHAKE_ERRC_BAD_CONFIG);
  CHECK(found.offset == 1);
  CHECK(is(found.field, "origins"));
}

void test_options(void) {
  server_fails_closed();
  verbs_write_nothing_on_failure();
  client_fails_closed();
  limits_of_zero_are_defaults();
  every_option_of_a_server_counts();
  origins_and_patterns_are_checked();
}
