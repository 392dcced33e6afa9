// SPDX-License-Identifier: BSL-1.0
// Reads the common part of request and response heads octet by octet (RFC 9112 §§2, 5): finds the end of the head,
// checks the limits, and reports the first rule that a field line breaks and the offset of this error.
#pragma once

#include <cstddef>
#include <string_view>

#include <wshake/error.hpp>
#include <wshake/limits.hpp>

#include "naive.hpp"

namespace fuzz {

struct naive_reading {
  wshake::errc error = wshake::errc::none;
  std::size_t error_at = 0;
  std::size_t consumed = 0;  // 0 without an error means that more octets are needed
  std::size_t head_at = 0;   // offset of the first line
};

class naive_head_reader {
 public:
  naive_head_reader(std::string_view octets, const wshake::limits& limit, std::size_t storage, bool lenient = false)
      : octets_(octets), limit_(limit), room_(storage), lenient_(lenient) {
    if (room_ > limit.head) room_ = limit.head;
    if (room_ > 65535) room_ = 65535;
  }

 protected:
  using errc = wshake::errc;

  bool fail(errc error, std::size_t at) {
    result_.error = error;
    result_.error_at = at;
    return false;
  }

  // True if the input has an octet at `at` and the size limit lets the head contain it. If the head exceeds the size
  // limit, stores the error head_too_large.
  bool have(std::size_t at) {
    if (at >= octets_.size()) return false;
    if (at - result_.head_at < room_) return true;
    return fail(errc::head_too_large, result_.head_at + room_);
  }

  // A CR is a bare CR unless LF follows, so the verdict waits for the octet after the CR.
  bool misplaced(std::size_t at, errc error) {
    if (octets_[at] == '\n') return fail(lenient_ ? error : errc::bare_lf, at);
    if (octets_[at] != '\r') return fail(error, at);
    if (!have(at + 1)) return false;
    return fail(octets_[at + 1] == '\n' ? error : errc::bare_cr, at);
  }

  // Reads "HTTP/" DIGIT "." DIGIT that no digit follows. If an octet does not fit, returns false, and either reports
  // an error by fail() or stores the octet's offset in `misfit`.
  bool read_version(std::size_t begin, std::size_t& misfit) {
    constexpr std::string_view example = "HTTP/1.1";
    misfit = std::string_view::npos;
    for (std::size_t part = 0; part < example.size(); ++part) {
      const std::size_t at = begin + part;
      if (!have(at)) return false;
      const char octet = octets_[at];
      if (part == 5 && octet == '0') {
        if (!have(at + 1)) return false;
        return fail(is_digit(octets_[at + 1]) ? errc::leading_zero_in_version : errc::unsupported_http_version, at);
      }
      if (part == 5 && is_digit(octet) && octet != '1') return fail(errc::unsupported_http_version, at);
      if (is_digit(example[part]) ? is_digit(octet) : octet == example[part]) continue;
      misfit = at;
      return false;
    }
    const std::size_t end = begin + example.size();
    if (!have(end)) return false;
    if (!is_digit(octets_[end])) return true;
    return octets_[end - 1] == '0' ? fail(errc::leading_zero_in_version, end - 1) : fail(errc::bad_http_version, end);
  }

  // The head ends with its first empty line, whether CRLF or a bare LF. The limits apply to each octet up to the end of
  // the head.
  bool find_end() {
    std::size_t most = limit_.field_lines;
    if (most > 400) most = 400;
    std::size_t count = 0;
    for (std::size_t begin = lines_at_;; ++count) {
      for (std::size_t at = begin;; ++at) {
        if (!have(at)) return false;
        const bool may_end = octets_[at] == '\r' && at + 1 == octets_.size();
        const bool ends =
            octets_[at] == '\n' || (octets_[at] == '\r' && at + 1 < octets_.size() && octets_[at + 1] == '\n');
        const std::size_t size = at - begin;
        if (!ends && !may_end && count == most) return fail_line(errc::too_many_field_lines, begin);
        if (!ends && !may_end && size >= limit_.field_line) {
          return fail_line(errc::field_line_too_long, begin + limit_.field_line);
        }
        if (octets_[at] != '\n') continue;
        const bool empty = at == begin || (at == begin + 1 && octets_[begin] == '\r');
        begin = at + 1;
        if (!empty) break;
        end_ = begin;
        return true;
      }
    }
  }

  // The octet after a CR decides whether the CR belongs to a line end. The octet after the CR counts for the head's
  // limit, too.
  bool fail_line(errc error, std::size_t at) {
    if (octets_[at] == '\r' && !have(at + 1)) return false;
    return fail(error, at);
  }

  bool check_lines() {
    for (std::size_t begin = lines_at_;;) {
      const std::size_t line_feed = octets_.find('\n', begin);
      if (line_feed + 1 == end_) return lenient_ || line_feed > begin || fail(errc::bare_lf, line_feed);
      if (!check_line(begin, line_feed)) return false;
      begin = line_feed + 1;
    }
  }

  // field-line = field-name ":" OWS field-value OWS
  bool check_line(std::size_t begin, std::size_t line_feed) {
    std::size_t at = begin;
    while (is_tchar(octets_[at])) ++at;
    const char octet = octets_[at];
    if (octet != ':' || at == begin) {
      if (at == begin && is_white(octet)) {
        return fail(begin == lines_at_ ? errc::leading_white_space : errc::folded_line, at);
      }
      if (octet == ':') return fail(errc::empty_field_name, at);
      if (octet == '\n') return fail(lenient_ ? errc::missing_colon : errc::bare_lf, at);
      if (octet == '\r') return fail(at + 1 == line_feed ? errc::missing_colon : errc::bare_cr, at);
      std::size_t next = at;
      while (is_white(octets_[next])) ++next;
      if (next == at) return fail(errc::bad_field_name, at);
      if (octets_[next] == ':') return fail(errc::space_before_colon, at);
      return fail(octets_.find(':', next) < line_feed ? errc::bad_field_name : errc::missing_colon, at);
    }
    for (++at; at < line_feed; ++at) {
      if (octets_[at] == '\r') return at + 1 == line_feed || fail(errc::bare_cr, at);
      if (!is_value_octet(octets_[at]) && (!lenient_ || octets_[at] == '\0')) return fail(errc::bad_field_value, at);
    }
    return lenient_ || fail(errc::bare_lf, line_feed);
  }

  std::string_view octets_;
  const wshake::limits& limit_;
  std::size_t room_;
  bool lenient_;
  std::size_t lines_at_ = 0;
  std::size_t end_ = 0;
  naive_reading result_;
};

}  // namespace fuzz
