// SPDX-License-Identifier: BSL-1.0
// Reads a request head octet by octet (RFC 9112 §§2–5). Reports the first broken rule and the error's offset.
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
    for (; at < octets_.size(); at += 2) {
      if (octets_[at] != '\r') return true;
      if (empty_lines_++ == limit_.empty_lines) return fail(errc::too_many_empty_lines, at);
      if (at + 1 == octets_.size()) return false;
      if (octets_[at + 1] != '\n') return fail(errc::bare_cr, at);
    }
    return false;
  }

  // Reads the end of the signature of the PROXY protocol, version 2. Two empty lines have come before it.
  bool read_signature(std::size_t begin) {
    constexpr std::string_view signature = {"\0\r\nQUIT\n", 8};
    for (std::size_t part = 0; part < signature.size(); ++part) {
      if (!have(begin + part)) return false;
      if (octets_[begin + part] != signature[part]) return fail(errc::bad_method, begin);
    }
    return fail(errc::proxy_protocol, begin);
  }

  // method SP request-target SP HTTP-version CRLF
  bool read_request_line() {
    const std::size_t begin = result_.head_at;
    std::size_t at = begin;
    for (std::size_t size = 0;; ++at, ++size) {
      if (!have(at)) return false;
      if (octets_[at] == '\0' && size == 0 && empty_lines_ == 2) return read_signature(at);
      if (octets_[at] == ' ' && size > 0) break;
      if (octets_[at] == ' ') return fail(errc::missing_method, at);
      if (octets_[at] == '\x16' && size == 0) return fail(errc::tls_record, at);
      if (octets_[at] == '\r') return misplaced(at, errc::missing_target);
      if (!is_tchar(octets_[at])) return misplaced(at, errc::bad_method);
      if (size == limit_.method) return fail(errc::method_too_long, at);
    }
    const std::size_t target = ++at;
    for (std::size_t size = 0;; ++at, ++size) {
      if (!have(at)) return false;
      const char octet = octets_[at];
      const std::string_view front = octets_.substr(begin, at + 1 - begin);
      for (const char* words :
           {"PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN ", "PROXY TCP4\r", "PROXY TCP6\r", "PROXY UNKNOWN\r"}) {
        if (front == words) return fail(errc::proxy_protocol, begin);
      }
      if (octet == ' ' && size > 0) break;
      if (octet == ' ') return fail(errc::missing_target, at);
      if (octet == '\t') return fail(errc::white_space_in_target, at);
      if (octet == '\r') return misplaced(at, size > 0 ? errc::missing_http_version : errc::missing_target);
      if (!is_target_octet(octet)) return misplaced(at, errc::bad_target);
      if (size == limit_.target) return fail(errc::target_too_long, at);
    }
    const std::size_t version = at + 1;
    std::size_t misfit = 0;
    if (!read_version(version, misfit)) {
      return misfit != std::string_view::npos && read_word(target, version, misfit);
    }
    at = version + 8;
    if (is_white(octets_[at])) return fail(errc::space_after_version, at);
    if (octets_[at] != '\r') return misplaced(at, errc::bad_http_version);
    if (!have(at + 1)) return false;
    if (octets_[at + 1] != '\n') return fail(errc::bare_cr, at);
    lines_at_ = at + 2;
    return true;
  }

  // Reads the word behind the target, if this word is no HTTP version. If white space follows the word, the word is a
  // part of the target.
  bool read_word(std::size_t target, std::size_t begin, std::size_t misfit) {
    if (is_white(octets_[begin])) return fail(errc::white_space_in_target, begin);
    const char octet = octets_[misfit];
    if (octet == '\r' || octet == '\n') {
      return misplaced(misfit, misfit == begin ? errc::missing_http_version : errc::bad_http_version);
    }
    const std::string_view right = octets_.substr(begin, misfit - begin);
    if (right == "HTTP" ? is_white(octet) : right.starts_with("HTTP/")) return fail(errc::bad_http_version, misfit);
    for (std::size_t at = misfit;; ++at) {
      if (at - target > limit_.target) return fail(errc::bad_http_version, misfit);
      if (!have(at)) return false;
      if (is_white(octets_[at])) return fail(errc::white_space_in_target, begin - 1);
      if (!is_value_octet(octets_[at])) return fail(errc::bad_http_version, misfit);
    }
  }

  unsigned empty_lines_ = 0;
};

}  // namespace fuzz
