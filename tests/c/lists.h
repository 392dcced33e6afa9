// SPDX-License-Identifier: BSL-1.0
// Shared by the tests of header lists: parts of lists, and functions that look for fields in header sections.
#pragma once

#include "checks.h"

#define FIELD(name, value) {WSHAKE_LITERAL(name), WSHAKE_LITERAL(value)}
#define COUNT(list) (sizeof(list) / sizeof *(list))

// The pseudo-header fields of a handshake's header list.
#define PLAIN_FRONT                                                                                                  \
  FIELD(":method", "CONNECT"), FIELD(":protocol", "websocket"), FIELD(":scheme", "https"), FIELD(":authority", "a"), \
      FIELD(":path", "/")

static inline wshake_request_view view_of(const wshake_field* list, size_t count) {
  const wshake_request_list_reading reading = wshake_read_request_list(list, count, 20);
  CHECK(reading.error.code == WSHAKE_ERRC_NONE);
  return reading.head;
}

// True if the header section has exactly one line with this name, and the line has this value. If `value` is NULL: true
// if the header section has no line with this name.
static inline bool has(const wshake_fields* header, const char* name, const char* value) {
  wshake_octets found;
  if (!wshake_fields_find(header, text(name), &found)) return value == NULL;
  return value != NULL && wshake_fields_count(header, text(name)) == 1 && is(found, value);
}

// Checks that every name is in lower case, and that every line lies in the buffer.
static inline void check_lines(const wshake_fields* header, const char* buffer, size_t size) {
  wshake_lines lines = wshake_fields_lines(header);
  wshake_field line;
  while (wshake_next_line(&lines, &line)) {
    CHECK(line.name.data >= buffer && line.value.data + line.value.size <= buffer + size);
    for (size_t at = 0; at < line.name.size; ++at) CHECK(line.name.data[at] < 'A' || line.name.data[at] > 'Z');
  }
}
