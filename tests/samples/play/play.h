// SPDX-License-Identifier: BSL-1.0
// The functions that a sample in C and its driver in C++ call in each other: see tests/hygiene/run_samples.py.
#pragma once

#include <stdbool.h>

#include <wshake/wshake.h>

#ifdef __cplusplus
extern "C" {
#endif

// The buffer that replaces the sample's array for output.
wshake_mutable_octets play_out(void);

// Replace recv() and send() in the sample. The driver plays the peer at the other end.
long play_recv(int connection, void* data, size_t size, int flags);
long play_send(int connection, const void* data, size_t size, int flags);

// The functions of the guide's samples: the server, the client and the configuration.
bool shake_hands(int connection, const wshake_server_config* config, wshake_mutable_octets in, wshake_octets* rest);
wshake_diagnostic configure(wshake_server_config* config);

#ifdef __cplusplus
}
#endif
