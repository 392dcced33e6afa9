// SPDX-License-Identifier: BSL-1.0
#include <wshake/accept_key.hpp>

#include <atomic>
#include <cstdint>

#include "accept_key_x86.hpp"

namespace wshake::detail {

#if defined(__x86_64__) || defined(__i386__)

namespace {

// What the processor can do, once it is known. Threads that find out at the same time find the same.
enum feature_bits : std::uint8_t { is_known = 1, has_sha = 2, has_avx = 4 };
constinit std::atomic<std::uint8_t> cached_features = 0;

std::uint8_t features() noexcept {
  const std::uint8_t cached = cached_features.load(std::memory_order_relaxed);
  if (cached != 0) return cached;
  const key::x86_features found = key::detect_x86();
  const auto bits = static_cast<std::uint8_t>(is_known | (found.sha ? has_sha : 0) | (found.avx ? has_avx : 0));
  cached_features.store(bits, std::memory_order_relaxed);
  return bits;
}

}  // namespace

accept_value accept_key_at_run_time(octets key) noexcept {
  const std::uint8_t found = features();
  if ((found & has_sha) == 0) return accept_key_portable(key);
  return encode_digest(key::digest_x86(key.data(), (found & has_avx) != 0));
}

#else

accept_value accept_key_at_run_time(octets key) noexcept { return accept_key_portable(key); }

#endif

}  // namespace wshake::detail
