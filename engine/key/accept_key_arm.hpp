// SPDX-License-Identifier: BSL-1.0
// accept_key by the SHA instructions of 64-bit ARM processors.
#pragma once

#include <wshake/accept_key.hpp>

#include "processor/features.hpp"

#if defined(WSHAKE_ARM_SHA)

namespace wshake::key {

// Writes the 28 octets of the Sec-WebSocket-Accept for a key of 24. Needs processor::sha.
void accept_arm(const char* key, char* out) noexcept;

}  // namespace wshake::key

#endif
