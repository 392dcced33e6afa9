// SPDX-License-Identifier: BSL-1.0
// Functions that the readers of request lines and status lines share.
#pragma once

#include <cstddef>
#include <cstdint>

#include "head_reader.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

// The step at an invalid octet. A bare LF and a bare CR have rules of their own; any other octet breaks `rule`. A CR at
// the end of the input is incomplete: the next octet decides.
inline head_step misplaced(octets head, std::size_t at, errc rule) noexcept {
  if (head[at] == '\n') rule = errc::bare_lf;
  if (head[at] == '\r') {
    if (at + 1 == head.size()) return {};
    if (head[at + 1] != '\n') rule = errc::bare_cr;
  }
  return {{rule, at}};
}

// The offset of the first octet that has not been judged. A CR at the end of the last piece is judged again.
inline std::size_t resume(octets head, const head_progress& progress) noexcept {
  const std::size_t at = progress.size;
  return at != 0 && head[at - 1] == '\r' ? at - 1 : at;
}

inline void end_first_line(head_progress& progress, std::size_t end) noexcept {
  progress.fields_begin = static_cast<std::uint16_t>(end);
  progress.line_begin = progress.fields_begin;
  progress.size = progress.fields_begin;
}

// Reads HTTP-version = "HTTP/" DIGIT "." DIGIT   (RFC 9112 §2.3) at `begin`. Complete once the octet behind it has
// arrived. `misfit` is the offset of an invalid octet, whose rule the caller chooses, or no_fault.
inline head_step read_version(octets head, std::size_t begin, std::size_t& misfit) noexcept {
  constexpr octets pattern = "HTTP/1.#";  // "#" matches a digit
  misfit = no_fault;
  for (std::size_t part = 0; part < pattern.size(); ++part) {
    const std::size_t at = begin + part;
    if (at == head.size()) return {};
    const bool is_digit = is(head[at], digit_octet);
    if (part == 5 && head[at] == '0') {
      if (at + 1 == head.size()) return {};
      if (is(head[at + 1], digit_octet)) return {{errc::leading_zero_in_version, at}};
    }
    if (part == 5 && is_digit && head[at] != '1') return {{errc::unsupported_http_version, at}};
    if (pattern[part] == '#' ? !is_digit : head[at] != pattern[part]) {
      misfit = at;
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
