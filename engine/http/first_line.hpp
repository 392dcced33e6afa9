// SPDX-License-Identifier: BSL-1.0
// Functions that the readers of request lines and status lines share.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/line_end.hpp"
#include "head_reader.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

// The result of a step that meets an invalid octet at `offset`. A bare LF and a bare CR have rules of their own; any
// other octet breaks `rule`. If the octet is a CR at the end of `head`, the result is `incomplete`: the next octet
// decides which rule is broken.
inline head_step misplaced(octets head, std::size_t offset, errc rule) noexcept {
  if (head[offset] == '\n') return {bare_lf(offset)};
  if (head[offset] == '\r') {
    if (offset + 1 == head.size()) return {};
    if (const fault broken = bare_cr(head[offset + 1], offset)) return {broken};
  }
  return {{rule, offset}};
}

// The offset of the first octet that has not been checked. A CR at the end of the previous piece is checked again.
inline std::size_t resume(octets head, const head_progress& progress) noexcept {
  const std::size_t offset = progress.size;
  return offset != 0 && head[offset - 1] == '\r' ? offset - 1 : offset;
}

inline void end_first_line(head_progress& progress, std::size_t end) noexcept {
  progress.fields_begin = static_cast<std::uint16_t>(end);
  progress.line_begin = progress.fields_begin;
  progress.size = progress.fields_begin;
}

// Reads HTTP-version = "HTTP/" DIGIT "." DIGIT   (RFC 9112 section 2.3) at `begin`. The reading is complete once the
// octet behind the version has arrived, because a further digit is an error. `misfit` is the offset of an invalid octet
// for which the caller chooses the rule, or no_fault.
inline head_step read_version(octets head, std::size_t begin, std::size_t& misfit) noexcept {
  constexpr octets pattern = "HTTP/1.#";  // "#" matches a digit
  misfit = no_fault;
  for (std::size_t part = 0; part < pattern.size(); ++part) {
    const std::size_t offset = begin + part;
    if (offset == head.size()) return {};
    const bool is_digit = is(head[offset], digit_octet);
    if (part == 5 && head[offset] == '0') {
      if (offset + 1 == head.size()) return {};
      if (is(head[offset + 1], digit_octet)) return {{errc::leading_zero_in_version, offset}};
    }
    if (part == 5 && is_digit && head[offset] != '1') return {{errc::unsupported_http_version, offset}};
    if (pattern[part] == '#' ? !is_digit : head[offset] != pattern[part]) {
      misfit = offset;
      return {};
    }
  }
  const std::size_t end = begin + pattern.size();
  if (end == head.size()) return {};
  if (is(head[end], digit_octet)) {
    const bool padded = head[end - 1] == '0';
    return {{padded ? errc::leading_zero_in_version : errc::bad_http_version, padded ? end - 1 : end}};
  }
  return {{}, reading::complete};
}

}  // namespace wshake::http
