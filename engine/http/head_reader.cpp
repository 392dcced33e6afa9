// SPDX-License-Identifier: BSL-1.0
#include "head_reader.hpp"

#include "base/line_end.hpp"
#include "base/writer.hpp"
#include "first_line.hpp"
#include "scan/lines.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

namespace {

void end_field_line(head_progress& progress, std::size_t end) noexcept {
  ++progress.lines;
  progress.line_begin = static_cast<std::uint16_t>(end);
}

std::size_t max_lines(const limits& limit) noexcept {
  return limit.field_lines < max_field_lines ? limit.field_lines : max_field_lines;
}

// The most octets that the current line may have without its CRLF. After the last allowed field line the result is 0,
// since only the empty line may follow.
std::size_t allowed_in_line(const head_progress& progress, const limits& limit) noexcept {
  return progress.lines < max_lines(limit) ? limit.field_line : 0;
}

void set_limit_end(head_progress& progress, const limits& limit) noexcept {
  progress.limit_end =
      static_cast<std::uint16_t>(head_room(limit, progress.line_begin + allowed_in_line(progress, limit)));
}

constexpr octets signature_behind_empty_lines = {"\0\r\nQUIT\n", 8};

// Version 2 of the PROXY protocol begins with two empty lines, followed by octets that no method contains.
head_step read_signature(octets head) noexcept {
  const octets signature = signature_behind_empty_lines;
  if (head.first(signature.size()) == signature) return {{errc::proxy_protocol, 0}};
  return head == signature.first(head.size()) ? head_step{} : head_step{{errc::bad_method, 0}};
}

// Version 1 of the PROXY protocol begins with one of the texts below, followed by SP or CR. PROXY alone is a valid
// method.
bool is_proxy_header(octets head, std::size_t end) noexcept {
  if (head[end] != ' ' && head[end] != '\r') return false;
  const octets words = head.first(end);
  return words == "PROXY TCP4" || words == "PROXY TCP6" || words == "PROXY UNKNOWN";
}

// Reads the word at `begin`: the word stands behind the target and is no HTTP version. If white space follows the word,
// the word is a part of the target: the fault is white_space_in_target.
head_step read_word(octets head, std::size_t begin, std::size_t misfit, const head_progress& progress,
                    const limits& limit) noexcept {
  if (misfit == begin && is_white_space(static_cast<char>(head[begin]))) return {{errc::white_space_in_target, begin}};
  if (head[misfit] == '\r' || head[misfit] == '\n') {
    return misplaced(head, misfit, misfit == begin ? errc::missing_http_version : errc::bad_http_version);
  }
  const bool is_white = is_white_space(static_cast<char>(head[misfit]));
  if (misfit - begin >= 5 || (misfit - begin == 4 && is_white)) return {{errc::bad_http_version, misfit}};
  std::size_t end = progress.size > misfit ? progress.size : misfit;
  while (end < head.size() && !is_white_space(static_cast<char>(head[end])) && !is(head[end], control_octet)) ++end;
  const std::size_t target = progress.method_size + std::size_t{1};
  if (end - target > limit.target) return {{errc::bad_http_version, misfit}};
  if (end == head.size()) return {};
  const bool is_word = is_white_space(static_cast<char>(head[end]));
  return {{is_word ? errc::white_space_in_target : errc::bad_http_version, is_word ? begin - 1 : misfit}};
}

// Reads HTTP-version CRLF at `begin`. `offset` is `begin`, unless an earlier piece ended inside the version or the
// CRLF.
head_step read_request_line_end(octets head, std::size_t begin, std::size_t offset, head_progress& progress,
                                const limits& limit) noexcept {
  constexpr octets usual = "HTTP/1.1\r\n";
  if (offset == begin && head.from(offset).first(usual.size()) == usual) {
    progress.version = 11;
    end_first_line(progress, offset + usual.size());
    return {{}, reading::complete};
  }
  std::size_t misfit = no_fault;
  const head_step version = read_version(head, begin, misfit);
  if (misfit != no_fault) return read_word(head, begin, misfit, progress, limit);
  if (version.broken || version.state == reading::incomplete) return version;
  const std::size_t end = begin + usual.size() - 2;
  if (head[end] != '\r') {
    const bool white = is_white_space(static_cast<char>(head[end]));
    return misplaced(head, end, white ? errc::space_after_version : errc::bad_http_version);
  }
  if (end + 1 == head.size()) return {};
  if (const fault broken = bare_cr(head[end + 1], end)) return {broken};
  progress.version = static_cast<std::uint8_t>(10 + head[end - 1] - '0');
  end_first_line(progress, end + 2);
  return {{}, reading::complete};
}

// request-line = method SP request-target SP HTTP-version CRLF   (RFC 9112 section 3)
// method       = token
// progress.method_size and progress.target_size are set when the method and the target are complete. With the next
// piece, reading continues behind the complete part.
head_step read_request_line(octets head, head_progress& progress, const limits& limit) noexcept {
  std::size_t offset = progress.size;

  constexpr octets usual_front = "GET /";
  if (offset == 0 && limit.method >= 3 && limit.target > 0 && head.first(usual_front.size()) == usual_front) {
    progress.method_size = 3;
    offset = usual_front.size();
  } else {
    offset = resume(head, progress);
  }
  if (progress.method_size == 0 && progress.empty_lines == 2 && !head.empty() && head[0] == '\0') {
    return read_signature(head);
  }
  for (; progress.method_size == 0; ++offset) {
    if (offset == head.size()) return {};
    if (is(head[offset], token_octet)) {
      if (offset == limit.method) return {{errc::method_too_long, offset}};
    } else if (head[offset] == ' ' && offset > 0) {
      progress.method_size = static_cast<std::uint8_t>(offset);
    } else {
      constexpr unsigned char tls_handshake = 0x16;  // RFC 8446 section 5.1
      if (offset == 0 && head[0] == tls_handshake) return {{errc::tls_record, offset}};
      if (offset == 0 && head[0] == ' ') return {{errc::missing_method, offset}};
      return misplaced(head, offset, head[offset] == '\r' ? errc::missing_target : errc::bad_method);
    }
  }

  const std::size_t target = progress.method_size + std::size_t{1};
  if (progress.target_size == 0) offset = target_end(head.first(target + limit.target), offset);
  for (; progress.target_size == 0; ++offset) {
    if (offset == head.size()) return {};
    if (is(head[offset], target_octet)) {
      if (offset - target == limit.target) return {{errc::target_too_long, offset}};
    } else if (progress.method_size == 5 && is_proxy_header(head, offset)) {
      return {{errc::proxy_protocol, 0}};
    } else if (head[offset] == ' ' && offset > target) {
      progress.target_size = static_cast<std::uint16_t>(offset - target);
    } else if (offset == target && (head[offset] == ' ' || head[offset] == '\r')) {
      return misplaced(head, offset, errc::missing_target);
    } else if (head[offset] == '\r') {
      return misplaced(head, offset, errc::missing_http_version);
    } else {
      return misplaced(head, offset, head[offset] == '\t' ? errc::white_space_in_target : errc::bad_target);
    }
  }

  return read_request_line_end(head, target + progress.target_size + 1, offset, progress, limit);
}

// status-line   = HTTP-version SP status-code SP [ reason-phrase ] CRLF   (RFC 9112 section 4)
// status-code   = 3DIGIT
// reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )
// If there is no reason phrase, the SP before it is optional, because some servers leave the SP out.
head_step read_status_line(octets head, head_progress& progress, const limits& limit) noexcept {
  constexpr std::size_t version_end = 8;
  constexpr std::size_t code_begin = 9;
  constexpr std::size_t code_end = 12;
  constexpr unsigned char tls_alert = 0x15;  // RFC 8446 section 5.1: a TLS server sends it to a client without TLS
  if (!head.empty() && head[0] == tls_alert) return {{errc::tls_record, 0}};
  if (progress.size <= version_end) {
    std::size_t misfit = no_fault;
    const head_step version = read_version(head, 0, misfit);
    if (misfit != no_fault) {
      const bool ends = misfit == 0 && head[0] == '\r';
      return misplaced(head, misfit, ends ? errc::missing_http_version : errc::bad_http_version);
    }
    if (version.broken || version.state == reading::incomplete) return version;
    if (limit.field_line < version_end) return {{errc::status_line_too_long, limit.field_line}};
  }
  for (std::size_t offset = progress.size <= version_end ? version_end : resume(head, progress); offset < head.size();
       ++offset) {
    const unsigned char octet = head[offset];
    if (offset < code_end) {
      const bool is_code = offset >= code_begin;
      const bool fits = is_code ? is(octet, digit_octet) : octet == ' ';
      // The first digit of a status code is its class and never 0 (RFC 9110 section 15).
      if (!fits || (offset == code_begin && octet == '0')) {
        const bool ends = octet == '\r' && offset <= code_begin;
        const bool separates = is_white_space(static_cast<char>(octet)) && offset <= code_begin;
        const errc misfit = is_code ? errc::bad_status_code : errc::bad_http_version;
        const errc rule = separates ? errc::bad_status_line : misfit;
        return misplaced(head, offset, ends ? errc::missing_status_code : rule);
      }
    } else if (offset > code_end && head[offset - 1] == '\r') {
      if (const fault broken = bare_cr(octet, offset - 1)) return {broken};
      const auto digit = [&](std::size_t index) { return static_cast<std::uint16_t>(head[index] - '0'); };
      progress.version = static_cast<std::uint8_t>(10 + digit(7));
      progress.status = static_cast<std::uint16_t>(digit(9) * 100 + digit(10) * 10 + digit(11));
      end_first_line(progress, offset + 1);
      return {{}, reading::complete};
    } else if (octet != '\r') {
      if (offset == code_end && octet != ' ') {
        return misplaced(head, offset, is(octet, digit_octet) ? errc::bad_status_code : errc::bad_status_line);
      }
      if (is(octet, control_octet)) return misplaced(head, offset, errc::bad_reason_phrase);
    }
    if (offset >= limit.field_line && octet != '\r') return {{errc::status_line_too_long, offset}};
  }
  return {};
}

// True if no line has more than `limit` octets before its LF. If all lines together do not exceed the limit, their
// sizes are not computed.
bool has_short_lines(const head_index& index, std::size_t limit) noexcept {
  const auto size_between = [&](std::size_t first, std::size_t end) {
    return index.begins[end] - index.begins[first] - std::size_t{1};
  };
  if (size_between(0, index.lines) <= limit) return true;
  std::size_t longest = 0;
  for (std::size_t line = 0; line < index.lines; ++line) {
    const std::size_t size = size_between(line, line + 1);
    if (size > longest) longest = size;
  }
  return longest <= limit;
}

// Finds the end of the head: the first empty line, ended by CRLF or a bare LF. A bare LF is an error, but it is
// reported only when the end of the head is known.
head_step read_to_empty_line(octets head, head_progress& progress, const limits& limit, head_index& index) noexcept {
  const std::size_t begin = progress.fields_begin;
  if (progress.size == begin) {
    lines().index(head, begin, index);
    if (index.lines != 0 && index.lines <= max_lines(limit) + 1 && has_short_lines(index, limit.field_line)) [[likely]] {
      progress.size = index.begins[index.lines];
      return {{}, reading::complete};
    }
    index.lines = 0;
  }
  for (std::size_t from = progress.size;;) {
    const std::size_t line_feed = find_line_feed(head, from);
    std::size_t size = line_feed - progress.line_begin;
    if (size > 0 && head[line_feed - 1] == '\r') --size;
    const std::size_t allowed = allowed_in_line(progress, limit);
    if (size > allowed) {
      const bool one_too_many = progress.lines >= max_lines(limit);
      const errc rule = one_too_many ? errc::too_many_field_lines : errc::field_line_too_long;
      return {{rule, progress.line_begin + allowed}};
    }
    if (line_feed == head.size()) {
      progress.size = static_cast<std::uint32_t>(head.size());
      set_limit_end(progress, limit);
      return {};
    }
    from = line_feed + 1;
    if (size == 0) {
      progress.size = static_cast<std::uint32_t>(from);
      return {{}, reading::complete};
    }
    end_field_line(progress, from);
  }
}

}  // namespace

skipped skip_empty_lines(octets data, head_progress& progress, const limits& limit) noexcept {
  for (std::size_t offset = 0; offset < data.size(); ++offset) {
    if (progress.in_empty_line) {
      if (const fault broken = bare_cr(data[offset], offset - 1)) return {broken, offset};
      progress.in_empty_line = false;
    } else if (data[offset] == '\r') {
      if (progress.empty_lines == limit.empty_lines) return {{errc::too_many_empty_lines, offset}, offset};
      ++progress.empty_lines;
      progress.in_empty_line = true;
    } else {
      return {{}, offset};
    }
  }
  return {{}, data.size()};
}

bool take_octet(mutable_octets storage, octets data, head_progress& progress, const limits& limit) noexcept {
  const std::size_t offset = progress.size;
  if (data.size() != 1 || offset >= storage.size()) return false;
  if (progress.limit_end != 0) {
    // A line of two octets, its LF included, may be the empty line.
    if (data[0] != '\n' || offset >= progress.limit_end || offset < progress.line_begin + std::size_t{2}) return false;
    end_field_line(progress, offset + 1);
    set_limit_end(progress, limit);
  } else {
    const std::size_t target = progress.method_size + std::size_t{1};
    const bool goes_on = target != 1 && progress.target_size == 0 && is(data[0], target_octet) &&
                         storage.data()[offset - 1] != '\r';  // a CR before data[0] is bare: read_head() reports it
    if (!goes_on || offset >= head_room(limit, target + limit.target)) return false;
  }
  storage.data()[offset] = data.data()[0];
  ++progress.size;
  return true;
}

head_step read_head(octets head, message kind, head_progress& progress, const limits& limit, head_index& index) noexcept {
  if (progress.fields_begin == 0) {
    const head_step step =
        kind == message::request ? read_request_line(head, progress, limit) : read_status_line(head, progress, limit);
    if (step.broken) return step;
    if (step.state == reading::incomplete) {
      progress.size = static_cast<std::uint32_t>(head.size());
      return step;
    }
  }
  return read_to_empty_line(head, progress, limit, index);
}

namespace {

// Reads the first octets of a head, often all of it. Scans the input, then copies: scanning the fresh copy would stall
// on store forwarding, and only the scan finds out how many octets to copy.
taken_head take_first(mutable_octets storage, octets data, message kind, head_progress& progress, const limits& limit,
                      head_index& index) noexcept {
  const octets piece = data.first(head_room(limit, storage.size()));
  const head_step step = read_head(piece, kind, progress, limit, index);
  const bool complete = !step.broken && step.state == reading::complete;
  const octets head = complete ? piece.first(progress.size) : piece;
  writer(storage).put(head);
  if (step.broken) return {step.broken, reading::incomplete, step.broken.offset, {}};
  if (!complete && piece.size() < data.size()) {
    return {head_limit_fault(piece.size()), reading::incomplete, piece.size(), {}};
  }
  return {{}, step.state, head.size(), head};
}

}  // namespace

taken_head take_head(mutable_octets storage, octets data, message kind, head_progress& progress, const limits& limit,
                     head_index& index) noexcept {
  if (progress.size == 0) return take_first(storage, data, kind, progress, limit, index);
  // Copies `data` in pieces, because the end of the head is not known yet: of the octets behind the head, less than one
  // piece is copied.
  constexpr std::size_t piece_size = 1024;
  const std::size_t room = head_room(limit, storage.size());
  for (std::size_t taken = 0;;) {
    const std::size_t before = progress.size;
    const octets piece = data.from(taken).first(room > before ? room - before : 0).first(piece_size);
    writer(storage, before).put(piece);
    const head_step step = read_head({storage.data(), before + piece.size()}, kind, progress, limit, index);
    if (step.broken) {
      return {
          step.broken, reading::incomplete, taken + (step.broken.offset > before ? step.broken.offset - before : 0), {}};
    }
    taken += progress.size - before;
    if (step.state == reading::complete || taken == data.size()) {
      return {{}, step.state, taken, {storage.data(), progress.size}};
    }
    if (piece.empty()) return {head_limit_fault(room), reading::incomplete, taken, {}};
  }
}

fault read_field_lines(octets head, const head_index& index, field_table& table) noexcept {
  table.seen = 0;
  table.repeated = 0;
  const bool right = lines().read(head, index, 0, index.lines - 1, table) && index.clean;
  return right ? fault{} : first_fault(head, index);
}

// obs-fold = OWS CRLF RWS   (RFC 9112 section 5.2)
// White space before the first field line is not an obs-fold: unfold() leaves it in place, and read_field_lines()
// reports it.
bool unfold(octets head, std::size_t begin, head_index& index, mutable_octets out) noexcept {
  if (head.size() > out.size()) return false;
  complete_index(head, begin, index);
  bool found = false;
  for (std::size_t line = 1; line < index.lines; ++line) {
    std::size_t offset = index.begins[line];
    if (!is_white_space(head.data()[offset]) || offset < begin + 2 || head[offset - 2] != '\r') continue;
    out.data()[offset - 2] = ' ';
    out.data()[offset - 1] = ' ';
    for (; offset < head.size() && is_white_space(head.data()[offset]); ++offset) out.data()[offset] = ' ';
    found = true;
  }
  if (found) index.lines = 0;
  return found;
}

octets field_name_at(const char* head, const head_progress& progress, errc rule, std::size_t offset) noexcept {
  if (rule < errc::field_line_too_long || rule > errc::bad_field_value) return {};
  if (progress.fields_begin == 0 || offset < progress.fields_begin) return {};
  const char* line = head + offset;
  while (line[-1] != '\n') --line;
  const char* colon = line;
  while (colon != head + offset && is(*colon, token_octet)) ++colon;
  return colon != head + offset && *colon == ':' ? octets{line, static_cast<std::size_t>(colon - line)} : octets{};
}

}  // namespace wshake::http
