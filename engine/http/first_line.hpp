// SPDX-License-Identifier: BSL-1.0
// Shared by the readers of request lines and status lines.
#pragma once

#include <cstddef>
#include <cstdint>

#include "head_reader.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

// An octet that does not fit where it stands. A bare LF and a bare CR are rules of their own; a CR waits for the octet
// behind it.
inline head_step misplaced(octets head, std::size_t at, errc rule) noexcept {
  if (head[at] == '\n') rule = errc::bare_lf;
  if (head[at] == '\r') {
    if (at + 1 == head.size()) return {};
    if (head[at + 1] != '\n') rule = errc::bare_cr;
  }
  return {{rule, at}};
}

// The offset at which a part of the first line goes on: its first octet that has not been judged.
inline std::size_t resume(octets head, const head_progress& progress) noexcept {
  const std::size_t at = progress.size;
  return at != 0 && head[at - 1] == '\r' ? at - 1 : at;
}

inline void end_first_line(head_progress& progress, std::size_t end) noexcept {
  progress.fields_begin = static_cast<std::uint16_t>(end);
  progress.line_begin = progress.fields_begin;
  progress.size = progress.fields_begin;
}

// HTTP-version = "HTTP/" DIGIT "." DIGIT   (RFC 9112 §2.3), from `begin` on. Complete when all of it is there. `misfit`
// is the octet that does not fit, for which the fault is the caller's to name; no_fault if there is none.
inline head_step read_version(octets head, std::size_t begin, std::size_t& misfit) noexcept {
  constexpr octets pattern = "HTTP/1.#";  // "#" stands for a digit
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
