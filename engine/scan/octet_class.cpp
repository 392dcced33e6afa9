// SPDX-License-Identifier: BSL-1.0
#include "octet_class.hpp"

#include "block.hpp"
#include "vec16.hpp"

#if !defined(WSHAKE_VEC16)
#include "block_portable.hpp"
#endif

namespace wshake::scan {

bool all(octets text, unsigned classes) noexcept {
  for (const char c : text) {
    if (!is(c, classes)) return false;
  }
  return true;
}

bool any(octets text, unsigned classes) noexcept {
  for (const char c : text) {
    if (is(c, classes)) return true;
  }
  return false;
}

bool equal_ignoring_case(octets left, octets right) noexcept { return detail::equal_ignoring_case(left, right); }

octets trim(octets text) noexcept {
  const char* begin = text.begin();
  const char* end = text.end();
  while (begin != end && is_white_space(*begin)) ++begin;
  while (begin != end && is_white_space(end[-1])) --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

namespace {

// Skips octets of vec16::fast_octets(). Returns the first other octet, `end`, or an offset before them. If fewer than
// sixteen octets are left, the last loads overlap those before.
const char* skip_fast(const char* at, const char* end) noexcept {
#if defined(WSHAKE_VEC16)
  const auto fast_size = [](vec16::vector octets) { return lowest_bit(~vec16::bits(vec16::fast_octets(octets))); };
  if (end - at >= 16) {
    for (; end - at > 16; at += 16) {
      const unsigned size = fast_size(vec16::load(at));
      if (size < 16) return at + size;
    }
    return end - 16 +
           lowest_bit(~(vec16::bits(vec16::fast_octets(vec16::load(end - 16))) | ((1U << (at - (end - 16))) - 1)));
  }
  if (end - at >= 8) {
    const unsigned size = fast_size(vec16::load_eight_and_eight(at, end - 8));
    return size < 8 ? at + size : end - 16 + size;
  }
#else
  (void)end;
#endif
  return at;
}

}  // namespace

const char* skip_class(const char* at, const char* end, unsigned classes) noexcept {
  at = skip_fast(at, end);
  while (at != end && is(*at, classes)) ++at;
  return at;
}

namespace {

#if defined(WSHAKE_VEC16)
// The offset of the first octet from `at` on that `others` selects; text.size() if there is none. `text` has at least
// sixteen octets.
template <class Others>
std::size_t find_sixteen(octets text, std::size_t at, Others others) noexcept {
  for (; text.size() - at >= 16; at += 16) {
    const std::uint64_t found = vec16::bits(others(vec16::load(text.data() + at)));
    if (found != 0) return at + lowest_bit(found);
  }
  // The last sixteen octets; those before `at` are shifted out.
  const std::size_t last = text.size() - 16;
  const std::uint64_t found = vec16::bits(others(vec16::load(text.data() + last))) >> (at - last);
  return found != 0 ? at + lowest_bit(found) : text.size();
}
#endif

}  // namespace

std::size_t target_end(octets text, std::size_t at) noexcept {
#if defined(WSHAKE_VEC16)
  if (text.size() >= 16) return find_sixteen(text, at, [](vec16::vector some) { return vec16::no_target(some); });
#endif
  while (at < text.size() && is(text[at], target_octet)) ++at;
  return at;
}

std::size_t resource_fault(octets text) noexcept {
  std::size_t at = 0;
  for (;;) {
#if defined(WSHAKE_VEC16)
    if (text.size() >= 16) at = find_sixteen(text, at, [](vec16::vector some) { return vec16::no_resource(some); });
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

std::size_t find_line_feed(octets text, std::size_t from) noexcept {
  std::size_t at = from;
#if defined(WSHAKE_VEC16)
  for (; text.size() - at >= 16; at += 16) {
    const std::uint64_t found = vec16::bits(vec16::equal(vec16::load(text.data() + at), '\n'));
#else
  for (; text.size() - at >= portable::step; at += portable::step) {
    const std::uint64_t found = portable::line_feeds(text.data() + at);
#endif
    if (found != 0) return at + lowest_bit(found);
  }
  while (at < text.size() && text.data()[at] != '\n') ++at;
  return at;
}

}  // namespace wshake::scan
