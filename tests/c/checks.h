// SPDX-License-Identifier: BSL-1.0
// Shared by the tests of the C API: CHECK() counts a failure and lets the program continue; text() makes a view of a
// string that ends with NUL.
#pragma once

#include <stdio.h>
#include <string.h>

#include <wshake/wshake.h>

extern unsigned checks_made;
extern unsigned checks_failed;

#define CHECK(condition)                                                        \
  do {                                                                          \
    ++checks_made;                                                              \
    if (!(condition)) {                                                         \
      ++checks_failed;                                                          \
      printf("%s:%d: CHECK(%s) is not true\n", __FILE__, __LINE__, #condition); \
    }                                                                           \
  } while (0)

// Returns a view of `content` without its NUL.
static inline wshake_octets text(const char* content) { return wshake_view(content, strlen(content)); }
static inline bool is(wshake_octets octets, const char* content) {
  if (octets.size != strlen(content)) return false;
  return octets.size == 0 || memcmp(octets.data, content, octets.size) == 0;
}
static inline bool contains(const char* data, size_t size, const char* content) {
  const size_t wanted = strlen(content);
  for (size_t at = 0; at + wanted <= size; ++at) {
    if (memcmp(data + at, content, wanted) == 0) return true;
  }
  return false;
}

// The example of RFC 6455 §1.3: a key, the 16 octets that the key encodes, and the key's accept value.
#define EXAMPLE_KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define EXAMPLE_NONCE "the sample nonce"
#define EXAMPLE_ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

#define EXAMPLE_REQUEST                                                                                   \
  "GET /chat?room=1 HTTP/1.1\r\n"                                                                         \
  "Host: server.example.com\r\n"                                                                          \
  "Upgrade: websocket\r\n"                                                                                \
  "Connection: keep-alive, Upgrade\r\n"                                                                   \
  "Sec-WebSocket-Key: " EXAMPLE_KEY                                                                       \
  "\r\n"                                                                                                  \
  "Origin: http://example.com\r\n"                                                                        \
  "Sec-WebSocket-Protocol: chat, superchat\r\n"                                                           \
  "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, bbf-usp-protocol; eid=\"x\"\r\n" \
  "Sec-WebSocket-Version: 13\r\n\r\n"

#define EXAMPLE_ANSWER                   \
  "HTTP/1.1 101 Switching Protocols\r\n" \
  "Upgrade: websocket\r\n"               \
  "Connection: Upgrade\r\n"              \
  "Sec-WebSocket-Accept: " EXAMPLE_ACCEPT "\r\n\r\n"

void test_client(void);
void test_field_answer(void);
void test_field_request(void);
void test_forward(void);
void test_functions(void);
void test_options(void);
void test_server(void);
void test_socks(void);
void test_tunnel(void);
void test_values(void);
