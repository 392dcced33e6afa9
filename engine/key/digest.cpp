// SPDX-License-Identifier: BSL-1.0
#include "digest.hpp"

#include "base64.hpp"
#include "digest_arm.hpp"
#include "digest_avx512.hpp"
#include "digest_x86.hpp"
#include "processor/features.hpp"

namespace wshake::key {

namespace {

#if defined(WSHAKE_X86_SHA) || defined(WSHAKE_ARM_SHA)
bool has_sha() noexcept { return (processor::features() & processor::sha) != 0; }
#endif
#if defined(WSHAKE_AVX512_SHA)
bool has_avx512() noexcept { return (processor::features() & processor::avx512) != 0; }
#endif

}  // namespace

detail::sha1_state make_digest(octets key) noexcept {
#if defined(WSHAKE_AVX512_SHA)
  if (has_sha() && has_avx512()) return avx512::make_digest(key.data());
#endif
#if defined(WSHAKE_X86_SHA)
  if (has_sha()) return x86::make_digest(key.data());
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

const step_functions* find_steps() noexcept {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (!has_sha()) return nullptr;
#if defined(WSHAKE_AVX512_SHA)
  if (has_avx512()) return &avx512::in_steps;
#endif
  return &x86::in_steps;
#else
  return nullptr;
#endif
}

// In a build without steps the compiler leaves out the code for steps.
inline bool digest::has_steps() const noexcept {
#if defined(WSHAKE_X86_SHA_STEPS)
  return functions_ != nullptr;
#else
  return false;
#endif
}

void digest::begin(octets key) noexcept {
  key_ = key.size() == key_size ? key : detail::accept_guid.first(key_size);
  if (!has_steps()) return;
  functions_->begin(key_.data(), kept_);
  done_ = 0;
}

void digest::step() noexcept {
  if (has_steps() && done_ < functions_->between.size()) functions_->between[done_++](kept_);
}

detail::sha1_state digest::finish() noexcept {
  if (!has_steps()) return make_digest(key_);
  while (done_ < functions_->between.size()) step();
  return functions_->finish(kept_);
}

}  // namespace wshake::key
