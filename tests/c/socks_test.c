// SPDX-License-Identifier: BSL-1.0
// Tests wshake_socks with a proxy that demands a login.
#include "checks.h"

static bool is_bytes(wshake_octets octets, const char* content, size_t size) {
  return octets.size == size && memcmp(octets.data, content, size) == 0;
}

static wshake_octets replies(const char* content, size_t size) { return wshake_view(content, size); }

void test_socks(void) {
  char out[WSHAKE_SOCKS_MESSAGE_SIZE];
  const wshake_mutable_octets room = wshake_room(out, sizeof out);
  CHECK(wshake_socks_size() <= WSHAKE_SOCKS_SIZE);
  wshake_socks memory;
  wshake_socks_init(&memory);
  wshake_socks* socks = &memory;
  CHECK(wshake_socks_state_of(socks) == WSHAKE_SOCKS_IDLE);
  CHECK(wshake_socks_error(socks).code == WSHAKE_ERRC_NONE);
  wshake_socks_request request = WSHAKE_SOCKS_REQUEST(.user = WSHAKE_LITERAL("user"));
  request.where = wshake_parse_uri(text("wss://example.com/chat")).found;
  const wshake_write_result refusal = wshake_socks_start(socks, room, &request);
  CHECK(refusal.error.code == WSHAKE_ERRC_BAD_ARGUMENT);
  CHECK(is(refusal.error.field, "password"));
  request.password = text("secret");
  const wshake_write_result small = wshake_socks_start(socks, wshake_room(out, 3), &request);
  CHECK(small.error.code == WSHAKE_ERRC_NEED_ROOM);
  CHECK(small.needed == 4);
  request.size = 1;
  CHECK(is(wshake_socks_start(socks, room, &request).error.field, "size"));
  CHECK(is(wshake_socks_proceed(socks, room, &request).error.field, "size"));
  request.size = sizeof request;
  CHECK(wshake_socks_proceed(socks, room, &request).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_socks_state_of(socks) == WSHAKE_SOCKS_IDLE);

  CHECK(is_bytes(wshake_socks_start(socks, room, &request).written, "\5\2\0\2", 4));
  CHECK(wshake_socks_start(socks, room, &request).error.code == WSHAKE_ERRC_WRONG_STATE);
  CHECK(wshake_socks_feed(socks, replies("\5", 1)).state == WSHAKE_SOCKS_NEED_MORE);
  CHECK(wshake_socks_feed(socks, replies("\2", 1)).state == WSHAKE_SOCKS_NEED_WRITE);
  CHECK(is_bytes(wshake_socks_proceed(socks, room, &request).written, "\1\4user\6secret", 13));
  wshake_socks other;
  memcpy(&other, socks, sizeof other);
  memset(socks, 0xff, sizeof *socks);
  socks = &other;
  CHECK(wshake_socks_feed(socks, replies("\1\0", 2)).state == WSHAKE_SOCKS_NEED_WRITE);
  CHECK(is_bytes(wshake_socks_proceed(socks, room, &request).written, "\5\1\0\3\13example.com\1\273", 18));
  const wshake_socks_feed_result open = wshake_socks_feed(socks, replies("\5\0\0\1\1\2\3\4\5\6\26\3", 12));
  CHECK(open.state == WSHAKE_SOCKS_OPEN);
  CHECK(open.consumed == 10);
  CHECK(wshake_socks_feed_eof(socks) == WSHAKE_SOCKS_OPEN);

  wshake_socks_reset(socks);
  CHECK(wshake_socks_state_of(socks) == WSHAKE_SOCKS_IDLE);
  request.user = text("");
  request.password = text("");
  CHECK(is_bytes(wshake_socks_start(socks, room, &request).written, "\5\1\0", 3));
  CHECK(wshake_socks_feed(socks, replies("\5\0", 2)).state == WSHAKE_SOCKS_NEED_WRITE);
  CHECK(wshake_socks_proceed(socks, room, &request).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_socks_feed(socks, replies("\5\5\0", 3)).state == WSHAKE_SOCKS_FAILED);
  CHECK(wshake_socks_error(socks).code == WSHAKE_ERRC_SOCKS_CONNECTION_REFUSED);
  CHECK(wshake_socks_error(socks).offset == 3);
  CHECK(wshake_socks_start(socks, room, &request).error.code == WSHAKE_ERRC_NONE);
  CHECK(wshake_socks_feed_eof(socks) == WSHAKE_SOCKS_CLOSED);
  CHECK(wshake_socks_start(socks, room, NULL).error.code == WSHAKE_ERRC_BAD_URI);
}
