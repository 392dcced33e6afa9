// SPDX-License-Identifier: BSL-1.0
// The body that follows a head: how it is framed, and reading it.
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

// Message framing (RFC 9112 §6). `broken.offset` is a place in the header: see fields::iterator::offset().
struct framing {
  fault broken = {};
  bool chunked = false;
  std::uint32_t content_length = 0;  // 0xffffffff stands for that and all above
};

framing read_request_framing(const header_section& header, unsigned version) noexcept;

// How a response's body is framed (RFC 9112 §6.3). A Transfer-Encoding that can't be relied on is no fault: such a body
// is read until the connection closes.
struct response_framing {
  body_progress body = {};  // ready to read it
  bool reliable = true;     // the next message begins where this one ends
  fault broken = {};        // bad_content_length, conflicting_content_length
};
response_framing read_response_framing(const header_section& header, unsigned version, unsigned status) noexcept;

// A limit on a body that can be counted: positions have 32 bits.
constexpr std::uint32_t body_limit(std::uint32_t limit) noexcept { return limit < 0x7fffffff ? limit : 0x7fffffff; }

// Ready to read a request's body.
body_progress begin_body(const framing& frame) noexcept;

// Reads on in a body, over framing, up to the end of a run of content, of the body or of `data`.
struct body_step {
  fault broken = {};         // from data's first octet; a CR at the end of an earlier piece is at -1, that is, SIZE_MAX
  std::size_t consumed = 0;  // octets of content and framing
  octets content = {};       // the run of content, the last octets consumed; or empty
};
body_step read_body(octets data, body_progress& progress) noexcept;

// Takes one octet of the framing of a chunked body: sizes, extensions, trailers. Content, body_part::chunk_data, is the
// caller's. Returns the rule that the octet breaks; in the place of an LF it is the CR before it that is at fault.
errc step_chunked(unsigned char octet, body_progress& progress) noexcept;

// Is the octet before the next one a CR of the framing?
bool is_behind_cr(body_part part) noexcept;

}  // namespace wshake::http
