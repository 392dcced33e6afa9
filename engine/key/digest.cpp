// SPDX-License-Identifier: BSL-1.0
#include "digest.hpp"

#include <cstring>

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

void digest_first(octets key, detail::sha1_state& after) noexcept {
#if defined(WSHAKE_X86_SHA)
  if (has_sha()) return x86::digest_first(key.data(), has_avx(), after);
#elif defined(WSHAKE_ARM_SHA)
  if (has_sha()) return arm::digest_first(key.data(), after);
#endif
  detail::sha1_schedule words = detail::first_block(key);
  after = {};
  detail::compress(after, words);
}

void digest_second(const detail::sha1_state& first, char* out) noexcept {
#if defined(WSHAKE_X86_SHA)
  if (has_sha()) return x86::digest_second(first, has_avx(), out);
#elif defined(WSHAKE_ARM_SHA)
  if (has_sha()) return arm::digest_second(first, out);
#endif
#if defined(__OPTIMIZE_SIZE__)
  detail::sha1_schedule words = detail::second_block;  // the same function as for the first block
#else
  const auto& words = detail::second_schedule;
#endif
  detail::sha1_state state = first;
  detail::compress(state, words);
  const accept_value value = detail::encode_digest(state);
  std::memcpy(out, value.data.data(), accept_size);
}

// Without steps all is done in the last one.

first_block::first_block(octets key) noexcept
    : key_(key.size() == key_size ? key : detail::accept_guid.first(key_size)) {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (has_sha()) x86::begin_first(key_.data(), has_avx(), kept_);
#endif
}

void first_block::go_on() noexcept {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (has_sha()) x86::go_on_first(has_avx(), kept_);
#endif
}

void first_block::finish(detail::sha1_state& after) noexcept {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (has_sha()) return x86::finish_first(has_avx(), kept_, after);
#endif
  digest_first(key_, after);
}

second_block::second_block(const detail::sha1_state& first) noexcept : first_(first) {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (has_sha()) x86::begin_second(first_, has_avx(), kept_);
#endif
}

void second_block::go_on() noexcept {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (has_sha()) x86::go_on_second(has_avx(), kept_);
#endif
}

void second_block::finish(char* out) noexcept {
#if defined(WSHAKE_X86_SHA_STEPS)
  if (has_sha()) return x86::finish_second(has_avx(), kept_, out);
#endif
  digest_second(first_, out);
}

}  // namespace wshake::key
