// SPDX-License-Identifier: BSL-1.0
// A client and a server shake hands in memory.
#include <stdio.h>

#include <wshake/wshake.h>

int main(void) {
  static const wshake_octets where = WSHAKE_LITERAL("ws://example.com/chat");
  static const uint8_t random[WSHAKE_NONCE_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};  // fixed, in this example only
  char client_storage[WSHAKE_SMALL_CLIENT_STORAGE_SIZE], server_storage[WSHAKE_SMALL_SERVER_STORAGE_SIZE], buffer[1024];
  const wshake_mutable_octets out = wshake_room(buffer, sizeof buffer);

  wshake_client client;
  wshake_server server;
  wshake_client_init(&client, wshake_room(client_storage, sizeof client_storage), NULL);
  wshake_server_init(&server, wshake_room(server_storage, sizeof server_storage), NULL);

  wshake_client_request request = WSHAKE_CLIENT_REQUEST(.where = wshake_parse_uri(where).found);
  const wshake_write_result asked = wshake_client_start(&client, out, &request, random);
  if (asked.error.code != WSHAKE_ERRC_NONE) return 1;
  if (wshake_server_feed(&server, asked.written).state != WSHAKE_SERVER_UPGRADE) return 1;
  const wshake_write_result answer = wshake_server_accept(&server, out, NULL);
  if (answer.error.code != WSHAKE_ERRC_NONE) return 1;
  if (wshake_client_feed(&client, answer.written).event != WSHAKE_CLIENT_OPEN) return 1;

  printf("C: client %s, server %s\n", wshake_describe_client_event(wshake_client_state_of(&client)),
         wshake_describe_server_state(wshake_server_state_of(&server)));
  return 0;
}
