// SPDX-License-Identifier: BSL-1.0
#include "lenient_head.hpp"

#include "base/line_end.hpp"
#include "base/writer.hpp"
#include "first_line.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

skipped skip_lenient_empty_lines(octets data, head_progress& progress, const limits& limit) noexcept {
  for (std::size_t offset = 0; offset < data.size(); ++offset) {
    if (progress.in_empty_line) {
      if (const fault broken = bare_cr(data[offset], offset - 1)) return {broken, offset};
      progress.in_empty_line = false;
      continue;
    }
    if (data[offset] != '\r' && data[offset] != '\n') return {{}, offset};
    if (progress.empty_lines == limit.empty_lines) return {{errc::too_many_empty_lines, offset}, offset};
    ++progress.empty_lines;
    progress.in_empty_line = data[offset] == '\r';
    progress.deviates = true;
  }
  return {{}, data.size()};
}

namespace {

// Like misplaced(), but a bare LF breaks `rule`, because a lenient reader accepts a bare LF as a line end.
head_step misplaced_in_line(octets head, std::size_t offset, errc rule) noexcept {
  return head[offset] == '\n' ? head_step{{rule, offset}} : misplaced(head, offset, rule);
}

}  // namespace

// status-line = "HTTP/1." 1*DIGIT 1*SP status-code [ SP reason-phrase ] ( CRLF / LF )
head_step read_lenient_status_line(octets head, head_progress& progress, const limits& limit) noexcept {
  constexpr std::size_t version_end = 8;
  constexpr std::size_t code_size = 3;
  constexpr unsigned char tls_alert = 0x15;  // RFC 8446 section 5.1: a TLS server sends it to a client without TLS
  if (!head.empty() && head[0] == tls_alert) return {{errc::tls_record, 0}};
  if (progress.size <= version_end) {
    std::size_t misfit = no_fault;
    const head_step version = read_version(head, 0, misfit);
    if (misfit != no_fault) return misplaced_in_line(head, misfit, errc::bad_http_version);
    const bool goes_on = version.broken.error == errc::bad_http_version;  // a further digit
    if (!goes_on && (version.broken || version.state == reading::incomplete)) return version;
    if (limit.field_line < version_end) return {{errc::status_line_too_long, limit.field_line}};
  }
  for (std::size_t offset = progress.size <= version_end ? version_end : resume(head, progress); offset < head.size();
       ++offset) {
    const unsigned char octet = head[offset];
    const bool ends = octet == '\r' || octet == '\n';
    const std::size_t code = version_end + 1 + progress.code_shift;
    const bool shifts = offset + 1 == code ? is(octet, digit_octet) : offset == code && octet == ' ';
    if (shifts) {
      if (progress.code_shift == 255) return {{errc::bad_status_line, offset}};
      ++progress.code_shift;
      progress.deviates = true;
    } else if (offset < code + code_size) {
      const bool is_code = offset >= code;
      const bool fits = is_code ? is(octet, digit_octet) && (offset != code || octet != '0') : octet == ' ';
      if (!fits) {
        const bool separates = octet == '\t' && offset <= code;
        const errc misfit = is_code ? errc::bad_status_code : errc::bad_http_version;
        const errc rule = separates ? errc::bad_status_line : misfit;
        return misplaced_in_line(head, offset, ends && offset <= code ? errc::missing_status_code : rule);
      }
    } else if (octet == '\n') {
      const auto digit = [&](std::size_t index) { return static_cast<std::uint16_t>(head[index] - '0'); };
      progress.version = static_cast<std::uint8_t>(10 + digit(7));
      progress.status = static_cast<std::uint16_t>(digit(code) * 100 + digit(code + 1) * 10 + digit(code + 2));
      if (head[offset - 1] != '\r') progress.deviates = true;
      end_first_line(progress, offset + 1);
      return {{}, reading::complete};
    } else if (head[offset - 1] == '\r') {
      return {bare_cr(octet, offset - 1)};
    } else if (octet != '\r') {
      if (offset == code + code_size && octet != ' ') {
        return {{is(octet, digit_octet) ? errc::bad_status_code : errc::bad_status_line, offset}};
      }
      if (is(octet, control_octet)) return {{errc::bad_reason_phrase, offset}};
    }
    if (offset >= limit.field_line && !ends) return {{errc::status_line_too_long, offset}};
  }
  return {};
}

taken_head take_lenient_status_line(mutable_octets storage, octets data, head_progress& progress,
                                    const limits& limit) noexcept {
  const std::size_t room = head_room(limit, storage.size());
  const std::size_t before = progress.size;
  // An LF ends the line: the octets behind the first LF are not copied, because they may belong to another message.
  const octets piece = data.first(room > before ? room - before : 0).first(find_line_feed(data, 0) + 1);
  writer(storage, before).put(piece);
  const octets head = {storage.data(), before + piece.size()};
  const head_step step = read_lenient_status_line(head, progress, limit);
  if (step.broken) {
    return {step.broken, reading::incomplete, step.broken.offset > before ? step.broken.offset - before : 0, {}};
  }
  if (step.state == reading::complete) return {{}, reading::complete, progress.size - before, {}};
  progress.size = static_cast<std::uint32_t>(head.size());
  if (piece.size() < data.size()) return {head_limit_fault(room), reading::incomplete, piece.size(), {}};
  return {{}, reading::incomplete, piece.size(), {}};
}

namespace {

// Unfolds each obs-fold, which may begin with a bare LF. The lines of a fold become one line, so the index is built
// again.
void unfold_leniently(mutable_octets head, std::size_t begin, head_index& index) noexcept {
  complete_index(head, begin, index);
  char* const text = head.data();
  bool found = false;
  for (std::size_t line = 1; line < index.lines; ++line) {
    std::size_t offset = index.begins[line];
    if (!is_white_space(text[offset])) continue;
    text[offset - 1] = ' ';
    if (text[offset - 2] == '\r') text[offset - 2] = ' ';
    for (; is_white_space(text[offset]); ++offset) text[offset] = ' ';
    found = true;
  }
  if (found) index.lines = 0;
  complete_index(head, begin, index);
}

// field-line = field-name OWS ":" OWS field-value OWS. `line_feed` is the offset of the line's LF.
fault read_lenient_line(mutable_octets head, std::size_t begin, std::size_t line_feed, bool first_line,
                        field_table& table) noexcept {
  char* const text = head.data();
  std::size_t name_end = begin;
  while (is(text[name_end], token_octet)) ++name_end;
  std::size_t colon = name_end;
  while (is_white_space(text[colon])) ++colon;
  if (name_end == begin || text[colon] != ':') {
    if (text[name_end] == '\n') return {errc::missing_colon, name_end};
    return name_fault(head, begin, name_end, line_feed, first_line);
  }
  text[colon] = ' ';
  for (std::size_t offset = name_end + 1; offset < colon; ++offset) text[offset] = ' ';
  text[name_end] = ':';
  const std::size_t end = text[line_feed - 1] == '\r' ? line_feed - 1 : line_feed;
  for (std::size_t offset = colon + 1; offset < end; ++offset) {
    if (text[offset] == '\r') return bare_cr(octets(head)[offset + 1], offset);
    if (text[offset] == '\0') return {errc::bad_field_value, offset};
  }
  const octets value = trim(octets(head).first(end).from(name_end + 1));
  const detail::field_id name = lookup_field({text + begin, name_end - begin});
  if (name != detail::field_id::none) {
    table.note(name, static_cast<std::uint16_t>(value.data() - text), static_cast<std::uint16_t>(value.size()));
  }
  return {};
}

}  // namespace

fault read_lenient_field_lines(mutable_octets head, const head_progress& progress, head_index& index,
                               field_table& table) noexcept {
  unfold_leniently(head, progress.fields_begin, index);
  table.seen = 0;
  table.repeated = 0;
  for (std::size_t line = 0; line + 1 < index.lines; ++line) {
    const std::size_t line_feed = index.begins[line + 1] - std::size_t{1};
    const fault broken = read_lenient_line(head, index.begins[line], line_feed, line == 0, table);
    if (broken) return broken;
  }
  return {};
}

}  // namespace wshake::http
