// SPDX-License-Identifier: BSL-1.0
// Reads the framing of a chunked body, octet by octet.
#include <cstdint>

#include "base/number.hpp"
#include "body.hpp"
#include "scan/octet_class.hpp"

namespace wshake::http {

namespace {

errc go_to(body_progress& progress, body_part next) noexcept {
  progress.part = next;
  return errc::none;
}

errc expect(bool fits, body_progress& progress, body_part next, errc otherwise) noexcept {
  progress.part = next;
  return fits ? errc::none : otherwise;
}

// chunk-size = 1*HEXDIG
errc step_size(unsigned char octet, body_progress& progress) noexcept {
  if (is(octet, hex_octet)) {
    if (progress.remaining > 0x0fffffff) return errc::body_too_large;
    progress.remaining = progress.remaining << 4 | hex_value(octet);
    return go_to(progress, body_part::chunk_digits);
  }
  if (progress.part == body_part::chunk_size) return errc::bad_chunk;
  if (octet == '\r') return go_to(progress, body_part::chunk_size_lf);
  if (octet == ';') return go_to(progress, body_part::extension_begin);
  return expect(is_white_space(static_cast<char>(octet)), progress, body_part::chunk_space, errc::bad_chunk);
}

// chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
// Reads the octet behind a name or a value. After white space only ";" or more white space may follow, and after a name
// also "=".
errc step_behind(unsigned char octet, body_progress& progress, bool name, bool space) noexcept {
  if (octet == ';') return go_to(progress, body_part::extension_begin);
  if (octet == '=' && name) return go_to(progress, body_part::value_begin);
  if (octet == '\r' && !space) return go_to(progress, body_part::chunk_size_lf);
  if (octet == '\n' && !space) return errc::bad_chunk;
  return expect(is_white_space(static_cast<char>(octet)), progress,
                name ? body_part::extension_space : body_part::value_space, errc::bad_chunk_extension);
}

errc step_extension(unsigned char octet, body_progress& progress) noexcept {
  const bool space = is_white_space(static_cast<char>(octet));
  const bool token = is(octet, token_octet);
  const bool text = !is(octet, control_octet);
  constexpr errc bad = errc::bad_chunk_extension;
  switch (progress.part) {
    case body_part::extension_begin:
      return space ? errc::none : expect(token, progress, body_part::extension_name, bad);
    case body_part::extension_name:
      return token ? errc::none : step_behind(octet, progress, true, false);
    case body_part::extension_space:
      return step_behind(octet, progress, true, true);
    case body_part::value_begin:
      if (space) return errc::none;
      if (octet == '"') return go_to(progress, body_part::value_quoted);
      return expect(token, progress, body_part::value_token, bad);
    case body_part::value_token:
      return token ? errc::none : step_behind(octet, progress, false, false);
    case body_part::value_quoted:
      if (octet == '\\') return go_to(progress, body_part::value_escaped);
      return expect(text, progress, octet == '"' ? body_part::value_end : body_part::value_quoted, bad);
    case body_part::value_escaped:
      return expect(text, progress, body_part::value_quoted, bad);
    case body_part::value_space:
      return step_behind(octet, progress, false, true);
    default:
      return step_behind(octet, progress, false, false);
  }
}

// The fields that frame or route a message, which no trailer may have (RFC 9110 section 6.5.1).
constexpr char forbidden[] = "transfer-encoding:content-length:host:";

constexpr std::uint8_t name_begins[] = {0, 18, 33};
static_assert(forbidden[0] == 't' && forbidden[18] == 'c' && forbidden[33] == 'h');

// step_name() compares the next octet of a trailer's name with forbidden[progress.name]. progress.name is 0 if no
// forbidden name begins with the octets read so far.
void begin_name(unsigned char octet, body_progress& progress) noexcept {
  progress.name = 0;
  for (const std::uint8_t offset : name_begins) {
    if (forbidden[offset] == static_cast<char>(octet | 0x20U)) progress.name = static_cast<std::uint8_t>(offset + 1);
  }
}

void step_name(unsigned char octet, body_progress& progress) noexcept {
  const bool letter = (octet | 0x20U) >= 'a' && (octet | 0x20U) <= 'z';
  const auto lower = static_cast<char>(letter ? octet | 0x20U : octet);
  const bool matches = progress.name != 0 && forbidden[progress.name] == lower;
  progress.name = matches ? static_cast<std::uint8_t>(progress.name + 1) : std::uint8_t{0};
}

// trailer-section = *( field-line CRLF ), a field line as in a head: field-name ":" OWS field-value OWS
// (RFC 9112 section 5)
errc step_trailer(unsigned char octet, body_progress& progress) noexcept {
  constexpr errc bad = errc::bad_trailer;
  switch (progress.part) {
    case body_part::trailer_begin:
      if (octet == '\r') return go_to(progress, body_part::last_lf);
      if (octet == '\n') return errc::bad_chunk;
      begin_name(octet, progress);
      return expect(is(octet, token_octet), progress, body_part::trailer_name, bad);
    case body_part::trailer_name:
      if (octet != ':') {
        step_name(octet, progress);
        return expect(is(octet, token_octet), progress, body_part::trailer_name, bad);
      }
      if (progress.name != 0 && forbidden[progress.name] == ':') return errc::forbidden_trailer;
      return go_to(progress, body_part::trailer_value);
    case body_part::trailer_value:
      if (octet == '\r') return go_to(progress, body_part::trailer_lf);
      return expect(!is(octet, control_octet), progress, body_part::trailer_value, bad);
    default:
      return expect(octet == '\n', progress, body_part::trailer_begin, bad);
  }
}

}  // namespace

bool is_behind_cr(body_part part) noexcept {
  return part == body_part::chunk_size_lf || part == body_part::chunk_data_lf || part == body_part::trailer_lf ||
         part == body_part::last_lf;
}

// A bare CR or LF is not a line end: it is bad_trailer in a trailer, and bad_chunk in the rest of the framing.
// chunked-body = *chunk last-chunk trailer-section CRLF   (RFC 9112 section 7.1)
// chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
// last-chunk   = 1*("0") [ chunk-ext ] CRLF
errc step_chunked(unsigned char octet, body_progress& progress) noexcept {
  switch (progress.part) {
    case body_part::chunk_size:
      progress.remaining = 0;
      [[fallthrough]];
    case body_part::chunk_digits:
      return step_size(octet, progress);
    case body_part::chunk_space:
      if (octet == ';') return go_to(progress, body_part::extension_begin);
      return is_white_space(static_cast<char>(octet)) ? errc::none : errc::bad_chunk;
    case body_part::chunk_size_lf:
      return expect(octet == '\n', progress, progress.remaining == 0 ? body_part::trailer_begin : body_part::chunk_data,
                    errc::bad_chunk);
    case body_part::chunk_data_cr:
      return expect(octet == '\r', progress, body_part::chunk_data_lf, errc::bad_chunk);
    case body_part::chunk_data_lf:
      return expect(octet == '\n', progress, body_part::chunk_size, errc::bad_chunk);
    case body_part::last_lf:
      return expect(octet == '\n', progress, body_part::done, errc::bad_chunk);
    case body_part::extension_begin:
    case body_part::extension_name:
    case body_part::extension_space:
    case body_part::value_begin:
    case body_part::value_token:
    case body_part::value_quoted:
    case body_part::value_escaped:
    case body_part::value_end:
    case body_part::value_space:
      return step_extension(octet, progress);
    case body_part::trailer_begin:
    case body_part::trailer_name:
    case body_part::trailer_value:
    case body_part::trailer_lf:
      return step_trailer(octet, progress);
    case body_part::done:
    case body_part::until_close:
    case body_part::counted:
    case body_part::chunk_data:
      break;
  }
  return errc::none;
}

}  // namespace wshake::http
