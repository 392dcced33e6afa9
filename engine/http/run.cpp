// SPDX-License-Identifier: BSL-1.0
#include "run.hpp"

#include "block.hpp"
#include "octet_class.hpp"
#include "sixteen.hpp"

namespace wshake::http {

namespace {

// The first octet from `at` on, or `end`, that is not usual (sixteen.hpp), or one before it. Most of what tokens and hosts are made
// of is. At the end, where less than sixteen are left, octets are looked at twice.
const char* skip_usual(const char* at, const char* end) noexcept {
#if defined(WSHAKE_SIXTEEN)
  const auto usual_size = [](sixteen_octets octets) { return lowest_bit(~bits_of(usual(octets))); };
  if (end - at >= 16) {
    for (; end - at > 16; at += 16) {
      const unsigned size = usual_size(sixteen::load(at));
      if (size < 16) return at + size;
    }
    return end - 16 + lowest_bit(~(bits_of(usual(sixteen::load(end - 16))) | ((1U << (at - (end - 16))) - 1)));
  }
  if (end - at >= 8) {
    const unsigned size = usual_size(load_eight_and_eight(at, end - 8));
    return size < 8 ? at + size : end - 16 + size;
  }
#else
  (void)end;
#endif
  return at;
}

}  // namespace

const char* run_end(const char* at, const char* end, unsigned classes) noexcept {
  at = skip_usual(at, end);
  while (at != end && is(*at, classes)) ++at;
  return at;
}

std::size_t target_end(octets text, std::size_t at) noexcept {
#if defined(WSHAKE_SIXTEEN)
  for (; text.size() - at >= 16; at += 16) {
    const unsigned found = bits_of(no_target(sixteen::load(text.data() + at)));
    if (found != 0) return at + lowest_bit(found);
  }
  if (text.size() >= 16) {
    // The last sixteen, of which those before `at` have been looked at, or are none of the target.
    const std::size_t last = text.size() - 16;
    const unsigned found = bits_of(no_target(sixteen::load(text.data() + last))) >> (at - last);
    return found != 0 ? at + lowest_bit(found) : text.size();
  }
#endif
  while (at < text.size() && is(text[at], target_octet)) ++at;
  return at;
}

}  // namespace wshake::http
