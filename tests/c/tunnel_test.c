// SPDX-License-Identifier: BSL-1.0
// Tests wshake_tunnel with a proxy that demands credentials.
#include "checks.h"

void test_tunnel(void) {
  static char storage[WSHAKE_SMALL_CLIENT_STORAGE_SIZE], other[sizeof storage];
  char out[512], value[64];
  CHECK(wshake_tunnel_size() <= WSHAKE_TUNNEL_SIZE);
  wshake_tunnel memory;
  wshake_tunnel_init(&memory, wshake_room(storage, sizeof storage), NULL);
  wshake_tunnel* tunnel = &memory;
  CHECK(wshake_tunnel_state_of(tunnel) == WSHAKE_CLIENT_IDLE);
  wshake_tunnel_request request = {.size = sizeof request};
  request.where = wshake_parse_uri(text("wss://example.com/chat")).found;
  const wshake_write_result small = wshake_tunnel_start(tunnel, wshake_room(out, 4), &request);
  CHECK(small.error.code == WSHAKE_ERRC_NEED_ROOM);
  static const wshake_field reserved[] = {{WSHAKE_LITERAL("Host"), WSHAKE_LITERAL("a")}};
  request.header = reserved;
  request.header_count = 1;
  const wshake_write_result refusal = wshake_tunnel_start(tunnel, wshake_room(out, sizeof out), &request);
  CHECK(refusal.error.code == WSHAKE_ERRC_RESERVED_FIELD);
  CHECK(is(refusal.error.field, "Host"));
  CHECK(wshake_tunnel_state_of(tunnel) == WSHAKE_CLIENT_IDLE);
  request.header_count = 0;
  const wshake_write_result asked = wshake_tunnel_start(tunnel, wshake_room(out, sizeof out), &request);
  CHECK(asked.error.code == WSHAKE_ERRC_NONE);
  CHECK(asked.written.size == small.needed);
  CHECK(wshake_tunnel_start(tunnel, wshake_room(out, sizeof out), &request).error.code == WSHAKE_ERRC_WRONG_STATE);

  const char* who = "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";
  const wshake_client_feed_result refused = wshake_tunnel_feed(tunnel, text(who));
  CHECK(refused.event == WSHAKE_CLIENT_REFUSED);
  CHECK(refused.consumed == strlen(who));
  CHECK(wshake_tunnel_feed(tunnel, text("")).event == WSHAKE_CLIENT_DONE);
  CHECK(wshake_tunnel_response(tunnel).view.status == 407);
  wshake_continuation next = wshake_tunnel_next(tunnel);
  CHECK(next.same_connection);
  CHECK(next.what == WSHAKE_CONTINUATION_AUTHENTICATE);
  CHECK(next.by_proxy);
  wshake_challenge challenge;
  wshake_octets realm;
  CHECK(wshake_next_challenge(&next.challenges, &challenge));
  CHECK(wshake_challenge_find(&challenge, text("realm"), &realm) && is(realm, "p"));

  const wshake_write_result basic = wshake_write_basic(wshake_room(value, sizeof value), text("user"), text("secret"));
  CHECK(basic.error.code == WSHAKE_ERRC_NONE);
  wshake_field header[1] = {{WSHAKE_LITERAL("Proxy-Authorization"), {NULL, 0}}};
  header[0].value = basic.written;
  request.header = header;
  request.header_count = 1;
  const wshake_write_result again = wshake_tunnel_start(tunnel, wshake_room(out, sizeof out), &request);
  CHECK(again.error.code == WSHAKE_ERRC_NONE);
  CHECK(contains(out, again.written.size, "Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n"));
  CHECK(wshake_tunnel_feed(tunnel, text("HTTP/1.0 ")).event == WSHAKE_CLIENT_NEED_MORE);
  memcpy(other, storage, sizeof storage);
  memset(storage, 0xff, sizeof storage);
  wshake_tunnel_rebase(tunnel, wshake_room(other, sizeof other));
  const wshake_client_feed_result open = wshake_tunnel_feed(tunnel, text("200 OK\r\n\r\n\x16\x03"));
  CHECK(open.event == WSHAKE_CLIENT_OPEN);
  CHECK(open.consumed == strlen("200 OK\r\n\r\n"));
  CHECK(wshake_tunnel_error(tunnel).code == WSHAKE_ERRC_NONE);

  wshake_tunnel_init(&memory, wshake_room(storage, sizeof storage), NULL);
  CHECK(wshake_tunnel_start(tunnel, wshake_room(out, sizeof out), &request).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_tunnel_feed(tunnel, text("HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n")).event == WSHAKE_CLIENT_FAILED);
  CHECK(wshake_tunnel_error(tunnel).code == WSHAKE_ERRC_BAD_FIELD_NAME);
  CHECK(wshake_tunnel_error(tunnel).offset == 20);
  CHECK(wshake_tunnel_error(tunnel).field.size == 0);
  CHECK(wshake_tunnel_start(tunnel, wshake_room(out, sizeof out), &request).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_tunnel_feed_eof(tunnel) == WSHAKE_CLIENT_CLOSED);
  wshake_tunnel_reset(tunnel);
  CHECK(wshake_tunnel_state_of(tunnel) == WSHAKE_CLIENT_IDLE);
  CHECK(wshake_tunnel_error(tunnel).code == WSHAKE_ERRC_NONE);
  CHECK(wshake_tunnel_start(tunnel, wshake_room(out, sizeof out), &request).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_tunnel_feed(tunnel, text("HTTP/1.1 200 OK\r\n\r\n")).event == WSHAKE_CLIENT_OPEN);
}
