// SPDX-License-Identifier: BSL-1.0
// Bodies: the framing that a head announces, and a reader of bodies that arrive in pieces.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/progress.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>

#include "head_reader.hpp"
#include "header_section.hpp"

namespace wshake::http {

using detail::body_part;
using detail::body_progress;

// The framing of a request (RFC 9112 section 6). `broken` has an offset as fields::iterator::offset() returns it: in a
// head the offset of an octet, in a caller's list the index of the field.
struct framing {
  fault broken = {};
  bool chunked = false;
  std::uint32_t content_length = 0;  // saturates at 0xffffffff
};

framing read_request_framing(const header_section& header, unsigned version) noexcept;

// The framing of a response (RFC 9112 section 6.3). A Transfer-Encoding that is invalid, does not end in chunked, or is
// in HTTP/1.0 is not an error: the body is then read until the connection closes.
struct response_framing {
  body_progress body = {};  // the start of the body
  bool reliable = true;     // the beginning of the next message is known
  fault broken = {};        // bad_content_length, conflicting_content_length
};
response_framing read_response_framing(const header_section& header, unsigned version, unsigned status) noexcept;

// `limit`, but at most 0x7fffffff, because offsets have 32 bits.
constexpr std::uint32_t body_limit(std::uint32_t limit) noexcept { return limit < 0x7fffffff ? limit : 0x7fffffff; }

// The progress before the first octet of a body with this framing.
body_progress begin_body(const framing& frame) noexcept;

// The result of read_body(). read_body() reads framing until content follows. It stops at the end of a contiguous run
// of content, at the end of the body, or at the end of `data`.
struct body_step {
  fault broken = {};         // its offset is in `data`; SIZE_MAX (-1) for a CR at the end of the piece before
  std::size_t consumed = 0;  // octets of content and framing
  octets content = {};       // a run of content at the end of the consumed octets; or empty
};
body_step read_body(octets data, body_progress& progress) noexcept;

// Reads one octet of the framing of a chunked body: sizes, extensions, trailers. The caller reads the content itself,
// while progress.part is body_part::chunk_data. Returns the rule that is broken, or errc::none. If `octet` must be an
// LF and is not, the octet at fault is the CR before `octet`.
errc step_chunked(unsigned char octet, body_progress& progress) noexcept;

// True if the octet read last is a CR of the framing.
bool is_behind_cr(body_part part) noexcept;

}  // namespace wshake::http
