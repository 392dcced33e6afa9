// SPDX-License-Identifier: BSL-1.0
// The body that follows a request's head: how it is framed, and reading over it.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/progress.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

#include "head_reader.hpp"

namespace wshake::http {

using detail::body_part;
using detail::body_progress;

// Message framing (RFC 9112 §6). `broken.at` is a place in the header: see fields::iterator::place().
struct framing {
  fault broken = {};
  bool chunked = false;
  std::uint32_t content_length = 0;  // 0xffffffff stands for that and all above
};

framing read_request_framing(const fields& header, unsigned version) noexcept;

// Ready to read a body framed so.
body_progress begin_body(const framing& frame) noexcept;

// Reads on in a body. Stops after the body, or where `data` ends.
struct body_step {
  fault broken = {};         // at: from data's first octet
  std::size_t consumed = 0;  // octets of body and framing
};
body_step skip_body(octets data, body_progress& progress) noexcept;

}  // namespace wshake::http
