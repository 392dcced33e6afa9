// SPDX-License-Identifier: BSL-1.0
#include "body.hpp"

#include "base/number.hpp"
#include "list_reader.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

namespace {

constexpr octets without_leading_zeros(octets digits) noexcept {
  std::size_t zeros = 0;
  while (zeros + 1 < digits.size() && digits[zeros] == '0') ++zeros;
  return digits.from(zeros);
}

// Content-Length = 1*DIGIT. Several lines or members count as one length if all are equal. A recipient may also reject
// repeated lengths (RFC 9110 section 8.6). Empty members are rejected: "2," is not a length. If the value has an
// invalid member and a conflict between members, the invalid member is reported.
framing read_content_length(const header_section& header) noexcept {
  framing frame;
  octets length;
  fault conflict;
  const field_values lines = header.values(detail::field_id::content_length);
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    list_reader reader(*line);
    do {
      reader.skip_white_space();
      const octets digits = reader.read_digits();
      const std::size_t begin = static_cast<std::size_t>(digits.data() - (*line).data());
      if (digits.empty() || !reader.at_member_end()) {
        frame.broken = {errc::bad_content_length, line.offset(begin + digits.size())};
        return frame;
      }
      const octets member = without_leading_zeros(digits);
      if (length.empty()) length = member;
      if (length != member && !conflict) conflict = {errc::conflicting_content_length, line.offset(begin)};
    } while (reader.take(','));
  }
  frame.broken = conflict;
  frame.content_length = saturated(length);
  return frame;
}

// Transfer-Encoding = #transfer-coding   (RFC 9112 section 6.1)
// transfer-coding = token *( OWS ";" OWS transfer-parameter )   (RFC 9112 section 7)
// The end of a request's body is known only if the final coding is chunked, and chunked has no parameters and is
// applied once (sections 6.1, 6.3(4), 7.1). Other codings before chunked are not implemented. A recipient has to ignore
// empty members (RFC 9110 section 5.6.1.2), but readers disagree on them: some take "chunked," for chunked, some for an
// unknown coding, some for no coding. So a request with an empty member is rejected.
enum class empty_members : bool { refused, ignored };

framing read_transfer_encoding(const header_section& header, empty_members empty) noexcept {
  framing frame;
  fault empty_member;
  fault repeated;
  fault parameters;
  fault unknown;
  bool any_chunked = false;
  std::size_t last = header.offset(detail::field_id::transfer_encoding);
  const field_values lines = header.values(detail::field_id::transfer_encoding);
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    list_reader reader(*line, list_reader::grammar::http);
    const auto here = [&](const char* next) { return line.offset(static_cast<std::size_t>(next - (*line).data())); };
    do {
      reader.skip_white_space();
      const std::size_t begin = here(reader.at());
      if (reader.at_member_end()) {
        if (!empty_member && empty == empty_members::refused) empty_member = {errc::empty_transfer_coding, begin};
        continue;
      }
      extension coding;
      if (!read_extension(reader, coding) || !reader.at_member_end()) {
        frame.broken = {errc::bad_transfer_encoding, here(reader.at())};
        return frame;
      }
      last = begin;
      const octets given = trim(coding.parameters.text());
      frame.chunked = equal_ignoring_case(coding.name, "chunked");
      if (!frame.chunked) {
        if (!unknown) unknown = {errc::unknown_transfer_coding, begin};
        continue;
      }
      if (any_chunked && !repeated) repeated = {errc::repeated_chunked, begin};
      if (!given.empty() && !parameters) parameters = {errc::chunked_parameter, here(given.data())};
      any_chunked = true;
    } while (reader.take(','));
  }
  for (const fault& broken : {empty_member, repeated, parameters}) {
    if (broken) {
      frame.broken = broken;
      return frame;
    }
  }
  frame.broken = frame.chunked ? unknown : fault{errc::final_coding_not_chunked, last};
  return frame;
}

}  // namespace

// RFC 9112 section 6.3. Transfer-Encoding in HTTP/1.0 or beside Content-Length is rejected, because it allows request
// smuggling.
framing read_request_framing(const header_section& header, unsigned version) noexcept {
  if (!header.has(detail::field_id::transfer_encoding)) {
    return header.has(detail::field_id::content_length) ? read_content_length(header) : framing{};
  }
  const std::size_t offset = header.offset(detail::field_id::transfer_encoding);
  framing frame;
  if (version < 11) {
    frame.broken = {errc::transfer_encoding_in_http_1_0, offset};
  } else if (header.has(detail::field_id::content_length)) {
    frame.broken = {errc::content_length_and_transfer_encoding, offset};
  } else {
    frame = read_transfer_encoding(header, empty_members::refused);
  }
  return frame;
}

// Responses with the status 1xx, 204 and 304 have no body, whatever their fields say. A 101 that answers a handshake
// opens the connection and is not passed to this function: a `status` of 101 answers a tunnel's CONNECT.
// Transfer-Encoding overrides Content-Length. An invalid Content-Length is an error, because the end of the body is
// unknown (RFC 9112 section 6.3(5)).
response_framing read_response_framing(const header_section& header, unsigned version, unsigned status) noexcept {
  if (status < 200 || status == 204 || status == 304) return {};
  const bool encoded = header.has(detail::field_id::transfer_encoding);
  const bool counted = header.has(detail::field_id::content_length);
  framing frame;
  if (encoded) {
    frame = read_transfer_encoding(header, empty_members::ignored);
    // If chunked is the final coding, it delimits the body whatever the other codings are (RFC 9112 section 6.3(4)).
    if (frame.broken.error == errc::unknown_transfer_coding) frame.broken = {};
  } else if (counted) {
    frame = read_content_length(header);
    if (frame.broken) return {{}, false, frame.broken};
  }
  if (frame.broken || (!encoded && !counted) || (encoded && version < 11)) {
    return {{.part = body_part::until_close}, false, {}};
  }
  return {begin_body(frame), !(encoded && counted), {}};
}

body_progress begin_body(const framing& frame) noexcept {
  body_progress progress;
  if (frame.chunked) {
    progress.part = body_part::chunk_size;
  } else if (frame.content_length > 0) {
    progress.part = body_part::counted;
    progress.remaining = frame.content_length;
  }
  return progress;
}

body_step read_body(octets data, body_progress& progress) noexcept {
  body_step step;
  while (step.consumed < data.size() && progress.part != body_part::done && step.content.empty()) {
    const octets rest = data.from(step.consumed);
    if (progress.part == body_part::until_close) {
      step.content = rest;
    } else if (progress.part == body_part::counted || progress.part == body_part::chunk_data) {
      step.content = rest.first(progress.remaining);
      progress.remaining -= static_cast<std::uint32_t>(step.content.size());
      const body_part next = progress.part == body_part::counted ? body_part::done : body_part::chunk_data_cr;
      if (progress.remaining == 0) progress.part = next;
    } else {
      const bool behind_cr = is_behind_cr(progress.part);
      const errc broken = step_chunked(rest[0], progress);
      if (broken != errc::none) {
        step.broken = {broken, behind_cr ? step.consumed - 1 : step.consumed};
        break;
      }
      ++step.consumed;
    }
    step.consumed += step.content.size();
  }
  progress.total += static_cast<std::uint32_t>(step.consumed);
  return step;
}

}  // namespace wshake::http
