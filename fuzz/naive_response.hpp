// SPDX-License-Identifier: BSL-1.0
// A response head read octet by octet (RFC 9112 §§2, 4, 5): which rule is broken first, and where; else what it says.
#pragma once

#include <cstddef>
#include <string_view>

#include "naive_head.hpp"

namespace fuzz {

struct naive_response {
  naive_reading reading;
  unsigned version = 0;  // 11 for HTTP/1.1
  unsigned status = 0;
  text raw;                  // the head, folded lines unfolded; of a broken one as far as it was read
  std::size_t lines_at = 0;  // where its field lines begin; 0 until the first line is complete

  // What follows "HTTP/1.1 200 ".
  std::string_view reason() const {
    const std::string_view first = std::string_view(raw).substr(0, lines_at - 2);
    return first.substr(first.size() < 13 ? first.size() : 13);
  }
  lines header() const { return read_lines(raw, lines_at); }

  // The name of the field line in which the octet `at` stands, if its colon comes before that octet.
  std::string_view name_at(std::size_t at) const {
    if (lines_at == 0 || at < lines_at) return {};
    const std::string_view before = std::string_view(raw).substr(0, at);
    const std::string_view part = before.substr(before.rfind('\n') + 1);
    const std::string_view name = part.substr(0, part.find(':'));
    return name.size() < part.size() && is_token(name) ? name : std::string_view();
  }
};

class naive_response_reader : naive_head_reader {
 public:
  using naive_head_reader::naive_head_reader;

  naive_response read() {
    const std::string_view sent = octets_;
    const bool ended = read_status_line() && find_end();
    found_.raw = text(ended ? sent.substr(0, end_) : sent);
    if (ended) {
      unfold();
      octets_ = found_.raw;
      if (check_lines()) result_.consumed = end_;
    }
    found_.reading = result_;
    found_.lines_at = lines_at_;
    return found_;
  }

 private:
  // status-line = HTTP-version SP status-code SP [ reason-phrase ]. The last SP may be missing with the phrase. The line has the
  // limit of a field line.
  bool read_status_line() {
    if (!have(0)) return false;
    if (octets_[0] == '\x15') return fail(errc::tls_record, 0);
    std::size_t misfit = 0;
    if (!read_version(0, misfit)) {
      if (misfit == std::string_view::npos || result_.error != errc::none) return false;
      const bool ends = misfit == 0 && octets_[0] == '\r';
      return misplaced(misfit, ends ? errc::missing_http_version : errc::bad_http_version);
    }
    found_.version = 10 + static_cast<unsigned>(octets_[7] - '0');
    if (limit_.field_line < 8) return fail(errc::status_line_too_long, limit_.field_line);
    std::size_t at = 8;
    for (; at < 12; ++at) {
      if (!have(at)) return false;
      const char octet = octets_[at];
      if (at < 10 && octet == '\r') return misplaced(at, errc::missing_status_code);
      if (at == 8 ? octet != ' ' : at == 9 && is_white(octet)) return misplaced(at, errc::bad_status_line);
      if (at >= 9 && (!is_digit(octet) || (at == 9 && octet == '0'))) return misplaced(at, errc::bad_status_code);
      if (at >= limit_.field_line) return fail(errc::status_line_too_long, at);
      if (at >= 9) found_.status = found_.status * 10 + static_cast<unsigned>(octet - '0');
    }
    for (; have(at) && octets_[at] != '\r'; ++at) {
      if (at == 12 && is_digit(octets_[at])) return fail(errc::bad_status_code, at);
      if (at == 12 && octets_[at] != ' ') return misplaced(at, errc::bad_status_line);
      if (!is_value_octet(octets_[at])) return misplaced(at, errc::bad_reason_phrase);
      if (at >= limit_.field_line) return fail(errc::status_line_too_long, at);
    }
    if (result_.error != errc::none || !have(at) || !have(at + 1)) return false;
    if (octets_[at + 1] != '\n') return fail(errc::bare_cr, at);
    lines_at_ = at + 2;
    return true;
  }

  // obs-fold = OWS CRLF RWS. CRLF and RWS become SP, as many; OWS is white space in any case.
  void unfold() {
    std::size_t at = lines_at_;
    while ((at = found_.raw.find("\r\n", at)) != text::npos) {
      std::size_t end = at + 2;
      while (end < found_.raw.size() && is_white(found_.raw[end])) ++end;
      if (end > at + 2) {
        for (std::size_t part = at; part < end; ++part) found_.raw[part] = ' ';
      }
      at = end;
    }
  }

  naive_response found_;
};

}  // namespace fuzz
