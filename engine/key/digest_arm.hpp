// SPDX-License-Identifier: BSL-1.0
// The functions of digest.hpp, written for 64-bit ARM processors. make_digest() uses their SHA instructions.
#pragma once

#include <wshake/accept_key.hpp>

#include "processor/features.hpp"

#if defined(WSHAKE_ARM_SHA)

namespace wshake::key::arm {

// make_digest() runs only on a processor that has processor::sha.
detail::sha1_state make_digest(const char* key) noexcept;
void write_digits(const detail::sha1_state& digest, char* out) noexcept;
void write_key(const char* nonce, char* out) noexcept;

}  // namespace wshake::key::arm

#endif
