// SPDX-License-Identifier: BSL-1.0
// digest.hpp's functions by the SHA instructions of 64-bit ARM processors.
#pragma once

#include <wshake/accept_key.hpp>

#include "processor/features.hpp"

#if defined(WSHAKE_ARM_SHA)

namespace wshake::key::arm {

// They need processor::sha.
void digest_first(const char* key, detail::sha1_state& after) noexcept;
void digest_second(const detail::sha1_state& first, char* out) noexcept;

}  // namespace wshake::key::arm

#endif
