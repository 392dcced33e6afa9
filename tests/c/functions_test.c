// SPDX-License-Identifier: BSL-1.0
// Tests the functions of the C API that need no role.
#include "checks.h"

static char out[1024];
static wshake_mutable_octets room(void) { return wshake_room(out, sizeof out); }
static wshake_octets written(wshake_write_result result) {
  CHECK(result.error.code == WSHAKE_ERRC_NONE);
  CHECK(result.written.data == out);
  return result.written;
}

static void sniffing(void) {
  CHECK(wshake_sniff(text("GET /chat HTTP/1.1\r\nHost: a\r\n")) == WSHAKE_PROTOCOL_HTTP);
  CHECK(wshake_sniff(text("\x16\x03\x01\x02\x01"
                          "abc")) == WSHAKE_PROTOCOL_TLS);
  CHECK(wshake_sniff(text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) == WSHAKE_PROTOCOL_HTTP2);
  CHECK(wshake_sniff(text("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n")) == WSHAKE_PROTOCOL_PROXY_PROTOCOL);
  CHECK(wshake_sniff(text("\x01\x02\x03\x04")) == WSHAKE_PROTOCOL_UNKNOWN);
  CHECK(wshake_sniff(text("")) == WSHAKE_PROTOCOL_NEED_MORE);
}

// The examples of proxy-protocol.txt §2.1 and §2.2.
static void proxy_headers(void) {
  const char line[] = "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\nGET / HTTP/1.1\r\n";
  const wshake_proxy_header_reading found = wshake_read_proxy_header(text(line), 0);
  CHECK(found.error.code == WSHAKE_ERRC_NONE);
  CHECK(found.consumed == strlen(line) - strlen("GET / HTTP/1.1\r\n"));
  CHECK(found.most == found.consumed);
  CHECK(found.header.version == 1);
  CHECK(found.header.command == WSHAKE_PROXY_COMMAND_PROXY);
  CHECK(found.header.family == WSHAKE_PROXY_FAMILY_IPV4);
  CHECK(found.header.transport == WSHAKE_PROXY_TRANSPORT_STREAM);
  CHECK(memcmp(found.header.source.ip, "\xc0\xa8\x00\x01\0", 5) == 0);
  CHECK(found.header.source.port == 56324);
  CHECK(memcmp(found.header.destination.ip, "\xc0\xa8\x00\x0b\0", 5) == 0);
  CHECK(found.header.destination.port == 443);
  CHECK(found.header.raw.data == line);
  CHECK(found.header.tlvs.size == 0);
  CHECK(wshake_read_proxy_header(text("PROXY TCP"), 0).most == 107);
  CHECK(wshake_read_proxy_header(text(""), 0).most == WSHAKE_PROXY_HEADER_LIMIT);
  const wshake_proxy_header_reading missing = wshake_read_proxy_header(text("GET / HTTP/1.1\r\n"), 0);
  CHECK(missing.error.code == WSHAKE_ERRC_MISSING_PROXY_HEADER);
  CHECK(missing.error.offset == 0);
  CHECK(missing.consumed == 0);

  static const char block[] =
      "\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x14\x7f\0\0\1\x0a\0\0\2\x04\xd2\x01\xbb\x01\0\2h2\x04\0\0";
  const wshake_octets whole = wshake_view(block, sizeof block - 1);
  const wshake_proxy_header_reading second = wshake_read_proxy_header(whole, 0);
  CHECK(second.error.code == WSHAKE_ERRC_NONE);
  CHECK(second.consumed == whole.size);
  CHECK(second.header.version == 2);
  CHECK(second.header.source.port == 1234);
  wshake_octets tlvs = second.header.tlvs;
  wshake_proxy_tlv tlv;
  CHECK(wshake_next_proxy_tlv(&tlvs, &tlv) && tlv.type == 1 && is(tlv.value, "h2"));
  CHECK(wshake_next_proxy_tlv(&tlvs, &tlv) && tlv.type == 4 && tlv.value.size == 0);
  CHECK(!wshake_next_proxy_tlv(&tlvs, &tlv) && tlvs.size == 0 && tlv.type == 4);
  wshake_octets cut = wshake_view(second.header.tlvs.data, 4);
  CHECK(!wshake_next_proxy_tlv(&cut, &tlv) && cut.size == 4);
  CHECK(wshake_read_proxy_header(whole, whole.size).consumed == whole.size);
  CHECK(wshake_read_proxy_header(whole, whole.size - 1).error.code == WSHAKE_ERRC_PROXY_HEADER_TOO_LARGE);
}

static void keys(void) {
  CHECK(wshake_is_key(text(EXAMPLE_KEY)));
  CHECK(!wshake_is_key(text("a")));
  const wshake_accept_value value = wshake_accept_key(text(EXAMPLE_KEY));
  CHECK(is(wshake_view(value.data, sizeof value.data), EXAMPLE_ACCEPT));
  const wshake_accept_value none = wshake_accept_key(text("a"));
  CHECK(none.data[0] == '\0');
}

static void reading_requests(void) {
  const wshake_request_reading reading = wshake_read_request(text(EXAMPLE_REQUEST "behind"), NULL);
  const wshake_request_view* request = &reading.head.view;
  CHECK(reading.error.code == WSHAKE_ERRC_NONE);
  CHECK(reading.consumed == strlen(EXAMPLE_REQUEST));
  CHECK(reading.head.raw.size == reading.consumed);
  CHECK(is(request->method, "GET"));
  CHECK(is(request->target, "/chat?room=1"));
  CHECK(request->version == 11);

  wshake_octets value = {NULL, 0};
  CHECK(wshake_fields_find(&request->header, text("upgrade"), &value));
  CHECK(is(value, "websocket"));
  CHECK(wshake_fields_find(&request->header, text("origin"), NULL));
  CHECK(!wshake_fields_find(&request->header, text("cookie"), &value));
  CHECK(is(value, "websocket"));
  CHECK(wshake_fields_count(&request->header, text("HOST")) == 1);
  CHECK(wshake_fields_count(&request->header, text("cookie")) == 0);
  wshake_lines lines = wshake_fields_lines(&request->header);
  const wshake_lines from_begin = lines;
  wshake_field line;
  unsigned count = 0;
  while (wshake_next_line(&lines, &line)) ++count;
  CHECK(count == 8);
  CHECK(is(line.name, "Sec-WebSocket-Version"));
  CHECK(is(line.value, "13"));
  lines = from_begin;
  CHECK(wshake_next_line(&lines, &line));
  CHECK(is(line.name, "Host"));

  CHECK(wshake_read_request(text("GET / HTTP/1.1\r\n"), NULL).consumed == 0);
  const wshake_request_reading broken = wshake_read_request(text("GET / HTTP/1.1\r\nHost : a\r\n\r\n"), NULL);
  CHECK(broken.error.code == WSHAKE_ERRC_SPACE_BEFORE_COLON);
  CHECK(broken.error.offset == 20);
}

static void asking_about_requests(void) {
  const wshake_request_reading reading = wshake_read_request(text(EXAMPLE_REQUEST), NULL);
  const wshake_request_view* request = &reading.head.view;
  CHECK(wshake_is_upgrade(request));
  CHECK(wshake_check(request, NULL).code == WSHAKE_ERRC_NONE);
  CHECK(wshake_check(request, NULL).field.size == 0);

  const wshake_handshake_request asked = wshake_gather(request);
  CHECK(is(asked.authority, "server.example.com"));
  CHECK(is(asked.resource_name, "/chat?room=1"));
  CHECK(is(asked.key, EXAMPLE_KEY));
  CHECK(is(asked.version, "13"));
  CHECK(asked.has_origin);
  CHECK(is(asked.origin, "http://example.com"));
  CHECK(!asked.expects_continue);
  wshake_tokens tokens = asked.subprotocols;
  wshake_octets token;
  CHECK(wshake_next_token(&tokens, &token) && is(token, "chat"));
  CHECK(wshake_next_token(&tokens, &token) && is(token, "superchat"));
  CHECK(!wshake_next_token(&tokens, &token));
  CHECK(!wshake_next_token(&tokens, &token));
  CHECK(is(token, "superchat"));
  wshake_extensions extensions = asked.extensions;
  wshake_extension extension;
  wshake_parameter parameter;
  CHECK(wshake_next_extension(&extensions, &extension) && is(extension.name, "permessage-deflate"));
  CHECK(wshake_next_parameter(&extension.parameters, &parameter) && is(parameter.name, "client_max_window_bits"));
  CHECK(!parameter.has_value);
  CHECK(!wshake_next_parameter(&extension.parameters, &parameter));
  CHECK(wshake_next_extension(&extensions, &extension) && is(extension.name, "bbf-usp-protocol"));
  CHECK(is(extension.text, "; eid=\"x\""));
  CHECK(wshake_next_parameter(&extension.parameters, &parameter) && is(parameter.name, "eid"));
  CHECK(parameter.has_value && is(parameter.value, "x"));
  CHECK(!wshake_next_extension(&extensions, &extension));

  CHECK(wshake_negotiate(request, NULL).subprotocol.size == 0);
  CHECK(!wshake_negotiate(request, NULL).deflate.agreed);
}

// The request of this test is a list of fields that the caller's own HTTP code has read.
static void lists_of_fields(void) {
  static const wshake_field list[] = {
      {WSHAKE_LITERAL("host"), WSHAKE_LITERAL("example.com")},
      {WSHAKE_LITERAL("connection"), WSHAKE_LITERAL("keep-alive")},
      {WSHAKE_LITERAL("connection"), WSHAKE_LITERAL("upgrade")},
      {WSHAKE_LITERAL("upgrade"), WSHAKE_LITERAL("websocket")},
      {WSHAKE_LITERAL("sec-websocket-version"), WSHAKE_LITERAL("13")},
      {WSHAKE_LITERAL("sec-websocket-key"), WSHAKE_LITERAL("short")},
  };
  wshake_request_view request;
  memset(&request, 0, sizeof request);
  request.method = text("GET");
  request.target = text("/");
  request.version = 11;
  CHECK(!wshake_is_upgrade(&request));  // request.header is all zero, so the request has no fields
  request.header = wshake_fields_of(list, sizeof list / sizeof *list);
  CHECK(wshake_is_upgrade(&request));
  const wshake_diagnostic found = wshake_check(&request, NULL);
  CHECK(found.code == WSHAKE_ERRC_BAD_KEY);
  CHECK(found.offset == 5);
  CHECK(is(found.field, "Sec-WebSocket-Key"));
  wshake_values values = wshake_fields_values(&request.header, text("Connection"));
  wshake_octets value;
  CHECK(wshake_next_value(&values, &value) && is(value, "keep-alive"));
  CHECK(wshake_next_value(&values, &value) && is(value, "upgrade"));
  CHECK(!wshake_next_value(&values, &value));
}

static void cookies(void) {
  static const wshake_field list[] = {
      {WSHAKE_LITERAL("cookie"), WSHAKE_LITERAL("SID=31d4d96e407aad42; lang=en-US")},  // RFC 6265 §3.1
      {WSHAKE_LITERAL("x"), WSHAKE_LITERAL("SID=no")},
      {WSHAKE_LITERAL("cookie"), WSHAKE_LITERAL("q=\"v\"; empty=; SID=2; alone")},
  };
  const wshake_fields header = wshake_fields_of(list, sizeof list / sizeof *list);
  wshake_octets value = text("unchanged");
  CHECK(!wshake_find_cookie(&header, text("sid"), &value) && is(value, "unchanged"));
  CHECK(wshake_find_cookie(&header, text("SID"), NULL));
  CHECK(wshake_find_cookie(&header, text("SID"), &value) && is(value, "31d4d96e407aad42"));
  CHECK(wshake_find_cookie(&header, text("q"), &value) && is(value, "\"v\""));
  CHECK(wshake_find_cookie(&header, text("empty"), &value) && is(value, ""));
  static const char* const expected[][2] = {
      {"SID", "31d4d96e407aad42"}, {"lang", "en-US"}, {"q", "\"v\""}, {"empty", ""}, {"SID", "2"}, {"", "alone"}};
  wshake_cookies all = wshake_fields_cookies(&header);
  wshake_cookie one;
  for (size_t at = 0; at < sizeof expected / sizeof *expected; ++at) {
    CHECK(wshake_next_cookie(&all, &one) && is(one.name, expected[at][0]) && is(one.value, expected[at][1]));
  }
  CHECK(!wshake_next_cookie(&all, &one));
  CHECK(is(one.value, "alone"));
  wshake_fields none;
  memset(&none, 0, sizeof none);
  CHECK(!wshake_find_cookie(&none, text("SID"), &value));
  memset(&all, 0, sizeof all);
  CHECK(!wshake_next_cookie(&all, &one));
}

static void query_members(void) {
  const wshake_octets target = text("/chat?room=a%20b+c&empty&bad=50%");
  const wshake_query_member room_found = wshake_find_query_member(target, text("room"), room());
  CHECK(room_found.found && room_found.error.code == WSHAKE_ERRC_NONE);
  CHECK(is(room_found.value, "a b c") && room_found.value.data == out);
  const wshake_query_member small = wshake_find_query_member(target, text("room"), wshake_room(out, 4));
  CHECK(!small.found && small.error.code == WSHAKE_ERRC_NEED_ROOM && small.needed == 5);
  CHECK(small.value.data == NULL && small.value.size == 0);
  const wshake_query_member empty = wshake_find_query_member(target, text("empty"), wshake_room(NULL, 0));
  CHECK(empty.found && empty.value.size == 0 && empty.error.code == WSHAKE_ERRC_NONE);
  const wshake_query_member absent = wshake_find_query_member(target, text("Room"), room());
  CHECK(!absent.found && absent.error.code == WSHAKE_ERRC_NONE && absent.value.data == NULL);
  const wshake_query_member bad = wshake_find_query_member(target, text("bad"), room());
  CHECK(!bad.found && bad.error.code == WSHAKE_ERRC_BAD_TARGET && bad.error.offset == target.size - 1);
  CHECK(is(bad.error.field, "target"));
  CHECK(!wshake_find_query_member(wshake_view(NULL, 0), text("room"), room()).found);
}

static void answers(void) {
  const wshake_request_reading reading = wshake_read_request(text(EXAMPLE_REQUEST), NULL);
  const wshake_octets plain = written(wshake_write_accept(room(), &reading.head.view, NULL, NULL, NULL));
  CHECK(plain.size == WSHAKE_PLAIN_ACCEPT_SIZE);
  CHECK(contains(out, plain.size, "HTTP/1.1 101 Switching Protocols\r\n"));
  CHECK(contains(out, plain.size, "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT "\r\n"));
  wshake_agreement agreed;
  memset(&agreed, 0, sizeof agreed);
  agreed.subprotocol = text("chat");
  wshake_accept_options options = {.size = sizeof options};
  options.extensions = text("bbf-usp-protocol; eid=y");
  const wshake_octets full = written(wshake_write_accept(room(), &reading.head.view, &agreed, NULL, &options));
  CHECK(contains(out, full.size, "Sec-WebSocket-Protocol: chat\r\n"));
  CHECK(contains(out, full.size, "Sec-WebSocket-Extensions: bbf-usp-protocol; eid=y\r\n"));
  const wshake_write_result small = wshake_write_accept(wshake_room(out, 10), &reading.head.view, NULL, NULL, NULL);
  CHECK(small.error.code == WSHAKE_ERRC_NEED_ROOM);
  CHECK(small.needed == plain.size);

  wshake_response_options refusal = {.size = sizeof refusal};
  refusal.status = 200;
  refusal.reason = text("Fine");
  refusal.body = text("hello");
  const wshake_octets page = written(wshake_write_response(room(), text("GET"), NULL, &refusal));
  CHECK(contains(out, page.size, "HTTP/1.1 200 Fine\r\n"));
  CHECK(contains(out, page.size, "Content-Length: 5\r\n"));
  CHECK(memcmp(out + page.size - 9, "\r\n\r\nhello", 9) == 0);
  refusal.content_length = 7;
  wshake_write_result rejected = wshake_write_response(room(), text("GET"), NULL, &refusal);
  CHECK(rejected.error.code == WSHAKE_ERRC_BAD_ARGUMENT);  // has_content_length is not set
  refusal.has_content_length = true;
  rejected = wshake_write_response(room(), text("GET"), NULL, &refusal);
  CHECK(rejected.error.code == WSHAKE_ERRC_BAD_ARGUMENT);  // `body` is set, too
  CHECK(is(rejected.error.field, "content_length"));
  refusal.body = (wshake_octets){NULL, 0};
  const wshake_octets head = written(wshake_write_response(room(), text("GET"), NULL, &refusal));
  CHECK(contains(out, head.size, "Content-Length: 7\r\n"));
  CHECK(memcmp(out + head.size - 4, "\r\n\r\n", 4) == 0);
  refusal.status = 101;
  const wshake_write_result no_refusal = wshake_write_response(room(), text("GET"), NULL, &refusal);
  CHECK(no_refusal.error.code == WSHAKE_ERRC_BAD_STATUS);
  CHECK(is(no_refusal.error.field, "status"));
  refusal.status = 200;
  CHECK(wshake_write_response(room(), text("GET"), NULL, &refusal).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_write_response(room(), text("CONNECT"), NULL, &refusal).error.code == WSHAKE_ERRC_BAD_STATUS);
}

static void uris(void) {
  const wshake_uri_reading reading = wshake_parse_uri(text("wss://user:secret@[::1]:8443/chat?room=1"));
  CHECK(reading.error.code == WSHAKE_ERRC_NONE);
  CHECK(is(reading.found.scheme, "wss"));
  CHECK(reading.found.secure);
  CHECK(is(reading.found.userinfo, "user:secret"));
  CHECK(is(reading.found.host, "[::1]"));
  CHECK(reading.found.port == 8443);
  CHECK(is(reading.found.resource_name, "/chat?room=1"));
  CHECK(is(written(wshake_write_host(room(), &reading.found)), "[::1]:8443"));
  CHECK(is(written(wshake_write_encoded(room(), text("/a b%20?x=|"), wshake_view(NULL, 0))), "/a%20b%20?x=%7C"));
  CHECK(is(written(wshake_write_encoded(room(), text("50% & more"), text("%/?&=+"))), "50%25%20%26%20more"));
  CHECK(is(written(wshake_write_target(room(), &reading.found)), "/chat?room=1"));
  CHECK(is(written(wshake_resolve_uri(room(), &reading.found, text("../other"))), "wss://[::1]:8443/other"));
  const wshake_uri_reading same = wshake_parse_uri(text("https://[::1]:8443"));
  const wshake_uri_reading other = wshake_parse_uri(text("ws://[::1]:8443"));
  CHECK(wshake_same_origin(&reading.found, &same.found));
  CHECK(!wshake_same_origin(&reading.found, &other.found));
  const wshake_uri_reading broken = wshake_parse_uri(text("ws://host/#fragment"));
  CHECK(broken.error.code == WSHAKE_ERRC_BAD_URI);
  CHECK(broken.error.offset == 10);
}

static void credentials(void) {
  // The example of RFC 7617 §2.
  CHECK(is(written(wshake_write_basic(room(), text("Aladdin"), text("open sesame"))),
           "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
  CHECK(
      is(written(wshake_write_userinfo(room(), text("Aladdin:open%20sesame"))), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
  CHECK(is(written(wshake_write_bearer(room(), text("mF_9.B5f-4.1JqM"))), "Bearer mF_9.B5f-4.1JqM"));
  const wshake_write_result colon = wshake_write_basic(room(), text("a:b"), text("c"));
  CHECK(colon.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  CHECK(is(colon.error.field, "user"));
  CHECK(is(wshake_write_basic(room(), text("a"), text("\n")).error.field, "password"));
  CHECK(wshake_write_userinfo(room(), text("a:%2")).error.offset == 2);
  const wshake_basic_credentials found = wshake_read_basic(text("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), room());
  CHECK(found.valid);
  CHECK(is(found.user, "Aladdin"));
  CHECK(is(found.password, "open sesame"));
  CHECK(!wshake_read_basic(text("Bearer x"), room()).valid);
  CHECK(wshake_equal_constant_time(text("secret"), text("secret")));
  CHECK(!wshake_equal_constant_time(text("secret"), text("secrer")));
  CHECK(!wshake_equal_constant_time(text("secret"), text("secre")));
  CHECK(wshake_is_sensitive(text("cookie")));
  CHECK(!wshake_is_sensitive(text("Host")));
}

static void responses(void) {
  char refusal[] =
      "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\\\"b\",\r\n Bearer scope=x, Custom abc==\r\n"
      "Content-Length: 0\r\n\r\n";
  const wshake_response_reading reading = wshake_read_response(wshake_room(refusal, sizeof refusal - 1), NULL);
  CHECK(reading.error.code == WSHAKE_ERRC_NONE);
  CHECK(reading.consumed == sizeof refusal - 1);
  CHECK(reading.head.view.version == 11);
  CHECK(reading.head.view.status == 401);
  CHECK(is(reading.head.view.reason, "Unauthorized"));
  const wshake_uri_reading where = wshake_parse_uri(text("ws://example.com/"));
  wshake_continuation next = wshake_find_continuation(&reading.head.view, &where.found);
  CHECK(next.what == WSHAKE_CONTINUATION_AUTHENTICATE);
  CHECK(!next.by_proxy);
  wshake_challenge challenge;
  wshake_octets value;
  CHECK(wshake_next_challenge(&next.challenges, &challenge) && is(challenge.scheme, "Basic"));
  CHECK(wshake_challenge_find(&challenge, text("Realm"), &value) && is(value, "a\\\"b"));
  CHECK(!wshake_challenge_find(&challenge, text("scope"), &value));
  CHECK(wshake_next_challenge(&next.challenges, &challenge) && is(challenge.scheme, "Bearer"));
  CHECK(wshake_challenge_find(&challenge, text("scope"), &value) && is(value, "x"));
  CHECK(wshake_next_challenge(&next.challenges, &challenge) && is(challenge.token68, "abc=="));
  CHECK(!wshake_next_challenge(&next.challenges, &challenge));

  char later[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\n\r\n";
  const wshake_response_reading busy = wshake_read_response(wshake_room(later, sizeof later - 1), NULL);
  next = wshake_find_continuation(&busy.head.view, &where.found);
  CHECK(next.what == WSHAKE_CONTINUATION_RETRY_LATER);
  CHECK(is(next.retry_after, "120"));
  CHECK(next.has_retry_seconds);
  CHECK(next.retry_seconds == 120);

  wshake_response_view other = busy.head.view;
  other.status = 421;
  CHECK(wshake_find_continuation(&other, &where.found).what == WSHAKE_CONTINUATION_RECONNECT);
  other.status = 425;
  CHECK(wshake_find_continuation(&other, &where.found).what == WSHAKE_CONTINUATION_RESEND);
  other.status = 501;
  CHECK(wshake_find_continuation(&other, &where.found).what == WSHAKE_CONTINUATION_NOTHING);
  other.version = 20;
  CHECK(wshake_find_continuation(&other, &where.found).what == WSHAKE_CONTINUATION_USE_HTTP_1_1);

  char broken[] = "HTTP/1.1 2x0 OK\r\n\r\n";
  CHECK(wshake_read_response(wshake_room(broken, sizeof broken - 1), NULL).error.code == WSHAKE_ERRC_BAD_STATUS_CODE);
}

static void requests(void) {
  wshake_client_request request = {.size = sizeof request};
  request.where = wshake_parse_uri(text("ws://example.com/chat")).found;
  const wshake_octets asked = written(wshake_write_request(room(), &request, (const uint8_t*)EXAMPLE_NONCE, NULL));
  CHECK(asked.size == WSHAKE_PLAIN_REQUEST_SIZE(strlen("example.com"), strlen("/chat")));
  CHECK(contains(out, asked.size, "GET /chat HTTP/1.1\r\nHost: example.com\r\n"));
  CHECK(contains(out, asked.size, "Sec-WebSocket-Key: " EXAMPLE_KEY "\r\n"));
  wshake_tunnel_request tunnel = {.size = sizeof tunnel};
  tunnel.where = wshake_parse_uri(text("wss://example.com/chat")).found;
  const wshake_octets connect = written(wshake_write_connect(room(), &tunnel, NULL));
  CHECK(contains(out, connect.size, "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n"));
}

void test_functions(void) {
  sniffing();
  proxy_headers();
  keys();
  reading_requests();
  asking_about_requests();
  lists_of_fields();
  cookies();
  query_members();
  answers();
  uris();
  credentials();
  responses();
  requests();
}
