// SPDX-License-Identifier: BSL-1.0
// Tests gateways: handshakes that gateways pass on between HTTP/1.1 and HTTP/2, refusals, buffers that are too small,
// options whose size the library does not know, and structs whose members are all zero.
#include "lists.h"

static char front_octets[] = EXAMPLE_REQUEST;
static char sent[1024];
static char passed_out[1024];

// A key other than EXAMPLE_KEY: the 16 octets that the key encodes, the key, and the key's accept value.
static const uint8_t other_nonce[WSHAKE_NONCE_SIZE] = {0};
#define OTHER_KEY "AAAAAAAAAAAAAAAAAAAAAA=="
static wshake_octets other_accept(void) {
  static wshake_accept_value value;
  value = wshake_accept_key(text(OTHER_KEY));
  return wshake_view(value.data, sizeof value.data);
}

// The options of a caller that was compiled with a newer wshake.h, which declares one member more.
struct newer_forward_options {
  wshake_forward_options known;
  uint64_t unknown;
};

static const wshake_field via[] = {FIELD("Via", "1.1 gateway")};
static const wshake_field list[] = {PLAIN_FRONT,
                                    FIELD("sec-websocket-version", "13"),
                                    FIELD("te", "trailers"),
                                    FIELD("cookie", "a=1"),
                                    FIELD("cookie", "b=2"),
                                    FIELD("sec-websocket-protocol", "chat")};

static wshake_request_view plain_front(void) {
  return wshake_read_request(wshake_view(front_octets, sizeof front_octets - 1), NULL).head.view;
}
static wshake_request_view list_front(void) { return view_of(list, COUNT(list)); }

static wshake_response_view answer_of(unsigned version, unsigned status, const wshake_field* header, size_t count) {
  wshake_response_view answer;
  memset(&answer, 0, sizeof answer);
  answer.version = version;
  answer.status = status;
  answer.header = wshake_fields_of(header, count);
  return answer;
}

static void handshake_goes_on_to_http_2(void) {
  const wshake_request_view front = plain_front();
  const wshake_field_request asked =
      wshake_forward_request_fields(wshake_room(sent, sizeof sent), &front, 20, true, text("http"), NULL, via, 1);
  CHECK(asked.error.code == WSHAKE_ERRC_NONE);
  CHECK(asked.needed == 0);
  CHECK(asked.head.version == 20);
  CHECK(is(asked.head.method, "CONNECT"));
  CHECK(is(asked.head.protocol, "websocket"));
  CHECK(is(asked.head.scheme, "http"));
  CHECK(is(asked.head.authority, "server.example.com"));
  CHECK(is(asked.head.target, "/chat?room=1"));
  CHECK(has(&asked.head.header, "via", "1.1 gateway"));
  CHECK(has(&asked.head.header, "origin", "http://example.com"));
  CHECK(has(&asked.head.header, "sec-websocket-key", NULL));
  CHECK(has(&asked.head.header, "connection", NULL));
  CHECK(has(&asked.head.header, "upgrade", NULL));
  CHECK(has(&asked.head.header, "host", NULL));
  check_lines(&asked.head.header, sent, sizeof sent);

  static const wshake_field accepting[] = {FIELD("server", "behind"), FIELD("sec-websocket-protocol", "superchat"),
                                           FIELD("sec-websocket-accept", "leaked")};
  const wshake_response_view answer = answer_of(20, 200, accepting, COUNT(accepting));
  const wshake_forwarded_answer passed =
      wshake_forward_answer(wshake_room(passed_out, sizeof passed_out), &answer, &front, &asked.head, NULL, via, 1);
  CHECK(passed.error.code == WSHAKE_ERRC_NONE);
  CHECK(passed.event == WSHAKE_CLIENT_OPEN);
  CHECK(!passed.close);
  CHECK(is(passed.agreed.subprotocol, "superchat"));
  CHECK(passed.agreed.subprotocol.data >= sent && passed.agreed.subprotocol.data < sent + sizeof sent);
  CHECK(is(passed.written,
           "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT
           "\r\nserver: behind\r\nsec-websocket-protocol: superchat\r\nVia: 1.1 gateway\r\n\r\n"));
}

static void handshake_goes_on_to_http_1_1(void) {
  const wshake_request_view front = list_front();
  const wshake_forwarded_request asked =
      wshake_forward_request(wshake_room(sent, sizeof sent), &front, other_nonce, NULL, via, 1);
  CHECK(asked.error.code == WSHAKE_ERRC_NONE);
  CHECK(asked.needed == 0);
  CHECK(is(asked.written,
           "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " OTHER_KEY
           "\r\ncookie: a=1; b=2\r\nsec-websocket-protocol: chat\r\nVia: 1.1 gateway\r\n\r\n"));
  CHECK(asked.head.version == 11);
  CHECK(is(asked.head.target, "/"));
  CHECK(asked.head.target.data >= sent && asked.head.target.data < sent + sizeof sent);
  CHECK(has(&asked.head.header, "Sec-WebSocket-Key", OTHER_KEY));

  wshake_field accepting[] = {FIELD("Upgrade", "websocket"), FIELD("Connection", "Upgrade"),
                              FIELD("Sec-WebSocket-Protocol", "chat"), FIELD("Sec-WebSocket-Accept", EXAMPLE_ACCEPT)};
  const wshake_response_view answer = answer_of(11, 101, accepting, COUNT(accepting));
  const wshake_mutable_octets room = wshake_room(passed_out, sizeof passed_out);
  wshake_forwarded_fields passed = wshake_forward_answer_fields(room, &answer, &front, &asked.head, NULL, NULL, 0);
  CHECK(passed.error.code == WSHAKE_ERRC_WRONG_ACCEPT);
  CHECK(passed.event == WSHAKE_CLIENT_FAILED);
  CHECK(passed.head.status == 0);

  accepting[3].value = other_accept();
  passed = wshake_forward_answer_fields(room, &answer, &front, &asked.head, NULL, via, 1);
  CHECK(passed.error.code == WSHAKE_ERRC_NONE);
  CHECK(passed.event == WSHAKE_CLIENT_OPEN);
  CHECK(passed.head.status == 200);
  CHECK(passed.head.version == 20);
  CHECK(is(passed.agreed.subprotocol, "chat"));
  CHECK(has(&passed.head.header, "sec-websocket-protocol", "chat"));
  CHECK(has(&passed.head.header, "via", "1.1 gateway"));
  CHECK(has(&passed.head.header, "sec-websocket-accept", NULL));
  CHECK(has(&passed.head.header, "connection", NULL));
  CHECK(has(&passed.head.header, "upgrade", NULL));
  check_lines(&passed.head.header, passed_out, sizeof passed_out);
}

static void refusals_go_on(void) {
  const wshake_request_view front = plain_front();
  const wshake_field_request asked =
      wshake_forward_request_fields(wshake_room(sent, sizeof sent), &front, 20, true, text("http"), NULL, NULL, 0);
  static const wshake_field length[] = {FIELD("content-length", "3")};
  const wshake_mutable_octets room = wshake_room(passed_out, sizeof passed_out);
  wshake_response_view answer = answer_of(20, 404, length, 1);
  wshake_forwarded_answer passed = wshake_forward_answer(room, &answer, &front, &asked.head, NULL, NULL, 0);
  CHECK(passed.error.code == WSHAKE_ERRC_NONE);
  CHECK(passed.event == WSHAKE_CLIENT_REFUSED);
  CHECK(!passed.close);
  CHECK(is(passed.written, "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\n"));

  wshake_forward_options options = WSHAKE_FORWARD_OPTIONS(.has_content_length = true, .content_length = 12);
  passed = wshake_forward_answer(room, &answer, &front, &asked.head, &options, NULL, 0);
  CHECK(is(passed.written, "HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\n"));
  options.has_content_length = false;
  const wshake_forwarded_answer rejected = wshake_forward_answer(room, &answer, &front, &asked.head, &options, NULL, 0);
  CHECK(rejected.error.code == WSHAKE_ERRC_BAD_ARGUMENT && is(rejected.error.field, "content_length"));
  options.content_length = 0;
  options.close = true;
  passed = wshake_forward_answer(room, &answer, &front, &asked.head, &options, NULL, 0);
  CHECK(passed.close);
  CHECK(is(passed.written, "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 3\r\n\r\n"));
  answer.header = wshake_fields_of(NULL, 0);
  CHECK(wshake_forward_answer(room, &answer, &front, &asked.head, NULL, NULL, 0).close);

  const wshake_request_view other_front = list_front();
  const wshake_forwarded_fields other =
      wshake_forward_answer_fields(room, &answer, &other_front, &asked.head, NULL, NULL, 0);
  CHECK(other.error.code == WSHAKE_ERRC_NONE);
  CHECK(other.event == WSHAKE_CLIENT_REFUSED);
  CHECK(other.head.status == 404);
}

// If a request or an answer cannot be passed on, nothing is written, and the views of the result are empty.
static void faults_write_nothing(void) {
  const wshake_request_view front = plain_front();
  const wshake_mutable_octets room = wshake_room(sent, sizeof sent);
  static const wshake_field reserved[] = {FIELD("Via", "1.1 a"), FIELD("Connection", "close")};
  const wshake_forwarded_request own = wshake_forward_request(room, &front, other_nonce, NULL, reserved, 2);
  CHECK(own.error.code == WSHAKE_ERRC_RESERVED_FIELD);
  CHECK(own.error.offset == 1);
  CHECK(is(own.error.field, "Connection"));
  CHECK(own.written.size == 0 && own.head.method.size == 0);
  const wshake_octets schemes[] = {text("ws"), {NULL, 0}};
  for (size_t at = 0; at < COUNT(schemes); ++at) {
    const wshake_field_request asked = wshake_forward_request_fields(room, &front, 20, true, schemes[at], NULL, NULL, 0);
    CHECK(asked.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
    CHECK(is(asked.error.field, "scheme"));
    CHECK(asked.head.method.size == 0);
  }
  CHECK(wshake_forward_request_fields(room, &front, 20, false, text("http"), NULL, NULL, 0).error.code ==
        WSHAKE_ERRC_EXTENDED_CONNECT_NOT_ALLOWED);
  CHECK(wshake_forward_request_fields(room, &front, 11, true, text("http"), NULL, NULL, 0).error.code ==
        WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION);
}

// If the output buffer is too small, `needed` is the size of the smallest output buffer that is large enough.
static void small_buffers_are_reported(void) {
  const wshake_request_view plain = plain_front();
  const wshake_request_view fields = list_front();
  const wshake_mutable_octets none = {NULL, 0};
  const wshake_mutable_octets room = wshake_room(sent, sizeof sent);
  const wshake_forwarded_request request = wshake_forward_request(none, &fields, other_nonce, NULL, via, 1);
  CHECK(request.error.code == WSHAKE_ERRC_NEED_ROOM && request.written.size == 0);
  const wshake_field_request list_request =
      wshake_forward_request_fields(none, &plain, 30, true, text("https"), NULL, via, 1);
  CHECK(list_request.error.code == WSHAKE_ERRC_NEED_ROOM && list_request.head.method.size == 0);

  const wshake_forwarded_request asked = wshake_forward_request(room, &fields, other_nonce, NULL, via, 1);
  static const wshake_field length[] = {FIELD("Content-Length", "3")};
  const wshake_response_view answer = answer_of(11, 403, length, 1);
  const wshake_forwarded_answer octets = wshake_forward_answer(none, &answer, &plain, &asked.head, NULL, via, 1);
  CHECK(octets.error.code == WSHAKE_ERRC_NEED_ROOM && octets.event == WSHAKE_CLIENT_FAILED && !octets.close);
  const wshake_forwarded_fields as_list = wshake_forward_answer_fields(none, &answer, &fields, &asked.head, NULL, via, 1);
  CHECK(as_list.error.code == WSHAKE_ERRC_NEED_ROOM && as_list.event == WSHAKE_CLIENT_FAILED);
  for (size_t less = 0; less < 2; ++less) {
    const wshake_errc code = less == 0 ? WSHAKE_ERRC_NONE : WSHAKE_ERRC_NEED_ROOM;
    char small[1024];
    const wshake_mutable_octets rooms[] = {
        wshake_room(small, request.needed - less), wshake_room(small, list_request.needed - less),
        wshake_room(small, octets.needed - less), wshake_room(small, as_list.needed - less)};
    CHECK(wshake_forward_request(rooms[0], &fields, other_nonce, NULL, via, 1).error.code == code);
    CHECK(wshake_forward_request_fields(rooms[1], &plain, 30, true, text("https"), NULL, via, 1).error.code == code);
    CHECK(wshake_forward_answer(rooms[2], &answer, &plain, &asked.head, NULL, via, 1).error.code == code);
    CHECK(wshake_forward_answer_fields(rooms[3], &answer, &fields, &asked.head, NULL, via, 1).error.code == code);
  }
}

// The library rejects options if their `size` is the struct's size in no version of the library, or if a member that
// the library does not know is not zero.
static void unknown_options_pass_nothing(void) {
  const wshake_request_view plain = plain_front();
  const wshake_request_view fields = list_front();
  const wshake_forwarded_request asked =
      wshake_forward_request(wshake_room(sent, sizeof sent), &fields, other_nonce, NULL, NULL, 0);
  static const wshake_field length[] = {FIELD("Content-Length", "3")};
  const wshake_response_view answer = answer_of(11, 403, length, 1);
  const wshake_mutable_octets room = wshake_room(passed_out, sizeof passed_out);
  struct newer_forward_options options;
  memset(&options, 0, sizeof options);
  const size_t sizes[] = {0, 4, sizeof options.known - 1, 1U << 20, (size_t)-1, sizeof options};
  for (size_t at = 0; at < COUNT(sizes); ++at) {
    options.known.size = sizes[at];
    options.unknown = 1;
    const wshake_forwarded_answer octets =
        wshake_forward_answer(room, &answer, &plain, &asked.head, &options.known, NULL, 0);
    CHECK(octets.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
    CHECK(is(octets.error.field, "size"));
    CHECK(octets.event == WSHAKE_CLIENT_FAILED);
    CHECK(octets.written.size == 0 && octets.needed == 0 && !octets.close);
    const wshake_forwarded_fields as_list =
        wshake_forward_answer_fields(room, &answer, &fields, &asked.head, &options.known, NULL, 0);
    CHECK(as_list.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
    CHECK(is(as_list.error.field, "size"));
    CHECK(as_list.event == WSHAKE_CLIENT_FAILED);
    CHECK(as_list.head.status == 0 && as_list.needed == 0);
  }
  options.unknown = 0;
  options.known.has_content_length = true;
  options.known.content_length = 7;
  const wshake_forwarded_answer newer =
      wshake_forward_answer(room, &answer, &plain, &asked.head, &options.known, NULL, 0);
  CHECK(is(newer.written, "HTTP/1.1 403 Forbidden\r\nContent-Length: 7\r\n\r\n"));
}

// Nothing is passed on if the request or the answer is all zero, or if no init function has made the configuration.
static void zeros_pass_nothing(void) {
  const wshake_request_view front = plain_front();
  const wshake_request_view as_list = list_front();
  wshake_request_view no_request;
  wshake_response_view no_answer;
  wshake_server_config config;
  memset(&no_request, 0, sizeof no_request);
  memset(&no_answer, 0, sizeof no_answer);
  memset(&config, 0, sizeof config);
  const wshake_mutable_octets room = wshake_room(sent, sizeof sent);
  CHECK(wshake_forward_request(room, &no_request, other_nonce, NULL, NULL, 0).error.code == WSHAKE_ERRC_MISSING_METHOD);
  CHECK(wshake_forward_request_fields(room, &no_request, 20, true, text("http"), NULL, NULL, 0).error.code ==
        WSHAKE_ERRC_MISSING_METHOD);
  CHECK(wshake_forward_request(room, &front, other_nonce, &config, NULL, 0).error.code == WSHAKE_ERRC_BAD_CONFIG);
  CHECK(wshake_forward_request_fields(room, &front, 20, true, text("http"), &config, NULL, 0).error.code ==
        WSHAKE_ERRC_BAD_CONFIG);

  const wshake_forwarded_request asked = wshake_forward_request(room, &front, other_nonce, NULL, NULL, 0);
  static const wshake_field length[] = {FIELD("Content-Length", "3")};
  const wshake_response_view answer = answer_of(11, 403, length, 1);
  const wshake_mutable_octets to = wshake_room(passed_out, sizeof passed_out);
  const wshake_response_view* const answers[] = {&no_answer, &answer, &answer};
  const wshake_request_view* const fronts[] = {&front, &no_request, &front};
  const wshake_request_view* const list_fronts[] = {&as_list, &no_request, &as_list};
  const wshake_request_view* const requests[] = {&asked.head, &asked.head, &no_request};
  const wshake_errc codes[] = {WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION, WSHAKE_ERRC_WRONG_CARRIER,
                               WSHAKE_ERRC_WRONG_CARRIER};
  for (size_t at = 0; at < COUNT(answers); ++at) {
    const wshake_forwarded_answer octets =
        wshake_forward_answer(to, answers[at], fronts[at], requests[at], NULL, NULL, 0);
    CHECK(octets.error.code == codes[at]);
    CHECK(octets.event == WSHAKE_CLIENT_FAILED);
    CHECK(octets.written.size == 0);
    const wshake_forwarded_fields fields =
        wshake_forward_answer_fields(to, answers[at], list_fronts[at], requests[at], NULL, NULL, 0);
    CHECK(fields.error.code == codes[at]);
    CHECK(fields.event == WSHAKE_CLIENT_FAILED);
    CHECK(fields.head.status == 0);
  }
}

void test_forward(void) {
  handshake_goes_on_to_http_2();
  handshake_goes_on_to_http_1_1();
  refusals_go_on();
  faults_write_nothing();
  small_buffers_are_reported();
  unknown_options_pass_nothing();
  zeros_pass_nothing();
}
