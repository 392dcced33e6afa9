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

// Skips letters, digits, "-", "." and "_" (vec16::fast_octets()). Returns a pointer to the first other octet, or to
// `end` if there is none. The function may stop earlier: skip_class() goes on octet by octet. If fewer than sixteen
// octets are left, the last load reads some octets twice.
const char* skip_fast(const char* next, const char* end) noexcept {
#if defined(WSHAKE_VEC16)
  const auto fast_size = [](vec16::vector octets) { return lowest_bit(~vec16::bits(vec16::fast_octets(octets))); };
  if (end - next >= 16) {
    for (; end - next > 16; next += 16) {
      const unsigned size = fast_size(vec16::load(next));
      if (size < 16) return next + size;
    }
    return end - 16 +
           lowest_bit(~(vec16::bits(vec16::fast_octets(vec16::load(end - 16))) | ((1U << (next - (end - 16))) - 1)));
  }
  if (end - next >= 8) {
    const unsigned size = fast_size(vec16::load_eight_and_eight(next, end - 8));
    return size < 8 ? next + size : end - 16 + size;
  }
#else
  (void)end;
#endif
  return next;
}

}  // namespace

const char* skip_class(const char* next, const char* end, unsigned classes) noexcept {
  next = skip_fast(next, end);
  while (next != end && is(*next, classes)) ++next;
  return next;
}

namespace {

#if defined(WSHAKE_VEC16)
// The offset of the first octet from `offset` on that `others` selects; text.size() if there is none. `text` has at
// least sixteen octets.
template <class Others>
std::size_t find_sixteen(octets text, std::size_t offset, Others others) noexcept {
  for (; text.size() - offset >= 16; offset += 16) {
    const std::uint64_t found = vec16::bits(others(vec16::load(text.data() + offset)));
    if (found != 0) return offset + lowest_bit(found);
  }
  // Checks the last sixteen octets. The bits of octets before `offset` are shifted out.
  const std::size_t last = text.size() - 16;
  const std::uint64_t found = vec16::bits(others(vec16::load(text.data() + last))) >> (offset - last);
  return found != 0 ? offset + lowest_bit(found) : text.size();
}
#endif

}  // namespace

std::size_t target_end(octets text, std::size_t offset) noexcept {
#if defined(WSHAKE_VEC16)
  if (text.size() >= 16) return find_sixteen(text, offset, [](vec16::vector some) { return vec16::no_target(some); });
#endif
  while (offset < text.size() && is(text[offset], target_octet)) ++offset;
  return offset;
}

std::size_t value_end(octets text) noexcept {
  std::size_t offset = 0;
#if defined(WSHAKE_VEC16)
  if (text.size() >= 16) return find_sixteen(text, offset, [](vec16::vector some) { return vec16::controls(some); });
  if (text.size() >= 8 && vec16::bits(vec16::controls(vec16::load_eight_and_eight(text.begin(), text.end() - 8))) == 0) {
    return text.size();
  }
#endif
  while (offset < text.size() && !is(text[offset], control_octet)) ++offset;
  return offset;
}

bool is_lower_case_token(octets name) noexcept {
#if defined(WSHAKE_VEC16)
  // Most names consist of lower-case letters and "-" alone.
  const auto is_plain = [](vec16::vector some) {
    return vec16::bits(vec16::either(vec16::within(some, 'a', 'z'), vec16::equal(some, '-'))) == 0xffff;
  };
  const std::size_t size = name.size();
  if (size >= 8 && size <= 16 && is_plain(vec16::load_eight_and_eight(name.begin(), name.end() - 8))) return true;
  if (size >= 16 && size <= 32 && is_plain(vec16::load(name.begin())) && is_plain(vec16::load(name.end() - 16))) {
    return true;
  }
#endif
  for (const char octet : name) {
    if (!is(octet, token_octet) || (octet >= 'A' && octet <= 'Z')) return false;
  }
  return !name.empty();
}

std::size_t resource_fault(octets text) noexcept {
  std::size_t offset = 0;
  for (;;) {
#if defined(WSHAKE_VEC16)
    if (text.size() >= 16)
      offset = find_sixteen(text, offset, [](vec16::vector some) { return vec16::no_resource(some); });
#endif
    while (offset < text.size() && is(text[offset], resource_octet)) ++offset;
    if (offset == text.size()) return no_fault;
    if (text[offset] != '%') return offset;
    for (unsigned digit = 0; digit < 2; ++digit) {
      if (++offset == text.size() || !is(text[offset], hex_octet)) return offset;
    }
    ++offset;
  }
}

std::size_t find_line_feed(octets text, std::size_t from) noexcept {
  std::size_t offset = from;
#if defined(WSHAKE_VEC16)
  for (; text.size() - offset >= 16; offset += 16) {
    const std::uint64_t found = vec16::bits(vec16::equal(vec16::load(text.data() + offset), '\n'));
#else
  for (; text.size() - offset >= portable::step; offset += portable::step) {
    const std::uint64_t found = portable::line_feeds(text.data() + offset);
#endif
    if (found != 0) return offset + lowest_bit(found);
  }
  while (offset < text.size() && text.data()[offset] != '\n') ++offset;
  return offset;
}

}  // namespace wshake::scan
