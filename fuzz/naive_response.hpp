// SPDX-License-Identifier: BSL-1.0
// Reads a response head octet by octet (RFC 9112 §§2, 4, 5). Reports the first broken rule and the error's offset. If
// no rule is broken, reports the parts of the head. A lenient reader overlooks the faults that client_options::lenient
// names.
#pragma once

#include <cstddef>
#include <string_view>

#include "naive_head.hpp"

namespace fuzz {

struct naive_response {
  naive_reading reading;
  unsigned version = 0;  // 11 for HTTP/1.1
  unsigned status = 0;
  text raw;                  // the head with unfolded lines; of a broken head, the part that was read
  std::size_t lines_at = 0;  // offset of the field lines; 0 until the first line is complete
  std::size_t code_at = 9;   // offset of the status code
  bool deviates = false;     // true if a strict reader rejects the head

  // Returns the reason phrase: the text after "HTTP/1.1 200 ", for example.
  std::string_view reason() const {
    const std::string_view first = std::string_view(raw).substr(0, lines_at - (raw[lines_at - 2] == '\r' ? 2 : 1));
    return first.substr(first.size() < code_at + 4 ? first.size() : code_at + 4);
  }

  lines header() const {
    lines found;
    for (std::size_t begin = lines_at;;) {
      const std::size_t line_feed = raw.find('\n', begin);
      const std::size_t end = line_feed > begin && raw[line_feed - 1] == '\r' ? line_feed - 1 : line_feed;
      if (end == begin) return found;
      const std::string_view whole = std::string_view(raw).substr(begin, end - begin);
      const std::size_t colon = whole.find(':');
      line one = {whole.substr(0, colon), trim(whole.substr(colon + 1))};
      one.value_at = static_cast<std::size_t>(one.value.data() - raw.data());
      found.push_back(one);
      begin = line_feed + 1;
    }
  }

  // Returns the name of the field line that contains the octet `at`, if the colon comes before that octet.
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
      naive_response_reader strict(sent, limit_, room_);
      found_.deviates = lenient_ && strict.read().reading.consumed == 0;
      unfold();
      if (lenient_) move_colons();
      octets_ = found_.raw;
      if (check_lines()) result_.consumed = end_;
    }
    found_.reading = result_;
    found_.lines_at = lines_at_;
    return found_;
  }

 private:
  // status-line = HTTP-version SP status-code SP [ reason-phrase ]. The last SP may be missing if the reason phrase is
  // missing. The limit of a field line holds for the status line, too.
  bool read_status_line() {
    if (!have(0)) return false;
    if (octets_[0] == '\x15') return fail(errc::tls_record, 0);
    std::size_t misfit = 0;
    const bool has_version = read_version(0, misfit);
    const bool has_more_digits = lenient_ && result_.error == errc::bad_http_version && misfit == std::string_view::npos;
    if (has_more_digits) result_ = {};
    if (!has_version && !has_more_digits) {
      if (misfit == std::string_view::npos || result_.error != errc::none) return false;
      const bool ends = misfit == 0 && octets_[0] == '\r';
      return misplaced(misfit, ends ? errc::missing_http_version : errc::bad_http_version);
    }
    found_.version = 10 + static_cast<unsigned>(octets_[7] - '0');
    if (limit_.field_line < 8) return fail(errc::status_line_too_long, limit_.field_line);
    std::size_t at = 8;
    for (unsigned more = 0; lenient_ && have(at) && (is_digit(octets_[at]) || octets_[at] == ' ');) {
      // Reads further digits of the version, the space after them, and further spaces.
      if (octets_[at] == ' ' && !(have(at + 1) && octets_[at + 1] == ' ')) break;
      if (is_digit(octets_[at]) && octets_[at - 1] == ' ') break;
      if (at >= limit_.field_line) return fail(errc::status_line_too_long, at);
      // The grammar requires one space, so the second space is the first surplus space.
      if (++more > 255) return fail(errc::bad_status_line, octets_[at] == ' ' ? at + 1 : at);
      ++at;
    }
    if (result_.error != errc::none) return false;
    const std::size_t code = at + 1;
    found_.code_at = code;
    for (; at < code + 3; ++at) {
      if (!have(at)) return false;
      const char octet = octets_[at];
      if (at <= code && ends_line(octet)) return misplaced(at, errc::missing_status_code);
      if (at < code && !is_white(octet)) return misplaced(at, errc::bad_http_version);
      if (at < code ? octet != ' ' : at == code && is_white(octet)) return misplaced(at, errc::bad_status_line);
      if (at >= code && (!is_digit(octet) || (at == code && octet == '0'))) return misplaced(at, errc::bad_status_code);
      if (at >= limit_.field_line) return fail(errc::status_line_too_long, at);
      if (at >= code) found_.status = found_.status * 10 + static_cast<unsigned>(octet - '0');
    }
    for (; have(at) && !ends_line(octets_[at]); ++at) {
      if (at == code + 3 && is_digit(octets_[at])) return fail(errc::bad_status_code, at);
      if (at == code + 3 && octets_[at] != ' ') return misplaced(at, errc::bad_status_line);
      if (!is_value_octet(octets_[at])) return misplaced(at, errc::bad_reason_phrase);
      if (at >= limit_.field_line) return fail(errc::status_line_too_long, at);
    }
    if (result_.error != errc::none || !have(at)) return false;
    if (octets_[at] == '\n') {
      lines_at_ = at + 1;
      return true;
    }
    if (!have(at + 1)) return false;
    if (octets_[at + 1] != '\n') return fail(errc::bare_cr, at);
    lines_at_ = at + 2;
    return true;
  }

  bool ends_line(char octet) const { return octet == '\r' || (lenient_ && octet == '\n'); }

  // obs-fold = OWS CRLF RWS. Each octet of CRLF and RWS becomes SP. Octets of OWS stay as they are.
  void unfold() {
    std::size_t at = lines_at_;
    while ((at = found_.raw.find('\n', at)) != text::npos) {
      const bool crlf = at > lines_at_ && found_.raw[at - 1] == '\r';
      std::size_t end = at + 1;
      while (end < found_.raw.size() && is_white(found_.raw[end])) ++end;
      if (end > at + 1 && (crlf || lenient_)) {
        for (std::size_t part = crlf ? at - 1 : at; part < end; ++part) found_.raw[part] = ' ';
      }
      at = end;
    }
  }

  // In each line with white space between the name and the colon, moves the colon to the front of that white space.
  void move_colons() {
    text& raw = found_.raw;
    for (std::size_t begin = lines_at_; begin < raw.size(); begin = raw.find('\n', begin) + 1) {
      std::size_t name_end = begin;
      while (is_tchar(raw[name_end])) ++name_end;
      std::size_t colon = name_end;
      while (is_white(raw[colon])) ++colon;
      if (name_end == begin || raw[colon] != ':' || colon == name_end) continue;
      raw[name_end] = ':';
      for (std::size_t at = name_end + 1; at <= colon; ++at) raw[at] = ' ';
    }
  }

  naive_response found_;
};

// The empty lines that a lenient reader skips before a status line.
struct naive_empty_lines {
  std::size_t size = 0;
  wshake::errc error = wshake::errc::none;
  std::size_t error_at = 0;
};

inline naive_empty_lines skip_naively(std::string_view octets, const wshake::limits& limit) {
  using wshake::errc;
  naive_empty_lines found;
  for (unsigned count = 0; found.size < octets.size(); ++count) {
    const char octet = octets[found.size];
    if (octet != '\r' && octet != '\n') break;
    if (count == limit.empty_lines) return {found.size, errc::too_many_empty_lines, found.size};
    if (octet == '\r' && found.size + 1 < octets.size()) {
      if (octets[found.size + 1] != '\n') return {found.size, errc::bare_cr, found.size};
      ++found.size;
    }
    ++found.size;
  }
  return found;
}

}  // namespace fuzz
