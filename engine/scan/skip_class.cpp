// SPDX-License-Identifier: BSL-1.0
#include "skip_class.hpp"

#include "block.hpp"
#include "octet_class.hpp"
#include "vec16.hpp"

namespace wshake::http {

namespace {

// The first octet from `at` on, or `end`, that is not usual (sixteen.hpp), or one before it. Most of what tokens and
// hosts are made of is. At the end, where less than sixteen are left, octets are looked at twice.
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

namespace {

#if defined(WSHAKE_SIXTEEN)
// The first octet from `at` on for which `others` is set, of a text of at least sixteen; text.size() if there is none.
template <class Others>
std::size_t find_sixteen(octets text, std::size_t at, Others others) noexcept {
  for (; text.size() - at >= 16; at += 16) {
    const unsigned found = bits_of(others(sixteen::load(text.data() + at)));
    if (found != 0) return at + lowest_bit(found);
  }
  // The last sixteen, those before `at` among them.
  const std::size_t last = text.size() - 16;
  const unsigned found = bits_of(others(sixteen::load(text.data() + last))) >> (at - last);
  return found != 0 ? at + lowest_bit(found) : text.size();
}
#endif

}  // namespace

std::size_t target_end(octets text, std::size_t at) noexcept {
#if defined(WSHAKE_SIXTEEN)
  if (text.size() >= 16) return find_sixteen(text, at, [](sixteen_octets some) { return no_target(some); });
#endif
  while (at < text.size() && is(text[at], target_octet)) ++at;
  return at;
}

std::size_t resource_fault(octets text) noexcept {
  std::size_t at = 0;
  for (;;) {
#if defined(WSHAKE_SIXTEEN)
    if (text.size() >= 16) at = find_sixteen(text, at, [](sixteen_octets some) { return no_resource(some); });
#endif
    while (at < text.size() && is(text[at], resource_octet)) ++at;
    if (at == text.size()) return no_fault;
    if (text[at] != '%') return at;
    for (unsigned digit = 0; digit < 2; ++digit) {
      if (++at == text.size() || !is(text[at], hex_octet)) return at;
    }
    ++at;
  }
}

}  // namespace wshake::http
