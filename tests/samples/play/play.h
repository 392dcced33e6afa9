// SPDX-License-Identifier: BSL-1.0
// What a sample in C sees of its driver.
#pragma once

#include <stdbool.h>

#include <wshake/wshake.h>

#ifdef __cplusplus
extern "C" {
#endif

// The buffer that stands in for an array of the sample's own.
wshake_mutable_octets play_out(void);

// A peer's read() and write().
long play_read(int connection, void* data, size_t size);
long play_write(int connection, const void* data, size_t size);

// README's server, and the guide's client and configuration.
bool shake_hands(int connection, const wshake_server_config* config, wshake_mutable_octets in, wshake_octets* rest);
wshake_diagnostic configure(wshake_server_config* config);

#ifdef __cplusplus
}
#endif
