// SPDX-License-Identifier: BSL-1.0
// digest.hpp's functions with the SHA instructions of 64-bit ARM processors.
#pragma once

#include <wshake/accept_key.hpp>

#include "processor/features.hpp"

#if defined(WSHAKE_ARM_SHA)

namespace wshake::key::arm {

// make_digest() needs processor::sha.
void make_digest(const char* key, detail::sha1_state& after) noexcept;
void write_digits(const detail::sha1_state& digest, char* out) noexcept;
void write_key(const char* nonce, char* out) noexcept;

}  // namespace wshake::key::arm

#endif
