// SPDX-License-Identifier: BSL-1.0
// The enumerators' values are those under which the library knows their names. A value must not change within a soname, so
// that a new one may be added here, and none moved.
#include "checks.h"

struct named {
  int value;
  const char* name;
};

#define NAMED(enumerator) {enumerator, #enumerator}

static const struct named errors[] = {
    NAMED(WSHAKE_ERRC_NONE),
    NAMED(WSHAKE_ERRC_NEED_ROOM),
    NAMED(WSHAKE_ERRC_STORAGE_TOO_SMALL),
    NAMED(WSHAKE_ERRC_WRONG_STATE),
    NAMED(WSHAKE_ERRC_BAD_STATUS),
    NAMED(WSHAKE_ERRC_BAD_URI),
    NAMED(WSHAKE_ERRC_BAD_ARGUMENT),
    NAMED(WSHAKE_ERRC_RESERVED_FIELD),
    NAMED(WSHAKE_ERRC_MISSING_FIELD),
    NAMED(WSHAKE_ERRC_SUBPROTOCOL_NOT_OFFERED),
    NAMED(WSHAKE_ERRC_EXTENSION_NOT_OFFERED),
    NAMED(WSHAKE_ERRC_TLS_RECORD),
    NAMED(WSHAKE_ERRC_TOO_MANY_EMPTY_LINES),
    NAMED(WSHAKE_ERRC_BAD_METHOD),
    NAMED(WSHAKE_ERRC_METHOD_TOO_LONG),
    NAMED(WSHAKE_ERRC_BAD_TARGET),
    NAMED(WSHAKE_ERRC_TARGET_TOO_LONG),
    NAMED(WSHAKE_ERRC_BAD_HTTP_VERSION),
    NAMED(WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION),
    NAMED(WSHAKE_ERRC_BAD_STATUS_LINE),
    NAMED(WSHAKE_ERRC_HEAD_TOO_LARGE),
    NAMED(WSHAKE_ERRC_FIELD_LINE_TOO_LONG),
    NAMED(WSHAKE_ERRC_TOO_MANY_FIELD_LINES),
    NAMED(WSHAKE_ERRC_BARE_CR),
    NAMED(WSHAKE_ERRC_BARE_LF),
    NAMED(WSHAKE_ERRC_LEADING_WHITE_SPACE),
    NAMED(WSHAKE_ERRC_FOLDED_LINE),
    NAMED(WSHAKE_ERRC_EMPTY_FIELD_NAME),
    NAMED(WSHAKE_ERRC_BAD_FIELD_NAME),
    NAMED(WSHAKE_ERRC_SPACE_BEFORE_COLON),
    NAMED(WSHAKE_ERRC_MISSING_COLON),
    NAMED(WSHAKE_ERRC_BAD_FIELD_VALUE),
    NAMED(WSHAKE_ERRC_TRANSFER_ENCODING_IN_HTTP_1_0),
    NAMED(WSHAKE_ERRC_CONTENT_LENGTH_AND_TRANSFER_ENCODING),
    NAMED(WSHAKE_ERRC_BAD_CONTENT_LENGTH),
    NAMED(WSHAKE_ERRC_CONFLICTING_CONTENT_LENGTH),
    NAMED(WSHAKE_ERRC_BAD_TRANSFER_ENCODING),
    NAMED(WSHAKE_ERRC_UNKNOWN_TRANSFER_CODING),
    NAMED(WSHAKE_ERRC_MISSING_HOST),
    NAMED(WSHAKE_ERRC_REPEATED_HOST),
    NAMED(WSHAKE_ERRC_BAD_HOST),
    NAMED(WSHAKE_ERRC_UPGRADE_STRIPPED),
    NAMED(WSHAKE_ERRC_NOT_AN_UPGRADE),
    NAMED(WSHAKE_ERRC_CONNECTION_LACKS_UPGRADE),
    NAMED(WSHAKE_ERRC_HTTP_VERSION_TOO_OLD),
    NAMED(WSHAKE_ERRC_BAD_HANDSHAKE_METHOD),
    NAMED(WSHAKE_ERRC_BAD_TARGET_FORM),
    NAMED(WSHAKE_ERRC_BODY_ON_HANDSHAKE),
    NAMED(WSHAKE_ERRC_MISSING_VERSION),
    NAMED(WSHAKE_ERRC_REPEATED_VERSION),
    NAMED(WSHAKE_ERRC_UNSUPPORTED_VERSION),
    NAMED(WSHAKE_ERRC_MISSING_KEY),
    NAMED(WSHAKE_ERRC_REPEATED_KEY),
    NAMED(WSHAKE_ERRC_BAD_KEY),
    NAMED(WSHAKE_ERRC_BAD_EXTENSIONS),
    NAMED(WSHAKE_ERRC_BAD_SUBPROTOCOLS),
    NAMED(WSHAKE_ERRC_TOO_MANY_SUBPROTOCOLS),
    NAMED(WSHAKE_ERRC_REPEATED_SUBPROTOCOL),
    NAMED(WSHAKE_ERRC_BAD_EXPECT),
    NAMED(WSHAKE_ERRC_REPEATED_ORIGIN),
    NAMED(WSHAKE_ERRC_MISSING_ORIGIN),
    NAMED(WSHAKE_ERRC_FORBIDDEN_ORIGIN),
    NAMED(WSHAKE_ERRC_NO_COMMON_SUBPROTOCOL),
    NAMED(WSHAKE_ERRC_UPGRADE_NOT_CONFIRMED),
    NAMED(WSHAKE_ERRC_CONNECTION_NOT_CONFIRMED),
    NAMED(WSHAKE_ERRC_MISSING_ACCEPT),
    NAMED(WSHAKE_ERRC_REPEATED_ACCEPT),
    NAMED(WSHAKE_ERRC_WRONG_ACCEPT),
    NAMED(WSHAKE_ERRC_UNEXPECTED_EXTENSION),
    NAMED(WSHAKE_ERRC_BAD_DEFLATE_ANSWER),
    NAMED(WSHAKE_ERRC_SEVERAL_SUBPROTOCOLS),
    NAMED(WSHAKE_ERRC_UNEXPECTED_SUBPROTOCOL),
    NAMED(WSHAKE_ERRC_TOO_MANY_INTERIM_RESPONSES),
    NAMED(WSHAKE_ERRC_BAD_CHUNK),
    NAMED(WSHAKE_ERRC_BAD_CHUNK_EXTENSION),
    NAMED(WSHAKE_ERRC_BAD_TRAILER),
    NAMED(WSHAKE_ERRC_FORBIDDEN_TRAILER),
    NAMED(WSHAKE_ERRC_BODY_TOO_LARGE),
    NAMED(WSHAKE_ERRC_TRUNCATED),
    NAMED(WSHAKE_ERRC_TIMED_OUT),
};

static const struct named events[] = {
    NAMED(WSHAKE_EVENT_NEED_MORE), NAMED(WSHAKE_EVENT_UPGRADE), NAMED(WSHAKE_EVENT_REQUEST),
    NAMED(WSHAKE_EVENT_FAILED),    NAMED(WSHAKE_EVENT_OPEN),    NAMED(WSHAKE_EVENT_REJECTED),
    NAMED(WSHAKE_EVENT_INTERIM),   NAMED(WSHAKE_EVENT_REFUSED), NAMED(WSHAKE_EVENT_BODY),
    NAMED(WSHAKE_EVENT_END),       NAMED(WSHAKE_EVENT_CLOSED),
};

// WSHAKE_ERRC_BAD_KEY is bad_key.
static bool is_name_of(const char* name, const char* enumerator, const char* prefix) {
  if (strncmp(enumerator, prefix, strlen(prefix)) != 0) return false;
  enumerator += strlen(prefix);
  for (; *enumerator != '\0'; ++enumerator, ++name) {
    const char lower = *enumerator >= 'A' && *enumerator <= 'Z' ? (char)(*enumerator - 'A' + 'a') : *enumerator;
    if (*name != lower) return false;
  }
  return *name == '\0';
}

void test_values(void) {
  CHECK(sizeof errors / sizeof *errors == WSHAKE_ERRC_COUNT);
  for (int at = 0; at < WSHAKE_ERRC_COUNT; ++at) {
    const wshake_error_info info = wshake_describe_error((wshake_errc)at);
    CHECK(errors[at].value == at);
    CHECK(is_name_of(info.name, errors[at].name, "WSHAKE_ERRC_"));
  }
  CHECK(sizeof events / sizeof *events == WSHAKE_EVENT_COUNT);
  for (int at = 0; at < WSHAKE_EVENT_COUNT; ++at) {
    CHECK(events[at].value == at);
    CHECK(is_name_of(wshake_describe_event((wshake_event)at), events[at].name, "WSHAKE_EVENT_"));
  }

  CHECK(WSHAKE_VERSION == WSHAKE_VERSION_MAJOR * 10000 + WSHAKE_VERSION_MINOR * 100 + WSHAKE_VERSION_PATCH);
  char version[16];
  snprintf(version, sizeof version, "%d.%d.%d", WSHAKE_VERSION_MAJOR, WSHAKE_VERSION_MINOR, WSHAKE_VERSION_PATCH);
  CHECK(strcmp(wshake_library_version(), version) == 0);

  const wshake_error_info bad_key = wshake_describe_error(WSHAKE_ERRC_BAD_KEY);
  CHECK(strcmp(bad_key.message, "Sec-WebSocket-Key is not the base64 of 16 bytes") == 0);
  CHECK(strcmp(bad_key.rule,
               "RFC 6455 \xc2\xa7"
               "4.2.1(5)") == 0);
  CHECK(bad_key.status == 400);

  // Other languages pass any number: none of them stands for another one.
  static const int numbers[] = {WSHAKE_ERRC_COUNT, 255, 256, 256 + WSHAKE_ERRC_BAD_KEY, 65536, -1};
  for (size_t at = 0; at < sizeof numbers / sizeof *numbers; ++at) {
    CHECK(strcmp(wshake_describe_error((wshake_errc)numbers[at]).name, "none") == 0);
    CHECK(strcmp(wshake_describe_event((wshake_event)numbers[at]), "") == 0);
  }
  CHECK(strcmp(wshake_describe_event((wshake_event)WSHAKE_EVENT_COUNT), "") == 0);
}
