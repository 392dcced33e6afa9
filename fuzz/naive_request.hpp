// SPDX-License-Identifier: BSL-1.0
// A request head read octet by octet (RFC 9112 §§2–5): which rule is broken first, and where.
#pragma once

#include <cstddef>
#include <string_view>

#include "naive_head.hpp"

namespace fuzz {

class naive_reader : naive_head_reader {
 public:
  using naive_head_reader::naive_head_reader;

  naive_reading read() {
    if (skip_empty_lines() && read_request_line() && find_end() && check_lines()) result_.consumed = end_;
    return result_;
  }

 private:
  bool skip_empty_lines() {
    std::size_t& at = result_.head_at;
    for (unsigned count = 0; at < octets_.size(); at += 2) {
      if (octets_[at] != '\r') return true;
      if (count++ == limit_.empty_lines) return fail(errc::too_many_empty_lines, at);
      if (at + 1 == octets_.size()) return false;
      if (octets_[at + 1] != '\n') return fail(errc::bare_cr, at);
    }
    return false;
  }

  // method SP request-target SP HTTP-version CRLF
  bool read_request_line() {
    std::size_t at = result_.head_at;
    for (std::size_t size = 0;; ++at, ++size) {
      if (!have(at)) return false;
      if (octets_[at] == ' ' && size > 0) break;
      if (octets_[at] == '\x16' && size == 0) return fail(errc::tls_record, at);
      if (!is_tchar(octets_[at])) return misplaced(at, errc::bad_method);
      if (size == limit_.method) return fail(errc::method_too_long, at);
    }
    ++at;
    for (std::size_t size = 0;; ++at, ++size) {
      if (!have(at)) return false;
      const char octet = octets_[at];
      if (octet == ' ' && size > 0) break;
      if (octet == '\r' && size > 0) return fail(errc::bad_http_version, at);
      if (!is_target_octet(octet)) return misplaced(at, errc::bad_target);
      if (size == limit_.target) return fail(errc::target_too_long, at);
    }
    for (const char expected : std::string_view("HTTP/1.9\r\n")) {
      if (!have(++at)) return false;
      const char octet = octets_[at];
      if (expected == '1' && is_digit(octet) && octet != '1') return fail(errc::unsupported_http_version, at);
      if (expected == '\n' && octet != '\n') return fail(errc::bare_cr, at - 1);
      if (expected == '9' ? !is_digit(octet) : octet != expected) return misplaced(at, errc::bad_http_version);
    }
    lines_at_ = at + 1;
    return true;
  }
};

}  // namespace fuzz
