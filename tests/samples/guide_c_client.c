// SPDX-License-Identifier: BSL-1.0
// The guide's client in C. guide_c_client.cpp calls the functions below, which do not name the sample's struct.
#include <string.h>

#include "play.h"
//
#include "sample.inc"

static struct connection connection;

wshake_octets play_ask(wshake_octets uri, const uint8_t* randomness, wshake_mutable_octets out);
wshake_client_event play_receive(wshake_octets* input);

wshake_octets play_ask(wshake_octets uri, const uint8_t* randomness, wshake_mutable_octets out) {
  memset(&connection, 0, sizeof connection);
  return ask(&connection, uri, randomness, out);
}

wshake_client_event play_receive(wshake_octets* input) { return receive(&connection, input); }
