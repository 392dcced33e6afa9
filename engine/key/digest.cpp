// SPDX-License-Identifier: BSL-1.0
#include "digest.hpp"

#include "base64.hpp"
#include "digest_arm.hpp"
#include "digest_x86.hpp"
#include "processor/features.hpp"

namespace wshake::key {

namespace {

#if defined(WSHAKE_X86_SHA) || defined(WSHAKE_ARM_SHA)
bool has_sha() noexcept { return (processor::features() & processor::sha) != 0; }
#endif
#if defined(WSHAKE_X86_SHA)
bool has_avx() noexcept { return (processor::features() & processor::avx) != 0; }
#endif

}  // namespace

detail::sha1_state make_digest(octets key) noexcept {
#if defined(WSHAKE_X86_SHA)
  if (has_sha()) return x86::make_digest(key.data(), has_avx());
#elif defined(WSHAKE_ARM_SHA)
  if (has_sha()) return arm::make_digest(key.data());
#endif
  detail::sha1_schedule words = detail::first_block(key);
  detail::sha1_state after;
  detail::compress(after, words);
#if defined(WSHAKE_OPTIMIZE_SIZE)
  words = detail::second_block;  // not second_schedule, so that compress() is instantiated only once
  detail::compress(after, words);
#else
  detail::compress(after, detail::second_schedule);
#endif
  return after;
}

void write_key(octets nonce, char* out) noexcept {
#if defined(WSHAKE_X86_SHA)
  if (has_sha()) return x86::write_key(nonce.data(), out);
#elif defined(WSHAKE_ARM_SHA)
  if (has_sha()) return arm::write_key(nonce.data(), out);
#endif
  encode(nonce, out);
}

void write_digits(const detail::sha1_state& digest, char* out) noexcept {
#if defined(WSHAKE_X86_SHA)
  if (has_sha()) return x86::write_digits(digest, out);
#elif defined(WSHAKE_ARM_SHA)
  if (has_sha()) return arm::write_digits(digest, out);
#endif
  detail::encode_digest(digest, out);
}

// In a build without steps, finish() computes the whole digest.

void digest::begin(octets key) noexcept {
  key_ = key.size() == key_size ? key : detail::accept_guid.first(key_size);
#if defined(WSHAKE_X86_SHA_STEPS)
  done_ = x86::steps;
  if (!has_sha()) return;
  done_ = 1;
  has_avx_ = has_avx();
  x86::begin(key_.data(), has_avx_, kept_);
#endif
}

void digest::step() noexcept {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (done_ < x86::steps - 1) x86::step(done_++, has_avx_, kept_);
#endif
}

detail::sha1_state digest::finish() noexcept {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (done_ < x86::steps) {
    while (done_ < x86::steps - 1) step();
    return x86::finish(has_avx_, kept_);
  }
#endif
  return make_digest(key_);
}

}  // namespace wshake::key
